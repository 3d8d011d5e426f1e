//! Requests for quotes, answered by a system, and the quotes that it reads.

use api_tests::{App, Browser, NETWORK, RENTAL, System, item, on_both_engines, order_answers};
use madoguchi_api_types::events::{EventBatch, EventType};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::provider_quotes::{ProviderQuote, ProviderQuoteDetail};
use madoguchi_api_types::quotes::{QuoteDetail, QuoteState};
use madoguchi_api_types::requests::RequestDetail;
use madoguchi_domain::api_clients::ApiScope;
use reqwest::Method;
use serde_json::{Value, json};

on_both_engines!(
    a_request_for_a_quote_is_answered,
    what_cannot_be_right_is_refused_at_its_field,
    what_asks_for_no_quote_is_not_answered_by_one,
    a_quote_and_an_order_are_answered_at_once,
    what_becomes_of_a_quote_is_told,
);

const SCOPES: [ApiScope; 5] = [
    ApiScope::OrdersRead,
    ApiScope::OrdersWrite,
    ApiScope::RequestsRead,
    ApiScope::RequestsWrite,
    ApiScope::EventsRead,
];

fn answer() -> Value {
    let price = json!({ "line": 1, "daily": 9_000, "monthly": 90_000 });
    json!({ "valid_until": "2026-12-31", "prices": [price], "note": "運送費別" })
}

async fn asked(browser: &Browser, kind: &str) -> RequestDetail {
    browser.ask_for(kind, &order_answers(&[item("DSX2-8000", "2027-01-01", "2027-01-31", 2)])).await
}

async fn post(system: &System, number: &str, tag: Option<&str>) -> api_tests::Answer {
    let request = system.change(Method::POST, &format!("/provider/requests/{number}/quote"));
    let request = match tag {
        Some(tag) => request.header("if-match", tag),
        None => request,
    };
    request.json(&answer()).send().await
}

async fn a_request_for_a_quote_is_answered(app: App) {
    app.rentables(10).await;
    let (user, browser) = app.renter().await;
    let request = asked(&browser, "quote").await.request;
    let system = app.system(RENTAL, &SCOPES).await;
    let tag = system.get(&format!("/provider/requests/{}", request.number)).await.expect(200);
    post(&system, &request.number, Some("\"0000\"")).await.refused(412, "changed_meanwhile");
    let answered = post(&system, &request.number, tag.header("etag")).await.expect(200);
    let answered: ProviderQuoteDetail = answered.json();
    assert_eq!((answered.quote.amount, answered.quote.state), (180_000, QuoteState::Answered));
    assert_eq!((answered.note.as_str(), answered.lines[0].daily_price), ("運送費別", 9_000));
    assert_eq!(answered.quote.request_number, request.number);
    assert_eq!(answered.quote.customer_name, app.customer_name(&user).await);
    let again: ProviderQuoteDetail = post(&system, &request.number, None).await.expect(200).json();
    assert_eq!(again, answered, "sent again after a lost answer it is the same");
    let number = &answered.quote.number;
    let read: ProviderQuoteDetail = system.get(&format!("/provider/quotes/{number}")).await.expect(200).json();
    assert_eq!(read, answered);
    let listed: Page<ProviderQuote> = system.get("/provider/quotes?state=answered").await.expect(200).json();
    assert_eq!(listed.items, std::slice::from_ref(&answered.quote));
    let listed: Page<ProviderQuote> = system.get("/provider/quotes?state=accepted").await.expect(200).json();
    assert!(listed.items.is_empty());
    let own: QuoteDetail = browser.get(&format!("/quotes/{number}")).await.expect(200).json();
    assert_eq!((own.quote.amount, own.order_kind.as_deref()), (180_000, Some("order")));
    system.get("/provider/quotes/Q1").await.refused(404, "not_found");
    let elsewhere = app.system(NETWORK, &SCOPES).await;
    elsewhere.get(&format!("/provider/quotes/{number}")).await.refused(404, "not_found");
    elsewhere.get("/provider/quotes").await.refused(404, "not_found");
    post(&elsewhere, &request.number, None).await.refused(404, "not_found");
}

