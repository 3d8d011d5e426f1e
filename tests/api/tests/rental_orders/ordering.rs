//! 注文, 注文修正, 機器交換依頼: from the form to what is in rent.

use api_tests::{App, Browser, Draft, item, on_both_engines, order_answers};
use futures_util::future::join_all;
use madoguchi_api_types::orders::{OrderEventKind, OrderSimulation, OrderState};
use madoguchi_api_types::requests::{RequestConfirmation, RequestDecision, RequestDetail, RequestState};
use madoguchi_entities::{orders, stock_reservations};
use madoguchi_services::requests::by_provider;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

on_both_engines!(
    an_order_goes_from_the_form_to_the_rent,
    what_is_asked_is_checked_with_what_the_catalogue_knows,
    the_kind_is_chosen_on_one_page,
    the_last_unit_is_promised_once,
    what_is_refused_or_taken_back_promises_nothing,
    before_it_is_arranged_it_is_corrected_and_afterwards_extended,
    an_exchange_says_which_unit_and_why,
    goods_of_several_addresses_name_one,
    what_is_asked_about_an_order_ends_with_it,
    an_end_date_is_simulated,
    nobody_finds_the_orders_of_others,
);

const OTDR: &str = "DSX2-8000";

async fn read(browser: &Browser, draft: &Draft) -> RequestConfirmation {
    browser.get(&format!("{}/confirmation", draft.path())).await.expect(200).json()
}

async fn refused(browser: &Browser, kind: &str, answers: &Value) -> Vec<(String, String)> {
    let draft = browser.draft_of(kind, answers).await;
    browser.get(&format!("{}/confirmation", draft.path())).await.refused_fields()
}

fn pair(path: &str, code: &str) -> (String, String) {
    (path.to_owned(), code.to_owned())
}

async fn an_order_goes_from_the_form_to_the_rent(app: App) {
    app.rentables(10).await;
    let (user, browser) = app.renter().await;
    // The code is taken without its hyphen, in any width.
    let answers = order_answers(&[item("ＤＳＸ２8000", "2027-12-28", "2028-01-29", 2)]);
    let draft = browser.draft_of("order", &answers).await;
    let said = read(&browser, &draft).await;
    let goods = said.sections.iter().find(|section| section.form == "items").unwrap();
    assert_eq!(goods.entries[0].text.ja, "DSX2-8000 OTDR 光パルス試験器");
    assert_eq!(goods.entries[1].text.ja, "2027/12/28～2028/01/29（33日）");
    let price = said.sections.last().unwrap();
    assert_eq!(price.title.ja, "概算料金（税別）");
    assert_eq!(price.entries[0].text.ja, "33日間：月額¥98,000×1か月＋日額¥9,800×2日＝¥117,600、×2台＝¥235,200");
    assert_eq!(price.entries.last().unwrap().text.ja, "¥235,200");
    let sent: madoguchi_api_types::requests::RequestDetail = browser.submit_draft(&draft).await.expect(200).json();
    let number = sent.request.order_number.clone().unwrap();
    assert_eq!(number, "202611200001");
    let mails = app.mails_to(&user.row.mail_address).await;
    let mail = mails.iter().find(|mail| mail.content.subject.contains("お申し込みを受け付けました")).unwrap();
    assert!(mail.content.text.contains(&number) && mail.content.text.contains("DSX2-8000 OTDR"), "{mail:?}");
    let order = browser.read_order(&number).await;
    assert_eq!((order.order.state, order.lines[0].in_rent, order.charge_to_date), (OrderState::Accepted, 0, 0));
    app.complete_request(&sent.request.number).await.unwrap();
    let order = browser.read_order(&number).await;
    assert_eq!((order.order.state, order.charge_total), (OrderState::Arranged, 235_200));
    assert_eq!(
        order.history.iter().map(|it| it.kind).collect::<Vec<_>>(),
        [OrderEventKind::Ordered, OrderEventKind::Arranged]
    );
    let listed = browser.get("/requests?sent=true").await.expect(200).text();
    assert!(listed.contains("\"decision\":\"completed\"") && listed.contains(&number));
    let _paper = browser.get(&format!("/requests/{}/document", sent.request.id)).await.expect(200);
    let file = browser.get("/orders.csv").await.expect(200).text();
    assert!(file.contains(&format!("{number},2026-11-20,手配済,日極,1,DSX2-8000")), "{file}");
}

