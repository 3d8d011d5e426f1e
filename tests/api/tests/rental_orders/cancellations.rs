//! 解約 in whole and in part: each refusal at its field, and what remains in rent afterwards.

use api_tests::{App, Browser, cancellation_answers, cancelled, item, on_both_engines};
use chrono::TimeDelta;
use futures_util::future::join_all;
use madoguchi_api_types::orders::OrderDetail;
use madoguchi_api_types::requests::RequestConfirmation;
use madoguchi_entities::stock_reservations::{self, Column};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

on_both_engines!(
    each_refusal_stands_at_its_field,
    what_remains_in_rent_is_right,
    all_goods_end_each_on_its_day,
    what_is_refused_or_taken_back_never_blocks,
    two_at_once_never_exceed_what_is_in_rent,
    the_rest_of_what_was_cancelled_is_extended,
    a_draft_is_opened_with_the_goods_in_rent,
);

const OTDR: &str = "DSX2-8000";
const SPLICER: &str = "DSX2-8001";

fn pair(path: &str, code: &str) -> (String, String) {
    (path.to_owned(), code.to_owned())
}

async fn refused(browser: &Browser, answers: &Value) -> Vec<(String, String)> {
    let draft = browser.draft_of("cancellation", answers).await;
    browser.get(&format!("{}/confirmation", draft.path())).await.refused_fields()
}

/// Cancels goods of an order in part, and the provider takes it.
async fn cancel(app: &App, browser: &Browser, order: &str, items: &[Value]) {
    let sent = browser.ask_for("cancellation", &cancellation_answers(order, "part", items)).await;
    app.complete_request(&sent.request.number).await.unwrap();
}

/// What ends when: last days with quantities.
fn ends(order: &OrderDetail, line: usize) -> Vec<(String, i64)> {
    order.lines[line].charges.iter().map(|charge| (charge.last_on.to_string(), charge.quantity)).collect()
}

fn owned(ends: &[(&str, i64)]) -> Vec<(String, i64)> {
    ends.iter().map(|(day, quantity)| ((*day).to_owned(), *quantity)).collect()
}

async fn each_refusal_stands_at_its_field(app: App) {
    app.rentables(20).await;
    let (user, browser) = app.renter().await;
    let order =
        browser.order(&[item(OTDR, "2026-11-20", "2027-01-31", 3), item(SPLICER, "2026-12-01", "2027-01-31", 1)]).await;
    app.advance(TimeDelta::days(5));
    let browser = app.signed_in(&user).await;
    let one = |items: &[Value]| cancellation_answers(&order, "part", items);
    let at = |field: &str| format!("cancelled_items[0].{field}");
    for (given, field, code) in [
        (cancelled(1, OTDR, 1, "2026-11-24"), "cancelled_on", "before_today"),
        (cancelled(1, OTDR, 1, "2026-11-19"), "cancelled_on", "outside_rental"),
        (cancelled(1, OTDR, 1, "2027-02-01"), "cancelled_on", "outside_rental"),
        (cancelled(1, OTDR, 4, "2026-12-01"), "quantity", "above_in_rent"),
        (cancelled(3, OTDR, 1, "2026-12-01"), "line", "not_in_order"),
        (cancelled(1, SPLICER, 1, "2026-12-01"), "product", "not_in_order"),
        (json!({ "line": "1", "product": OTDR, "quantity": "1" }), "cancelled_on", "required"),
    ] {
        assert_eq!(refused(&browser, &one(&[given])).await, [pair(&at(field), code)]);
    }
    let twice = [cancelled(1, OTDR, 1, "2026-12-01"), cancelled(1, OTDR, 1, "2026-12-02")];
    assert_eq!(refused(&browser, &one(&twice)).await, [pair("cancelled_items[1].line", "duplicate")]);
    // All goods: each has its day and all of its units.
    let all = cancellation_answers(&order, "all", &[cancelled(1, OTDR, 2, "2026-12-01")]);
    let expected = [pair("cancelled_items[0].quantity", "out_of_range"), pair("rental.cancelled", "required")];
    assert_eq!(refused(&browser, &all).await, expected);
    let foreign = cancellation_answers("202611200099", "part", &[cancelled(1, OTDR, 1, "2026-12-01")]);
    assert_eq!(refused(&browser, &foreign).await, [pair("rental.order_number", "unknown")]);
}

