//! Every order, page by page: together the pages are the whole list, sorted, without gap or double.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use api_tests::{App, Call, on_both_engines};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use madoguchi_api_types::call_records::CallRecord;
use madoguchi_api_types::pages::Page;
use uuid::Uuid;

use super::{path, read_all, with_calls};

on_both_engines!(
    pages_of_each_order_join_to_all_rows_sorted,
    a_record_that_arrives_while_paging_doubles_none,
    cursors_are_for_their_own_list,
    forged_cursors_do_no_harm,
    limits_have_bounds,
);

type Order = fn(&CallRecord, &CallRecord) -> Ordering;

/// Equal rows stand in the order of start and id, in the direction of the list.
const ORDERS: [(&str, Order); 6] = [
    ("started_at", |a, b| started_at(a, b)),
    ("started_at_descending", |a, b| started_at(b, a)),
    ("charge", |a, b| a.charge.cmp(&b.charge).then(started_at(a, b))),
    ("charge_descending", |a, b| b.charge.cmp(&a.charge).then(started_at(b, a))),
    ("duration", |a, b| a.duration.cmp(&b.duration).then(started_at(a, b))),
    ("duration_descending", |a, b| b.duration.cmp(&a.duration).then(started_at(b, a))),
];

fn started_at(a: &CallRecord, b: &CallRecord) -> Ordering {
    (a.started_at, a.id).cmp(&(b.started_at, b.id))
}

async fn pages_of_each_order_join_to_all_rows_sorted(app: App) {
    let (subscriber, browser, calls) = with_calls(&app, 60).await;
    for (order, compare) in ORDERS {
        for limit in [7, 59, 60, 200] {
            let rows = read_all(&browser, &path(&subscriber), &format!("?order={order}"), limit).await;
            assert_eq!(rows.len(), calls.len(), "{order} by {limit}");
            let ids: BTreeSet<Uuid> = rows.iter().map(|row| row.id).collect();
            assert_eq!(ids.len(), calls.len(), "{order} by {limit}: a row is doubled");
            assert!(rows.is_sorted_by(|a, b| compare(a, b) != Ordering::Greater), "{order} by {limit}");
        }
    }
    let default = read_all(&browser, &path(&subscriber), "?month=2026-10", 50).await;
    assert_eq!(default, read_all(&browser, &path(&subscriber), "?order=started_at", 50).await);
    browser.get(&format!("{}?order=callee", path(&subscriber))).await.refused(400, "malformed_query");
}

async fn a_record_that_arrives_while_paging_doubles_none(app: App) {
    let subscriber = app.subscriber().await;
    let at = |days| Call { started_at: api_tests::NOW - TimeDelta::days(days), ..Call::default() };
    app.calls(&subscriber.contract, &[at(4), at(3), at(2), at(1)]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let first: Page<CallRecord> = browser.get(&format!("{}?limit=2", path(&subscriber))).await.expect(200).json();
    app.calls(&subscriber.contract, &[Call { kind: "携帯".to_owned(), ..at(5) }]).await;
    let rest = format!("{}?limit=50&cursor={}", path(&subscriber), first.next_cursor.unwrap());
    let rest: Page<CallRecord> = browser.get(&rest).await.expect(200).json();
    let days: Vec<i64> = rest.items.iter().map(|row| (api_tests::NOW - row.started_at).num_days()).collect();
    assert_eq!(days, [2, 1]);
}

async fn cursors_are_for_their_own_list(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 9).await;
    let page: Page<CallRecord> = browser.get(&format!("{}?limit=2", path(&subscriber))).await.expect(200).json();
    let cursor = page.next_cursor.unwrap();
    let second = app.contract(&subscriber.group, |_| {}).await;
    let invalid = [("cursor".to_owned(), "invalid_cursor".to_owned())];
    let own = path(&subscriber);
    let other = format!("/contracts/{}/call-records", second.id);
    for list in [
        format!("{own}?order=charge"),
        format!("{own}?order=started_at_descending"),
        format!("{own}?kind=携帯"),
        format!("{own}?number=090"),
        format!("{own}?day=2026-10-01"),
        format!("{own}?hour=0"),
        format!("{own}?month=2026-09"),
        format!("{other}?month=2026-10"),
        "/contracts?limit=1".to_owned(),
    ] {
        assert_eq!(browser.get(&format!("{list}&cursor={cursor}")).await.refused_fields(), invalid, "{list}");
    }
    for bad in ["rubbish", "", "W10", "eyJ9", &cursor[..cursor.len() - 4]] {
        assert_eq!(browser.get(&format!("{own}?cursor={bad}")).await.refused_fields(), invalid, "{bad}");
    }
    let unreadable = [("cursor".to_owned(), "invalid_characters".to_owned())];
    assert_eq!(browser.get(&format!("{own}?cursor=%00")).await.refused_fields(), unreadable);
}

/// A cursor is not secret: whoever writes one may read the own list from another place, and nothing else.
async fn forged_cursors_do_no_harm(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 9).await;
    let page: Page<CallRecord> = browser.get(&format!("{}?limit=2", path(&subscriber))).await.expect(200).json();
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(page.next_cursor.unwrap()).unwrap();
    assert!(serde_json::from_slice::<serde_json::Value>(&sealed).is_err(), "nobody can read it");
    for at in [0, sealed.len() / 2, sealed.len() - 1] {
        let mut forged = sealed.clone();
        forged[at] ^= 1;
        let cursor = BASE64_URL_SAFE_NO_PAD.encode(forged);
        let answer = browser.get(&format!("{}?cursor={cursor}", path(&subscriber))).await;
        assert_eq!(answer.refused_fields(), [("cursor".to_owned(), "invalid_cursor".to_owned())], "{at}");
    }
}

async fn limits_have_bounds(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    for limit in ["0", "201"] {
        let refused = browser.get(&format!("{}?limit={limit}", path(&subscriber))).await.refused_fields();
        assert_eq!(refused, [("limit".to_owned(), "out_of_range".to_owned())]);
    }
}
