//! 申込履歴 and 注文履歴: filters, both ways, and as many as there are.

use api_tests::{App, cancellation_answers, cancelled, item, on_both_engines, order_answers};
use madoguchi_api_types::orders::Order;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::requests::{Request, RequestDecision, RequestReception};

on_both_engines!(the_history_is_that_of_the_document, orders_are_found);

const OTDR: &str = "DSX2-8000";

async fn the_history_is_that_of_the_document(app: App) {
    app.rentables(20).await;
    let (_, browser) = app.renter().await;
    let goods = [item(OTDR, "2026-11-20", "2027-01-31", 2)];
    let order = browser.order(&goods).await;
    let cancelled = cancellation_answers(&order, "part", &[cancelled(1, OTDR, 1, "2026-12-01")]);
    let refused = browser.ask_for("cancellation", &cancelled).await.request;
    app.fail_request(&refused.number).await;
    let quote = browser.ask_for("quote", &order_answers(&goods)).await.request;
    let _draft = browser.draft_of("order", &order_answers(&goods)).await;
    let list = async |query: &str| -> Page<Request> {
        browser.get(&format!("/requests?sent=true{query}")).await.expect(200).json()
    };
    let all = list("").await;
    assert_eq!(all.total, Some(3));
    let kinds = |page: &Page<Request>| page.items.iter().map(|it| it.kind.clone()).collect::<Vec<_>>();
    assert_eq!(kinds(&list("&kind=cancellation").await), ["cancellation"]);
    assert_eq!(kinds(&list("&decision=completed").await), ["order"]);
    assert_eq!(list(&format!("&order_number={}", &order[6..])).await.total, Some(2));
    assert_eq!(list("&until=2026-11-19").await.total, Some(0));
    let failed = all.items.iter().find(|it| it.id == refused.id).unwrap();
    assert_eq!((failed.reception, failed.decision), (Some(RequestReception::Failed), None));
    assert_eq!(failed.order_number.as_deref(), Some(order.as_str()));
    let done = all.items.iter().find(|it| it.kind == "order").unwrap();
    assert_eq!(done.decision, Some(RequestDecision::Completed));
    assert_eq!(all.items.iter().find(|it| it.id == quote.id).unwrap().order_number, None);
    // Each column both ways, part by part.
    for column in ["submitted_at", "kind", "reception", "order_number", "decision", "number", "state", "title"] {
        let mut ways = Vec::new();
        for order in [column.to_owned(), format!("{column}_descending")] {
            let (mut ids, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = list(&format!("&order={order}&limit=1{cursor}")).await;
                assert_eq!(page.total, Some(3));
                ids.extend(page.items.iter().map(|it| it.id));
                match page.next_cursor {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            ways.push(ids);
        }
        ways[1].reverse();
        assert_eq!(ways[0], ways[1], "{column}");
        assert_eq!(ways[0].len(), 3);
    }
}

async fn orders_are_found(app: App) {
    app.rentables(20).await;
    let (_, browser) = app.renter().await;
    let first = browser.order(&[item(OTDR, "2026-11-20", "2026-11-30", 1)]).await;
    let second = browser.order(&[item(OTDR, "2027-01-01", "2027-01-31", 1)]).await;
    let third = browser.ask_for("order", &order_answers(&[item(OTDR, "2026-11-20", "2026-11-30", 1)])).await;
    let list = async |query: &str| -> Vec<String> {
        let page: Page<Order> = browser.get(&format!("/orders?{query}")).await.expect(200).json();
        page.items.into_iter().map(|order| order.number).collect()
    };
    let third = third.request.order_number.unwrap();
    assert_eq!(list("order=number").await, [first.clone(), second.clone(), third.clone()]);
    assert_eq!(list("order=last_on_descending").await[0], second);
    assert_eq!(list("state=accepted").await, [third]);
    assert_eq!(list("in_rent_on=2026-11-25").await, [first]);
    assert_eq!(list(&format!("number={}", &second[8..])).await, [second]);
    assert!(list("from=2026-11-21").await.is_empty());
}