async fn what_is_asked_is_checked_with_what_the_catalogue_knows(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let mut answers = order_answers(&[
        item("NONE-1", "2027-01-01", "2027-01-02", 1),
        item(OTDR, "2026-11-19", "2026-11-30", 1),
        item(OTDR, "2026-11-20", "2099-11-30", 1),
    ]);
    answers["items"][2]["delivery"] = json!("2");
    let expected = [
        pair("items[1].period.first", "before_today"),
        pair("items[2].period.last", "out_of_range"),
        pair("items[2].delivery", "out_of_range"),
    ];
    assert_eq!(refused(&browser, "order", &answers).await, expected);
    let answers = order_answers(&[item("NONE-1", "2027-01-01", "2027-01-02", 1)]);
    assert_eq!(refused(&browser, "order", &answers).await, [pair("items[0].product", "unknown")]);
    for (kind, field, wanted) in
        [("order", "quote_number", "rental.quote_number"), ("order_change", "order_number", "rental.order_number")]
    {
        let mut answers = order_answers(&[item(OTDR, "2027-01-01", "2027-01-02", 1)]);
        answers["rental"][field] = json!("Q202611200009");
        if kind == "order_change" {
            answers["rental"]["changes"] = json!("数量");
        }
        assert_eq!(refused(&browser, kind, &answers).await, [pair(wanted, "unknown")]);
    }
}

async fn the_kind_is_chosen_on_one_page(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let draft = Draft::of(&browser.post("/requests", json!({ "kind": "quote" })).await.expect(201));
    let form = draft.detail.form.clone().unwrap();
    let kinds: Vec<_> = form.choices.iter().filter_map(|choice| choice.code.clone()).collect();
    assert_eq!(kinds, ["quote", "order", "quote_and_order", "order_change", "exchange", "cancellation"]);
    let labels: Vec<_> = form.choices.iter().filter_map(|choice| choice.label.clone()).map(|it| it.ja).collect();
    assert_eq!(labels, ["見積依頼", "注文", "見積依頼と注文", "注文修正", "機器交換依頼", "解約"]);
    let orderer = serde_json::to_value(&form.answers).unwrap();
    assert_eq!(orderer["orderer"]["prefecture"], "東京都");
    let answers = order_answers(&[item(OTDR, "2027-01-01", "2027-01-02", 1)]);
    let path = format!("{}/answers", draft.path());
    let body = json!({ "category": "order", "answers": answers });
    let saved = browser.change(reqwest::Method::PUT, &path).header("if-match", &draft.tag).json(&body).send().await;
    assert!(saved.expect(200).text().contains("\"kind\":\"order\""));
    let draft = browser.read_draft(&draft).await;
    let _sent = browser.submit_draft(&draft).await.expect(200);
    let unknown = json!({ "category": "nothing", "answers": {} });
    let other = Draft::of(&browser.post("/requests", json!({ "kind": "quote" })).await.expect(201));
    let path = format!("{}/answers", other.path());
    let answer = browser.change(reqwest::Method::PUT, &path).header("if-match", &other.tag).json(&unknown).send().await;
    assert_eq!(answer.refused_fields(), [pair("category", "unknown")]);
}

async fn the_last_unit_is_promised_once(app: App) {
    app.rentables(1).await;
    let mut numbers = Vec::new();
    for _ in 0..5 {
        let (_, browser) = app.renter().await;
        for _ in 0..10 {
            let sent = browser.ask_for("order", &order_answers(&[item(OTDR, "2027-01-01", "2027-01-31", 1)])).await;
            numbers.push(sent.request.number);
        }
    }
    let done = join_all(numbers.iter().map(|number| app.complete_request(number))).await;
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1);
    assert!(done.iter().filter_map(|done| done.as_ref().err()).all(|error| error.to_string().contains("OutOfStock")));
    let arranged = orders::Entity::find().filter(orders::Column::State.eq(OrderState::Arranged));
    assert_eq!(arranged.count(app.db()).await.unwrap(), 1);
    assert_eq!(stock_reservations::Entity::find().count(app.db()).await.unwrap(), 1);
    // The day after it came back, it is free.
    let (_, browser) = app.renter().await;
    let _next = browser.order(&[item(OTDR, "2027-02-01", "2027-02-02", 1)]).await;
}