async fn what_remains_in_rent_is_right(app: App) {
    app.rentables(20).await;
    let (_, browser) = app.renter().await;
    // The same product in two lines, one of which ends on the 31st.
    let order =
        browser.order(&[item(OTDR, "2026-11-20", "2027-01-31", 5), item(OTDR, "2026-11-20", "2027-03-31", 2)]).await;
    let given = cancellation_answers(&order, "part", &[cancelled(1, OTDR, 2, "2026-12-31")]);
    let draft = browser.draft_of("cancellation", &given).await;
    let said: RequestConfirmation = browser.get(&format!("{}/confirmation", draft.path())).await.expect(200).json();
    let afterwards = said.sections.iter().find(|section| section.title.ja == "解約後のレンタル").unwrap();
    assert_eq!(afterwards.entries[0].text.ja, "2台 2026/12/31まで、3台 2027/01/31まで");
    assert_eq!(afterwards.entries[1].text.ja, "2台 2027/03/31まで");
    let goods = said.sections.iter().find(|section| section.form == "cancelled_items").unwrap();
    assert!(goods.entries.iter().any(|entry| entry.text.ja == "2026/11/20～2027/01/31（73日）"), "{goods:?}");
    cancel(&app, &browser, &order, &[cancelled(1, OTDR, 2, "2026-12-31")]).await;
    let read = browser.read_order(&order).await;
    assert_eq!(ends(&read, 0), owned(&[("2026-12-31", 2), ("2027-01-31", 3)]));
    assert_eq!(ends(&read, 1), owned(&[("2027-03-31", 2)]));
    assert_eq!((read.lines[0].in_rent, read.lines[0].cancellable), (5, 3));
    // The last day, and the rest of what was cancelled.
    cancel(&app, &browser, &order, &[cancelled(1, OTDR, 1, "2027-01-31"), cancelled(2, OTDR, 1, "2026-11-20")]).await;
    let read = browser.read_order(&order).await;
    assert_eq!((read.lines[0].cancellable, read.lines[1].cancellable), (2, 1));
    assert_eq!(ends(&read, 0), owned(&[("2026-12-31", 2), ("2027-01-31", 3)]));
    assert_eq!(ends(&read, 1), owned(&[("2026-11-20", 1), ("2027-03-31", 1)]));
    let promised = async |day: &str| {
        let day: chrono::NaiveDate = day.parse().unwrap();
        let rows = stock_reservations::Entity::find().filter(Column::FromOn.lte(day)).filter(Column::UntilOn.gte(day));
        rows.all(app.db()).await.unwrap().iter().map(|row| row.quantity).sum::<i32>()
    };
    let days = ["2026-11-20", "2026-11-21", "2026-12-31", "2027-01-01", "2027-01-31", "2027-02-01", "2027-04-01"];
    let mut on = Vec::new();
    for day in days {
        on.push(promised(day).await);
    }
    assert_eq!(on, [7, 6, 6, 4, 4, 1, 0]);
}

async fn all_goods_end_each_on_its_day(app: App) {
    app.rentables(20).await;
    let (_, browser) = app.renter().await;
    let order =
        browser.order(&[item(OTDR, "2026-11-20", "2027-01-31", 2), item(SPLICER, "2026-11-20", "2027-01-31", 1)]).await;
    let items = [cancelled(1, OTDR, 2, "2026-11-30"), cancelled(2, SPLICER, 1, "2026-12-10")];
    let sent = browser.ask_for("cancellation", &cancellation_answers(&order, "all", &items)).await;
    app.complete_request(&sent.request.number).await.unwrap();
    let read = browser.read_order(&order).await;
    assert_eq!(read.order.last_on.to_string(), "2026-12-10");
    assert_eq!(read.actions.cancellation, None);
    let asked = cancellation_answers(&order, "part", &[cancelled(1, OTDR, 1, "2026-11-25")]);
    let draft = browser.draft_of("cancellation", &asked).await;
    browser.get(&format!("{}/confirmation", draft.path())).await.refused(409, "order_over");
}