async fn what_cannot_be_right_is_refused_at_its_field(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let request = asked(&browser, "quote").await.request;
    let system = app.system(RENTAL, &SCOPES).await;
    let path = format!("/provider/requests/{}/quote", request.number);
    let price = |line: i64, daily: i64, monthly: i64| json!([{ "line": line, "daily": daily, "monthly": monthly }]);
    for (until, prices, field, code) in [
        ("2026-11-19", json!([]), "valid_until", "before_today"),
        ("2026-12-31", price(2, 1, 1), "prices", "unknown"),
        ("2026-12-31", price(0, 1, 1), "prices", "unknown"),
        ("2026-12-31", price(1, -1, 1), "prices[0].daily", "out_of_range"),
        ("2026-12-31", price(1, 1, 100_000_001), "prices[0].monthly", "out_of_range"),
    ] {
        let refused = system.post(&path, json!({ "valid_until": until, "prices": prices })).await.refused_fields();
        assert_eq!(refused, [(field.to_owned(), code.to_owned())]);
    }
    system.post(&path, json!({})).await.refused(400, "malformed_json");
    let listed: Page<ProviderQuote> = system.get("/provider/quotes").await.expect(200).json();
    assert!(listed.items.is_empty());
}

async fn what_asks_for_no_quote_is_not_answered_by_one(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let request = asked(&browser, "order").await.request;
    let system = app.system(RENTAL, &SCOPES).await;
    post(&system, &request.number, None).await.refused(404, "not_found");
    let own: RequestDetail = browser.get(&format!("/requests/{}", request.id)).await.expect(200).json();
    assert_eq!(own.request.state, request.state);
}

async fn a_quote_and_an_order_are_answered_at_once(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let request = asked(&browser, "quote_and_order").await.request;
    let system = app.system(RENTAL, &SCOPES).await;
    let answered: ProviderQuoteDetail = post(&system, &request.number, None).await.expect(200).json();
    assert_eq!((answered.quote.state, answered.quote.order_number), (QuoteState::Accepted, request.order_number));
    // By the number of its order it is answered too, at the prices of the catalogue.
    let request = asked(&browser, "quote_and_order").await.request;
    let path = format!("/provider/orders/{}/arrangement", request.order_number.clone().unwrap());
    let _arranged = system.post(&path, json!({})).await.expect(200);
    let accepted: Page<ProviderQuote> = system.get("/provider/quotes?state=accepted").await.expect(200).json();
    assert_eq!(accepted.items[0].order_number, request.order_number);
}

async fn what_becomes_of_a_quote_is_told(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let request = asked(&browser, "quote").await.request;
    let system = app.system(RENTAL, &SCOPES).await;
    let answered: ProviderQuoteDetail = post(&system, &request.number, None).await.expect(200).json();
    let mut ordered = order_answers(&[item("DSX2-8000", "2027-01-01", "2027-01-31", 2)]);
    ordered["rental"]["quote_number"] = json!(answered.quote.number);
    let order = browser.ask_for("order", &ordered).await.request.order_number.unwrap();
    let refusal = json!({ "reason": "在庫がありません。" });
    let _refused = system.post(&format!("/provider/orders/{order}/refusal"), refusal).await.expect(200);
    let batch: EventBatch = system.get("/provider/events?type=quote.changed").await.expect(200).json();
    let told: Vec<_> =
        batch.events.iter().map(|event| (event.data["state"].clone(), event.data["order_number"].clone())).collect();
    assert!(batch.events.iter().all(|event| event.kind == EventType::QuoteChanged));
    let expected =
        [(json!("answered"), Value::Null), (json!("accepted"), json!(order)), (json!("answered"), Value::Null)];
    assert_eq!(told, expected);
    assert_eq!(batch.events[0].data["number"], json!(answered.quote.number));
    assert_eq!(
        batch.events[1].subjects.keys().collect::<Vec<_>>(),
        ["customer_id", "order_id", "quote_id", "request_id"]
    );
    assert!(!serde_json::to_string(&batch.events).unwrap().contains("運送費別"));
}