async fn what_is_refused_or_taken_back_promises_nothing(app: App) {
    app.rentables(1).await;
    let (_, browser) = app.renter().await;
    let answers = order_answers(&[item(OTDR, "2027-01-01", "2027-01-31", 1)]);
    let refused = browser.ask_for("order", &answers).await.request;
    app.fail_request(&refused.number).await;
    let order = browser.read_order(refused.order_number.as_deref().unwrap()).await;
    assert_eq!(order.order.state, OrderState::Refused);
    let taken_back = browser.ask_for("order", &answers).await.request;
    let path = format!("/requests/{}/withdrawal", taken_back.id);
    let _taken_back = browser.post(&path, json!({ "reason": "" })).await.expect(200);
    let order = browser.read_order(taken_back.order_number.as_deref().unwrap()).await;
    assert_eq!(order.order.state, OrderState::Withdrawn);
    let _free = browser.order(&[item(OTDR, "2027-01-01", "2027-01-31", 1)]).await;
}

async fn before_it_is_arranged_it_is_corrected_and_afterwards_extended(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let answers = order_answers(&[item(OTDR, "2027-01-01", "2027-01-31", 1)]);
    let ordered = browser.ask_for("order", &answers).await.request;
    let number = ordered.order_number.clone().unwrap();
    let change = |items: &[Value]| {
        let mut answers = order_answers(items);
        answers["rental"]["order_number"] = json!(number);
        answers["rental"]["changes"] = json!("数量と期間");
        answers
    };
    let other = change(&[item("DSX2-8001", "2027-01-01", "2027-02-28", 3)]);
    let corrected = browser.ask_for("order_change", &other).await.request;
    assert_eq!(browser.read_order(&number).await.lines[0].product_code, OTDR);
    app.complete_request(&corrected.number).await.unwrap();
    let order = browser.read_order(&number).await;
    assert_eq!((order.lines[0].product_code.as_str(), order.lines[0].quantity), ("DSX2-8001", 3));
    assert_eq!(order.order.last_on.to_string(), "2027-02-28");
    // A correction that comes too late is told.
    let late = browser.ask_for("order_change", &other).await.request;
    app.complete_request(&ordered.number).await.unwrap();
    assert!(app.complete_request(&late.number).await.is_err());
    let opened = Draft::of(
        &browser.post("/requests", json!({ "kind": "order_change", "order_number": number })).await.expect(201),
    );
    let opened = serde_json::to_value(&opened.detail.form.unwrap().answers).unwrap();
    assert_eq!(opened["items"][0]["period"]["last"], "2027-02-28");
    let shorter = change(&[item("DSX2-8001", "2027-01-01", "2027-02-27", 2)]);
    let expected = [pair("items[0].quantity", "only_extension"), pair("items[0].period.last", "only_extension")];
    assert_eq!(refused(&browser, "order_change", &shorter).await, expected);
    let longer = change(&[item("DSX2-8001", "2027-01-01", "2027-03-31", 3)]);
    let extended = browser.ask_for("order_change", &longer).await.request;
    app.complete_request(&extended.number).await.unwrap();
    let order = browser.read_order(&number).await;
    assert_eq!((order.order.last_on.to_string().as_str(), order.lines[0].quantity), ("2027-03-31", 3));
    assert_eq!(order.history.last().unwrap().kind, OrderEventKind::Extended);
}

async fn an_exchange_says_which_unit_and_why(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let number = browser.order(&[item(OTDR, "2026-11-20", "2027-01-31", 2)]).await;
    let base = order_answers(&[]);
    let asked = |line: &str, product: &str, quantity: &str| {
        json!({
            "orderer": base["orderer"], "delivery": base["delivery"], "rental": { "order_number": number },
            "exchanged_items": [{ "line": line, "product": product, "quantity": quantity, "reason": "電源が入らない" }],
        })
    };
    let wrong = [
        ("2", OTDR, "1", "line", "not_in_order"),
        ("1", "DSX2-8001", "1", "product", "not_in_order"),
        ("1", OTDR, "3", "quantity", "above_in_rent"),
    ];
    for (line, product, quantity, field, code) in wrong {
        let expected = [pair(&format!("exchanged_items[0].{field}"), code)];
        assert_eq!(refused(&browser, "exchange", &asked(line, product, quantity)).await, expected);
    }
    for (day, code) in
        [("2026-11-19", "before_today"), ("2026-11-01", "before_today"), ("2027-02-01", "outside_rental")]
    {
        let mut wished = asked("1", OTDR, "1");
        wished["exchanged_items"][0]["exchange_on"] = json!(day);
        let expected = [pair("exchanged_items[0].exchange_on", code)];
        assert_eq!(refused(&browser, "exchange", &wished).await, expected, "{day}");
    }
    let sent = browser.ask_for("exchange", &asked("1", OTDR, "1")).await.request;
    app.complete_request(&sent.number).await.unwrap();
    let order = browser.read_order(&number).await;
    let last = order.history.last().unwrap();
    assert_eq!((last.kind, last.note.contains("電源が入らない")), (OrderEventKind::Exchanged, true));
    assert_eq!(order.lines[0].in_rent, 2);
}