async fn what_is_refused_or_taken_back_never_blocks(app: App) {
    app.rentables(20).await;
    let (_, browser) = app.renter().await;
    let order = browser.order(&[item(OTDR, "2026-11-20", "2027-01-31", 2)]).await;
    let whole = cancellation_answers(&order, "part", &[cancelled(1, OTDR, 2, "2026-12-01")]);
    let first = browser.ask_for("cancellation", &whole).await;
    // While it waits, its units cannot be cancelled once more.
    let draft = browser.draft_of("cancellation", &whole).await;
    browser.get(&format!("{}/confirmation", draft.path())).await.refused(409, "order_over");
    app.fail_request(&first.request.number).await;
    let second = browser.ask_for("cancellation", &whole).await;
    let path = format!("/requests/{}/withdrawal", second.request.id);
    let _taken_back = browser.post(&path, json!({ "reason": "" })).await.expect(200);
    let read = browser.read_order(&order).await;
    assert_eq!((read.lines[0].cancellable, read.lines[0].ends.len()), (2, 0));
    cancel(&app, &browser, &order, &[cancelled(1, OTDR, 2, "2026-12-01")]).await;
    assert_eq!(ends(&browser.read_order(&order).await, 0), owned(&[("2026-12-01", 2)]));
}

async fn two_at_once_never_exceed_what_is_in_rent(app: App) {
    app.rentables(20).await;
    let (_, browser) = app.renter().await;
    let order = browser.order(&[item(OTDR, "2026-11-20", "2027-01-31", 3)]).await;
    let given = cancellation_answers(&order, "part", &[cancelled(1, OTDR, 2, "2026-12-01")]);
    let mut drafts = Vec::new();
    for _ in 0..6 {
        drafts.push(browser.draft_of("cancellation", &given).await);
    }
    let answers = join_all(drafts.iter().map(|draft| browser.submit_draft(draft))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.refused_fields(), [pair("cancelled_items[0].quantity", "above_in_rent")]);
    }
    assert_eq!(browser.read_order(&order).await.lines[0].cancellable, 1);
}

async fn the_rest_of_what_was_cancelled_is_extended(app: App) {
    app.rentables(20).await;
    let (_, browser) = app.renter().await;
    let order = browser.order(&[item(OTDR, "2026-11-20", "2026-12-31", 3)]).await;
    cancel(&app, &browser, &order, &[cancelled(1, OTDR, 1, "2026-12-31")]).await;
    let mut longer = api_tests::order_answers(&[item(OTDR, "2026-11-20", "2027-01-31", 2)]);
    longer["rental"]["order_number"] = json!(order);
    longer["rental"]["changes"] = json!("延長");
    let sent = browser.ask_for("order_change", &longer).await;
    app.complete_request(&sent.request.number).await.unwrap();
    let read = browser.read_order(&order).await;
    assert_eq!(ends(&read, 0), owned(&[("2026-12-31", 1), ("2027-01-31", 2)]));
    let rows = stock_reservations::Entity::find()
        .filter(Column::UntilOn.gte("2027-01-31".parse::<chrono::NaiveDate>().unwrap()));
    let promised: i32 = rows.all(app.db()).await.unwrap().iter().map(|row| row.quantity).sum();
    assert_eq!(promised, 2);
}

async fn a_draft_is_opened_with_the_goods_in_rent(app: App) {
    app.rentables(20).await;
    let (_, browser) = app.renter().await;
    let order = browser.order(&[item(OTDR, "2026-11-20", "2027-01-31", 3)]).await;
    let asked = json!({ "kind": "cancellation", "order_number": order });
    let draft = api_tests::Draft::of(&browser.post("/requests", asked).await.expect(201));
    let form = draft.detail.form.unwrap();
    let (answers, shown) =
        (serde_json::to_value(&form.answers).unwrap(), serde_json::to_value(&form.read_only).unwrap());
    assert_eq!(answers["rental"]["order_number"], json!(order));
    let expected = json!([{ "line": "1", "product": OTDR, "quantity": "3" }]);
    assert_eq!(answers["cancelled_items"], expected);
    assert_eq!(shown["cancelled_items"][0]["period"]["last"], "2027-01-31");
}
