//! The list: filters, both ways of every order, parts, and how many there are.

use api_tests::{App, Browser, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::requests::Request;
use serde_json::json;

on_both_engines!(
    filters_narrow_together,
    every_order_goes_both_ways,
    parts_follow_each_other,
    a_list_is_that_of_its_customer
);

async fn list(browser: &Browser, query: &str) -> Page<Request> {
    browser.get(&format!("/requests?{query}")).await.expect(200).json()
}

async fn numbers(browser: &Browser, query: &str) -> Vec<u32> {
    list(browser, query).await.items.iter().map(|request| request.number.parse().unwrap()).collect()
}

/// 1 draft viewing, 2 draft disclosing, 3 sent viewing, 4 (the next day) sent disclosing, 5 withdrawn.
async fn five(app: &App) -> Browser {
    let (user, browser) = app.applicant().await;
    let _one = browser.filled_draft("viewing").await;
    let two = browser.open_draft("disclosing").await;
    // What is left untouched would be taken up by the next one.
    let _two = browser.save_draft(&two, &json!({ "facility": {} })).await.expect(200);
    let _three = browser.apply("viewing").await;
    app.advance(TimeDelta::hours(24));
    let browser = app.signed_in(&user).await;
    let draft = browser.filled_draft("disclosing").await;
    app.advance(TimeDelta::seconds(1));
    let _four = browser.send_draft(&draft, "four").await.expect(200);
    app.advance(TimeDelta::seconds(1));
    let five = browser.apply("viewing").await;
    let path = format!("/requests/{}/withdrawal", five.request.id);
    let _taken = browser.post(&path, json!({})).await.expect(200);
    browser
}

async fn filters_narrow_together(app: App) {
    let browser = five(&app).await;
    let all = list(&browser, "").await;
    assert_eq!((all.items.len(), all.total), (5, Some(5)));
    for (query, expected) in [
        ("state=draft", vec![1, 2]),
        ("state=accepted", vec![3, 4]),
        ("state=withdrawn", vec![5]),
        ("kind=new", vec![1, 2, 3, 4, 5]),
        ("kind=change", vec![]),
        ("category=disclosing", vec![2, 4]),
        ("category=viewing&state=accepted", vec![3]),
        ("from=2026-11-21", vec![4, 5]),
        ("until=2026-11-20", vec![1, 2, 3]),
        ("from=2026-11-20&until=2026-11-20&category=disclosing", vec![2]),
        ("number=000004", vec![4]),
        ("number=%EF%BC%94", vec![4]),
        ("number=0000", vec![1, 2, 3, 4, 5]),
        ("number=%25", vec![]),
        ("number=0000-04", vec![4]),
        ("number=000009", vec![]),
    ] {
        let found = list(&browser, &format!("{query}&order=number")).await;
        let numbers: Vec<u32> = found.items.iter().map(|request| request.number.parse().unwrap()).collect();
        assert_eq!(numbers, expected, "{query}");
        assert_eq!(found.total, Some(u64::try_from(expected.len()).unwrap()), "{query}");
    }
    let refused = browser.get("/requests?from=2026-11-21&until=2026-11-20").await.refused_fields();
    assert_eq!(refused, [("until".to_owned(), "range_reversed".to_owned())]);
    browser.get("/requests?state=lost").await.refused(400, "malformed_query");
}

async fn every_order_goes_both_ways(app: App) {
    let browser = five(&app).await;
    for (order, expected) in [
        ("number", vec![1, 2, 3, 4, 5]),
        ("opened_on", vec![1, 2, 3, 4, 5]),
        ("submitted_at", vec![3, 4, 5, 1, 2]),
        ("state", vec![3, 4, 1, 2, 5]),
        ("kind", vec![1, 2, 3, 4, 5]),
        ("title", vec![2, 1, 3, 4, 5]),
    ] {
        assert_eq!(numbers(&browser, &format!("order={order}")).await, expected, "{order}");
        let backwards: Vec<u32> = expected.into_iter().rev().collect();
        assert_eq!(numbers(&browser, &format!("order={order}_descending")).await, backwards, "{order} backwards");
    }
    assert_eq!(numbers(&browser, "").await, [5, 4, 3, 2, 1], "the newest first");
}

async fn parts_follow_each_other(app: App) {
    let browser = five(&app).await;
    for order in ["number", "submitted_at_descending", "title"] {
        let whole = numbers(&browser, &format!("order={order}")).await;
        let (mut read, mut cursor) = (Vec::new(), String::new());
        loop {
            let part = list(&browser, &format!("order={order}&limit=2{cursor}")).await;
            assert_eq!(part.total, Some(5));
            read.extend(part.items.iter().map(|request| request.number.parse::<u32>().unwrap()));
            match part.next_cursor {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(read, whole, "{order}");
    }
    let part = list(&browser, "limit=2").await;
    let cursor = part.next_cursor.unwrap();
    let refused = browser.get(&format!("/requests?state=draft&cursor={cursor}")).await.refused_fields();
    assert_eq!(refused, [("cursor".to_owned(), "invalid_cursor".to_owned())]);
}

async fn a_list_is_that_of_its_customer(app: App) {
    let _five = five(&app).await;
    let (_, stranger) = app.applicant().await;
    let none = list(&stranger, "").await;
    assert_eq!((none.items.len(), none.total), (0, Some(0)));
    let _own = stranger.open_draft("viewing").await;
    assert_eq!(list(&stranger, "").await.total, Some(1));
}
