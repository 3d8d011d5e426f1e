//! Orders, read and handled by a system: arranged, refused, shipped and given back.

use api_tests::{App, Browser, NETWORK, RENTAL, System, item, on_both_engines, order_answers};
use chrono::TimeDelta;
use madoguchi_api_types::events::{Event, EventBatch, EventType};
use madoguchi_api_types::orders::{OrderEventKind, OrderState, RequestDoer};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::provider_orders::{ProviderOrder, ProviderOrderDetail};
use madoguchi_api_types::requests::{RequestDetail, RequestState};
use madoguchi_domain::api_clients::ApiScope;
use reqwest::Method;
use serde_json::{Value, json};

on_both_engines!(
    an_order_is_read_and_arranged,
    orders_are_listed_part_by_part,
    what_is_out_of_stock_is_not_arranged,
    a_refusal_has_its_reason,
    a_change_from_an_old_state_is_refused,
    goods_are_shipped_and_given_back,
    what_was_not_arranged_is_neither_shipped_nor_given_back,
    what_happens_to_an_order_is_told,
);

const SCOPES: [ApiScope; 3] = [ApiScope::OrdersRead, ApiScope::OrdersWrite, ApiScope::EventsRead];
const OTDR: &str = "DSX2-8000";
const SPLICER: &str = "DSX2-8001";

/// An order that was sent and is not arranged, with its request.
async fn sent(browser: &Browser, items: &[Value]) -> (RequestDetail, String) {
    let sent = browser.ask_for("order", &order_answers(items)).await;
    let number = sent.request.order_number.clone().unwrap();
    (sent, number)
}

async fn read(system: &System, number: &str) -> ProviderOrderDetail {
    system.get(&format!("/provider/orders/{number}")).await.expect(200).json()
}

async fn an_order_is_read_and_arranged(app: App) {
    app.rentables(10).await;
    let (user, browser) = app.renter().await;
    let (request, number) = sent(&browser, &[item(OTDR, "2027-01-01", "2027-01-31", 2)]).await;
    let system = app.system(RENTAL, &SCOPES).await;
    let path = format!("/provider/orders/{number}");
    let order = read(&system, &number).await;
    assert_eq!((order.order.state, order.order.customer_name), (OrderState::Accepted, app.customer_name(&user).await));
    assert_eq!((order.lines[0].product_code.as_str(), order.lines[0].quantity), (OTDR, 2));
    let answers = serde_json::to_value(&order.answers).unwrap();
    assert_eq!(answers["delivery"][0]["company"], "みずうみ建設");
    assert_eq!(order.history[0].request_number.as_deref(), Some(request.request.number.as_str()));
    let mails = app.mails_to(&user.row.mail_address).await.len();
    for _ in 0..2 {
        let done = system.post(&format!("{path}/arrangement"), json!({ "note": "前日に届きます。" })).await.expect(200);
        assert_eq!(done.json::<ProviderOrderDetail>().order.state, OrderState::Arranged);
    }
    let own: RequestDetail = browser.get(&format!("/requests/{}", request.request.id)).await.expect(200).json();
    let completed = own.history.iter().filter(|event| event.state == RequestState::Completed).count();
    assert_eq!((own.request.state, completed), (RequestState::Completed, 1));
    assert_eq!(own.history.last().unwrap().reason, "前日に届きます。");
    assert_eq!(app.mails_to(&user.row.mail_address).await.len(), mails + 1, "once");
    let seen = browser.read_order(&number).await;
    assert_eq!((seen.order.state, seen.history.len()), (OrderState::Arranged, 2));
    assert_eq!(seen.history[1].doer, RequestDoer::Provider);
    system.get("/provider/orders/999").await.refused(404, "not_found");
    let elsewhere = app.system(NETWORK, &SCOPES).await;
    elsewhere.get(&path).await.refused(404, "not_found");
    elsewhere.get("/provider/orders").await.refused(404, "not_found");
    elsewhere.post(&format!("{path}/arrangement"), json!({})).await.refused(404, "not_found");
}

async fn orders_are_listed_part_by_part(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        numbers.push(sent(&browser, &[item(OTDR, "2027-01-01", "2027-01-31", 1)]).await.1);
    }
    let system = app.system(RENTAL, &SCOPES).await;
    let first: Page<ProviderOrder> = system.get("/provider/orders?limit=2").await.expect(200).json();
    let next = format!("/provider/orders?limit=2&cursor={}", first.next_cursor.clone().unwrap());
    let second: Page<ProviderOrder> = system.get(&next).await.expect(200).json();
    let found: Vec<String> = first.items.into_iter().chain(second.items).map(|order| order.number).collect();
    numbers.reverse();
    assert_eq!((found, second.next_cursor), (numbers.clone(), None));
    let _done = system.post(&format!("/provider/orders/{}/arrangement", numbers[1]), json!({})).await.expect(200);
    let arranged: Page<ProviderOrder> = system.get("/provider/orders?state=arranged").await.expect(200).json();
    assert_eq!(arranged.items.into_iter().map(|order| order.number).collect::<Vec<_>>(), [numbers[1].clone()]);
}