/// Goods of several addresses say which is theirs.
async fn goods_of_several_addresses_name_one(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let mut answers = order_answers(&[item(OTDR, "2027-01-01", "2027-01-31", 1)]);
    let address = answers["delivery"][0].clone();
    answers["delivery"] = json!([address, address]);
    assert_eq!(refused(&browser, "order", &answers).await, [pair("items[0].delivery", "required")]);
    answers["items"][0]["delivery"] = json!("3");
    assert_eq!(refused(&browser, "order", &answers).await, [pair("items[0].delivery", "out_of_range")]);
    answers["items"][0]["delivery"] = json!("2");
    let ordered = browser.ask_for("order", &answers).await.request;
    assert_eq!(browser.read_order(&ordered.order_number.unwrap()).await.lines[0].delivery, 2);
}

/// What was asked for about an order ends with it.
async fn what_is_asked_about_an_order_ends_with_it(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let answers = order_answers(&[item(OTDR, "2027-01-01", "2027-01-31", 1)]);
    for by_customer in [true, false] {
        let ordered = browser.ask_for("order", &answers).await.request;
        let mut change = order_answers(&[item(OTDR, "2027-01-01", "2027-01-31", 2)]);
        change["rental"]["order_number"] = json!(ordered.order_number);
        change["rental"]["changes"] = json!("2台にします");
        let changed = browser.ask_for("order_change", &change).await.request;
        if by_customer {
            let path = format!("/requests/{}/withdrawal", ordered.id);
            let _taken_back = browser.post(&path, json!({ "reason": "" })).await.expect(200);
        } else {
            let (provider, number) = (app.provider(api_tests::RENTAL), &ordered.number);
            by_provider::fail(app.services(), &provider, number, "在庫がありません").await.unwrap();
        }
        let read: RequestDetail = browser.get(&format!("/requests/{}", changed.id)).await.expect(200).json();
        assert_eq!(read.request.state, RequestState::Failed, "{by_customer}");
        let last = read.history.last().unwrap();
        assert!(last.reason.contains("もとのお申し込み"), "{}", last.reason);
        assert!(app.complete_request(&changed.number).await.is_err());
    }
}

async fn an_end_date_is_simulated(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let number = browser.order(&[item(OTDR, "2026-11-20", "2026-12-31", 2)]).await;
    let ask = async |line: i32, day: &str| {
        browser.get(&format!("/orders/{number}/simulations?line={line}&ends_on={day}")).await
    };
    let said: OrderSimulation = ask(1, "2026-11-24").await.expect(200).json();
    // A month and twelve days, against five days: two units.
    assert_eq!((said.quantity, said.then.amount, said.then.estimate.days), (2, 98_000, 5));
    assert_eq!(said.now.amount, 392_000);
    assert_eq!(said.difference, -294_000);
    assert_eq!(ask(2, "2026-11-24").await.refused_fields(), [pair("line", "not_in_order")]);
    assert_eq!(ask(1, "2026-11-19").await.refused_fields(), [pair("ends_on", "outside_rental")]);
    let later: OrderSimulation = ask(1, "2027-01-31").await.expect(200).json();
    assert!(later.difference > 0);
}

async fn nobody_finds_the_orders_of_others(app: App) {
    app.rentables(10).await;
    let (owner, browser) = app.renter().await;
    let number = browser.order(&[item(OTDR, "2026-11-20", "2026-12-31", 2)]).await;
    let (_, stranger) = app.renter().await;
    stranger.get(&format!("/orders/{number}")).await.refused(404, "not_found");
    let asked = json!({ "kind": "cancellation", "order_number": number });
    let refused = stranger.post("/requests", asked).await.refused_fields();
    assert_eq!(refused, [pair("order_number", "unknown")]);
    // All users of a company are equal.
    let colleague = app.user_of(&owner, madoguchi_entities::users::UserRole::General).await;
    let colleague = app.signed_in(&colleague).await;
    assert_eq!(colleague.read_order(&number).await.order.number, number);
    let seen = colleague.get("/requests?sent=true").await.expect(200).text();
    assert!(seen.contains(&number));
    let provider = app.provider(api_tests::RENTAL);
    let completed = by_provider::list(app.services(), &provider, Some(RequestState::Completed)).await.unwrap();
    assert_eq!(completed.len(), 1);
    assert!(seen.contains(RequestDecision::Completed.as_str()));
}
