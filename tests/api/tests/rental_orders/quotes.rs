//! 見積依頼: answered with prices and validity, printed, and ordered once.

use api_tests::{App, Browser, Draft, RENTAL, item, on_both_engines, order_answers};
use chrono::TimeDelta;
use futures_util::future::join_all;
use madoguchi_api_types::quotes::{QuoteDetail, QuoteState};
use madoguchi_api_types::requests::RequestDetail;
use madoguchi_domain::money::Yen;
use madoguchi_services::request_parts::{Answer, LinePrice};
use madoguchi_services::requests::by_provider;
use serde_json::json;

on_both_engines!(
    a_quote_is_answered_and_ordered_once,
    what_is_over_is_not_ordered,
    what_differs_is_refused,
    a_correction_keeps_what_was_quoted,
    a_quote_and_an_order_are_one_request,
);

const OTDR: &str = "DSX2-8000";

fn answer(until: &str) -> Answer {
    let price = LinePrice { line: 1, daily: Yen(9_000), monthly: Some(Yen(90_000)) };
    Answer { note: "運送費別".to_owned(), valid_until: Some(until.parse().unwrap()), prices: vec![price] }
}

async fn quote(app: &App, browser: &Browser, until: &str) -> String {
    let asked = order_answers(&[item(OTDR, "2027-01-01", "2027-01-31", 2)]);
    let sent = browser.ask_for("quote", &asked).await.request;
    assert_eq!(sent.order_number, None);
    assert!(app.complete_request(&sent.number).await.is_err(), "a quote is answered by prices");
    let provider = app.provider(RENTAL);
    let answered = by_provider::answer(app.services(), &provider, &sent.number, answer(until)).await.unwrap();
    answered.quote_number.unwrap()
}

async fn open(browser: &Browser, quote: &str) -> Draft {
    let asked = json!({ "kind": "order", "quote_number": quote });
    let mut draft = Draft::of(&browser.post("/requests", asked).await.expect(201));
    let answers = serde_json::to_value(&draft.detail.form.clone().unwrap().answers).unwrap();
    let mut whole = order_answers(&[]);
    for part in ["rental", "items", "delivery"] {
        whole[part] = answers[part].clone();
    }
    let _saved = browser.save_draft(&draft, &whole).await.expect(200);
    draft = browser.read_draft(&draft).await;
    draft
}

async fn a_quote_is_answered_and_ordered_once(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let number = quote(&app, &browser, "2026-12-31").await;
    assert_eq!(number, "Q202611200001");
    let read: QuoteDetail = browser.get(&format!("/quotes/{number}")).await.expect(200).json();
    assert_eq!((read.quote.amount, read.lines[0].amount, read.quote.state), (180_000, 180_000, QuoteState::Answered));
    assert_eq!(read.order_kind.as_deref(), Some("order"));
    let paper = browser.get(&format!("/quotes/{number}/document")).await.expect(200);
    assert!(paper.body.starts_with(b"%PDF"));
    let mut drafts = Vec::new();
    for _ in 0..4 {
        drafts.push(open(&browser, &number).await);
    }
    let answers = join_all(drafts.iter().map(|draft| browser.submit_draft(draft))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    let refused = [("rental.quote_number".to_owned(), "quote_accepted".to_owned())];
    assert!(answers.iter().filter(|answer| answer.status != 200).all(|answer| answer.refused_fields() == refused));
    let read: QuoteDetail = browser.get(&format!("/quotes/{number}")).await.expect(200).json();
    assert_eq!((read.quote.state, read.order_kind), (QuoteState::Accepted, None));
    let order = browser.read_order(read.quote.order_number.as_deref().unwrap()).await;
    // At the price that was quoted.
    assert_eq!((order.lines[0].daily_price, order.charge_total), (9_000, 180_000));
    let (_, stranger) = app.renter().await;
    stranger.get(&format!("/quotes/{number}")).await.refused(404, "not_found");
    assert!(!stranger.get("/quotes").await.expect(200).text().contains(&number));
    assert!(browser.get("/quotes?state=accepted").await.expect(200).text().contains(&number));
}

async fn what_is_over_is_not_ordered(app: App) {
    app.rentables(10).await;
    let (user, browser) = app.renter().await;
    let number = quote(&app, &browser, "2026-11-21").await;
    app.advance(TimeDelta::days(2));
    let browser = app.signed_in(&user).await;
    let draft = open(&browser, &number).await;
    let refused = browser.submit_draft(&draft).await.refused_fields();
    assert_eq!(refused, [("rental.quote_number".to_owned(), "quote_expired".to_owned())]);
}

async fn what_differs_is_refused(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let number = quote(&app, &browser, "2026-12-31").await;
    let mut other = order_answers(&[item(OTDR, "2027-01-01", "2027-01-31", 3)]);
    other["rental"]["quote_number"] = json!(number);
    let draft = browser.draft_of("order", &other).await;
    let refused = browser.submit_draft(&draft).await.refused_fields();
    assert_eq!(refused, [("items[0].product".to_owned(), "differs_from_quote".to_owned())]);
}

async fn a_quote_and_an_order_are_one_request(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let asked = order_answers(&[item(OTDR, "2027-01-01", "2027-01-31", 2)]);
    let sent = browser.ask_for("quote_and_order", &asked).await.request;
    let provider = app.provider(RENTAL);
    let done = by_provider::answer(app.services(), &provider, &sent.number, answer("2026-12-31")).await.unwrap();
    let number = done.quote_number.unwrap();
    let read: QuoteDetail = browser.get(&format!("/quotes/{number}")).await.expect(200).json();
    assert_eq!(read.quote.order_number, sent.order_number);
}

/// No more than was ordered costs what was quoted; more of it is a new matter.
async fn a_correction_keeps_what_was_quoted(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let number = quote(&app, &browser, "2026-12-31").await;
    let draft = open(&browser, &number).await;
    let sent: RequestDetail = browser.submit_draft(&draft).await.expect(200).json();
    let order = sent.request.order_number.unwrap();
    for (quantity, daily) in [(2, 9_000), (1, 9_000), (3, 9_800)] {
        let mut change = order_answers(&[item(OTDR, "2027-01-02", "2027-01-31", quantity)]);
        change["rental"]["order_number"] = json!(order);
        change["rental"]["changes"] = json!("修正");
        let corrected = browser.ask_for("order_change", &change).await.request;
        app.complete_request(&corrected.number).await.unwrap();
        let line = browser.read_order(&order).await.lines[0].clone();
        assert_eq!((line.quantity, line.daily_price), (quantity, daily));
    }
}