async fn what_is_out_of_stock_is_not_arranged(app: App) {
    app.rentables(1).await;
    let (user, browser) = app.renter().await;
    let (_, number) = sent(&browser, &[item(OTDR, "2027-01-01", "2027-01-31", 2)]).await;
    let mails = app.mails_to(&user.row.mail_address).await.len();
    let system = app.system(RENTAL, &SCOPES).await;
    let refused = system.post(&format!("/provider/orders/{number}/arrangement"), json!({})).await.refused_fields();
    assert_eq!(refused, [("lines[0].quantity".to_owned(), "out_of_stock".to_owned())]);
    assert_eq!(read(&system, &number).await.order.state, OrderState::Accepted);
    assert_eq!(app.mails_to(&user.row.mail_address).await.len(), mails);
}

async fn a_refusal_has_its_reason(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let (request, number) = sent(&browser, &[item(OTDR, "2027-01-01", "2027-01-31", 2)]).await;
    let system = app.system(RENTAL, &SCOPES).await;
    let path = format!("/provider/orders/{number}");
    let empty = system.post(&format!("{path}/refusal"), json!({ "reason": " " })).await;
    assert_eq!(empty.refused_fields(), [("reason".to_owned(), "required".to_owned())]);
    for _ in 0..2 {
        let done = system.post(&format!("{path}/refusal"), json!({ "reason": "在庫がありません。" })).await.expect(200);
        assert_eq!(done.json::<ProviderOrderDetail>().order.state, OrderState::Refused);
    }
    let own: RequestDetail = browser.get(&format!("/requests/{}", request.request.id)).await.expect(200).json();
    let failed = own.history.iter().filter(|event| event.state == RequestState::Failed).count();
    assert_eq!((own.request.state, failed), (RequestState::Failed, 1));
    system.post(&format!("{path}/arrangement"), json!({})).await.refused(409, "request_decided");
    system.post(&format!("{path}/shipments"), json!({})).await.refused(409, "order_over");
}

async fn a_change_from_an_old_state_is_refused(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let (_, number) = sent(&browser, &[item(OTDR, "2026-11-20", "2027-01-31", 2)]).await;
    let system = app.system(RENTAL, &SCOPES).await;
    let path = format!("/provider/orders/{number}");
    let old = system.get(&path).await.expect(200).header("etag").unwrap().to_owned();
    let change = async |what: &str, tag: &str, body: Value| {
        system.change(Method::POST, &format!("{path}/{what}")).header("if-match", tag).json(&body).send().await
    };
    let new = change("arrangement", &old, json!({})).await.expect(200).header("etag").unwrap().to_owned();
    // Sent again after a lost answer it is the same.
    let _again = change("arrangement", &old, json!({})).await.expect(200);
    change("returns", &old, json!({})).await.refused(412, "changed_meanwhile");
    change("shipments", &old, json!({})).await.refused(412, "changed_meanwhile");
    let _shipped = change("shipments", &new, json!({})).await.expect(200);
    let _returned = change("returns", &new, json!({})).await.expect(200);
    let _again = change("returns", &new, json!({})).await.expect(200);
}

async fn goods_are_shipped_and_given_back(app: App) {
    app.rentables(2).await;
    let (user, browser) = app.renter().await;
    let items = [item(OTDR, "2026-11-20", "2026-12-31", 2), item(SPLICER, "2026-11-20", "2026-12-31", 1)];
    let number = browser.order(&items).await;
    let system = app.system(RENTAL, &SCOPES).await;
    let path = format!("/provider/orders/{number}");
    let shipment = json!({ "shipped_on": "2026-11-20", "note": "伝票番号 1234-5678" });
    for _ in 0..2 {
        let _shipped = system.post(&format!("{path}/shipments"), &shipment).await.expect(200);
    }
    let seen = browser.read_order(&number).await;
    let last = seen.history.last().unwrap();
    assert_eq!((seen.history.len(), last.kind), (3, OrderEventKind::Shipped));
    assert_eq!(last.note, "出荷日 2026/11/20（伝票番号 1234-5678）");
    let later = system.post(&format!("{path}/shipments"), json!({ "shipped_on": "2026-11-21" })).await;
    assert_eq!(later.refused_fields(), [("shipped_on".to_owned(), "out_of_range".to_owned())]);

    app.advance(TimeDelta::days(10));
    let body = |lines: &[i64], on: &str| json!({ "lines": lines, "returned_on": on });
    for (lines, on, field, code) in [
        (&[3][..], "2026-11-29", "lines[0]", "not_in_order"),
        (&[1], "2026-12-01", "returned_on", "out_of_range"),
        (&[1], "2026-11-19", "returned_on", "outside_rental"),
    ] {
        let refused = system.post(&format!("{path}/returns"), body(lines, on)).await.refused_fields();
        assert_eq!(refused, [(field.to_owned(), code.to_owned())]);
    }
    let returned = body(&[1], "2026-11-29");
    for _ in 0..2 {
        let order: ProviderOrderDetail = system.post(&format!("{path}/returns"), &returned).await.expect(200).json();
        assert_eq!(order.lines[0].returned_on.map(|day| day.to_string()).as_deref(), Some("2026-11-29"));
        assert_eq!((order.lines[0].in_rent, order.lines[1].in_rent, order.is_over), (0, 1, false));
    }
    // What is free again can be promised to somebody else.
    let browser = app.signed_in(&user).await;
    let _other = browser.order(&[item(OTDR, "2026-11-30", "2026-12-31", 2)]).await;
    let order: ProviderOrderDetail = system.post(&format!("{path}/returns"), json!({})).await.expect(200).json();
    assert!(order.lines.iter().all(|line| line.returned_on.is_some()));
    assert_eq!(order.order.last_on.to_string(), "2026-11-30");
    let seen = browser.read_order(&number).await;
    assert_eq!(seen.history.iter().filter(|event| event.kind == OrderEventKind::Returned).count(), 2);
    // Ten days of two units.
    assert_eq!(seen.lines[0].charges.iter().map(|charge| charge.quantity).sum::<i64>(), 2);
    assert_eq!(seen.lines[0].charges[0].last_on.to_string(), "2026-11-29");
    app.advance(TimeDelta::days(1));
    assert!(read(&system, &number).await.is_over);
}

async fn what_was_not_arranged_is_neither_shipped_nor_given_back(app: App) {
    app.rentables(10).await;
    let (_, browser) = app.renter().await;
    let (_, number) = sent(&browser, &[item(OTDR, "2026-11-20", "2027-01-31", 2)]).await;
    let system = app.system(RENTAL, &SCOPES).await;
    for what in ["shipments", "returns"] {
        let refused = system.post(&format!("/provider/orders/{number}/{what}"), json!({})).await;
        refused.refused(409, "order_not_arranged");
    }
}

/// What was told of orders: what changed, and the state then.
fn changes(events: &[Event]) -> Vec<(String, String)> {
    let of_orders = events.iter().filter(|event| event.kind == EventType::OrderChanged);
    let text = |event: &Event, field: &str| event.data[field].as_str().unwrap().to_owned();
    of_orders.map(|event| (text(event, "change"), text(event, "state"))).collect()
}

async fn what_happens_to_an_order_is_told(app: App) {
    app.rentables(10).await;
    let (user, browser) = app.renter().await;
    let (request, number) = sent(&browser, &[item(OTDR, "2026-11-20", "2027-01-31", 2)]).await;
    let system = app.system(RENTAL, &SCOPES).await;
    let path = format!("/provider/orders/{number}");
    let _arranged = system.post(&format!("{path}/arrangement"), json!({ "note": "内緒" })).await.expect(200);
    let _shipped = system.post(&format!("{path}/shipments"), json!({ "note": "内緒" })).await.expect(200);
    let _returned = system.post(&format!("{path}/returns"), json!({})).await.expect(200);
    let batch: EventBatch = system.get("/provider/events?type=order.changed").await.expect(200).json();
    let expected =
        [("ordered", "accepted"), ("arranged", "arranged"), ("shipped", "arranged"), ("returned", "arranged")];
    assert_eq!(changes(&batch.events), expected.map(|(change, state)| (change.to_owned(), state.to_owned())));
    let first = &batch.events[0];
    assert_eq!(first.data["number"], json!(number));
    assert_eq!(first.data["request_number"], json!(request.request.number));
    assert_eq!(first.subjects["user_id"], user.row.id.to_string());
    assert!(first.subjects.contains_key("customer_id") && first.subjects.contains_key("order_id"));
    assert_eq!(batch.events[3].data["last_on"], json!("2026-11-20"));
    assert!(!serde_json::to_string(&batch.events).unwrap().contains("内緒"));
}
