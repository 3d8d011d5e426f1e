//! Which months may be read, and totals that are the sum of the rows under every filter.

use api_tests::{App, Call, OTHER_PORTAL, on_both_engines};
use madoguchi_api_types::call_records::CallRecordTotals;
use sea_orm::ActiveValue::Set;

use super::{path, read_all, with_calls};

on_both_engines!(
    an_inactive_service_shows_nothing,
    months_before_the_first_are_closed,
    months_are_those_of_japan,
    months_that_are_none_are_refused,
    totals_are_the_sum_of_the_rows,
    kinds_and_months_are_offered,
    a_number_is_found_in_any_width,
    what_is_dialled_is_found,
    what_is_no_number_is_refused,
    text_in_a_filter_is_only_text,
    the_newest_month_is_the_default,
);

async fn an_inactive_service_shows_nothing(app: App) {
    let subscriber = app.subscriber().await;
    let inactive = app.contract(&subscriber.group, |row| row.call_records_from = Set(None)).await;
    app.calls(&inactive, &[Call::default()]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for part in ["", "?month=2026-11", "?day=2026-11-15", "/totals", "/charts", ".csv", ".xlsx"] {
        let answer = browser.get(&format!("/contracts/{}/call-records{part}", inactive.id)).await;
        answer.refused(403, "call_records_inactive");
    }
}

async fn months_before_the_first_are_closed(app: App) {
    let subscriber = app.subscriber().await;
    let before = "2025-12-31T14:59:59Z".parse().unwrap();
    let first = "2025-12-31T15:00:00Z".parse().unwrap();
    let calls = [before, first].map(|started_at| Call { started_at, ..Call::default() });
    app.calls(&subscriber.contract, &calls).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for part in ["", "/totals", "/charts", ".csv", ".xlsx"] {
        for query in ["month=2025-12", "day=2025-12-31"] {
            let answer = browser.get(&format!("{}{part}?{query}", path(&subscriber))).await;
            answer.refused(403, "call_records_not_started");
        }
    }
    let rows = read_all(&browser, &path(&subscriber), "?month=2026-01", 50).await;
    assert_eq!(rows.iter().map(|row| row.started_at).collect::<Vec<_>>(), [first]);
    let totals: CallRecordTotals = browser.get(&format!("{}/totals", path(&subscriber))).await.expect(200).json();
    assert_eq!(totals.months, ["2026-01"]);
}

async fn months_are_those_of_japan(app: App) {
    let subscriber = app.subscriber().await;
    let instants = ["2026-09-30T14:59:59Z", "2026-09-30T15:00:00Z", "2026-10-31T14:59:59Z", "2026-10-31T15:00:00Z"];
    let calls = instants.map(|at| Call { started_at: at.parse().unwrap(), ..Call::default() });
    app.calls(&subscriber.contract, &calls).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for (month, indices) in [("2026-09", &[0][..]), ("2026-10", &[1, 2]), ("2026-11", &[3]), ("2026-12", &[])] {
        let rows = read_all(&browser, &path(&subscriber), &format!("?month={month}"), 50).await;
        let expected: Vec<_> = indices.iter().map(|index| calls[*index].started_at).collect();
        assert_eq!(rows.iter().map(|row| row.started_at).collect::<Vec<_>>(), expected, "{month}");
    }
}

async fn months_that_are_none_are_refused(app: App) {
    let subscriber = app.subscriber().await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for month in ["2026-13", "2026-00", "1867-12", "10000-01", "2026", "october", "2026-1e1", "-1-1"] {
        for part in ["", "/totals", ".csv"] {
            let refused = browser.get(&format!("{}{part}?month={month}", path(&subscriber))).await.refused_fields();
            assert_eq!(refused, [("month".to_owned(), "invalid_month".to_owned())], "{month}");
        }
    }
    let _last_of_all = browser.get(&format!("{}?month=9999-12", path(&subscriber))).await.expect(200);
}

async fn totals_are_the_sum_of_the_rows(app: App) {
    let (subscriber, browser, calls) = with_calls(&app, 40).await;
    let mut counts = Vec::new();
    for kind in ["", "携帯", "ひかり電話・県外", "船舶電話"] {
        for number in ["", "090", "37", "0312345678", "11"] {
            let query = format!("?month=2026-10&kind={kind}&number={number}");
            let wanted = |call: &&Call| {
                (kind.is_empty() || call.kind == kind) && (call.caller.contains(number) || call.callee.contains(number))
            };
            let expected: Vec<i64> = calls.iter().filter(wanted).map(|call| call.charge).collect();
            let rows = read_all(&browser, &path(&subscriber), &query, 17).await;
            let answer = browser.get(&format!("{}/totals{query}", path(&subscriber))).await.expect(200);
            let totals: CallRecordTotals = answer.json();
            assert_eq!(rows.len(), expected.len(), "{query}");
            assert_eq!(totals.count, i64::try_from(rows.len()).unwrap(), "{query}");
            assert_eq!(totals.charge, rows.iter().map(|row| row.charge).sum::<i64>(), "{query}");
            assert_eq!(totals.charge, expected.iter().sum::<i64>(), "{query}");
            counts.push(totals.count);
        }
    }
    assert!(counts.contains(&0) && counts.contains(&40) && counts.iter().any(|count| (1..40).contains(count)));
}

async fn kinds_and_months_are_offered(app: App) {
    let (subscriber, browser, calls) = with_calls(&app, 10).await;
    app.calls(&subscriber.contract, &[Call::default()]).await;
    let path = format!("{}/totals?month=2026-10&kind=携帯&number=1", path(&subscriber));
    let totals: CallRecordTotals = browser.get(&path).await.expect(200).json();
    assert_eq!(totals.months, ["2026-11", "2026-10"]);
    assert_eq!(totals.kinds.len(), 3, "the choices are those of the whole month");
    for kind in totals.kinds {
        let of_kind = || calls.iter().filter(|call| call.kind == kind.kind);
        assert_eq!(kind.count, i64::try_from(of_kind().count()).unwrap());
        assert_eq!(kind.charge, of_kind().map(|call| call.charge).sum::<i64>());
    }
}

async fn a_number_is_found_in_any_width(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    // A plus is %2B in an address; bare, it would be a space.
    for typed in [
        "0312345678",
        "03-1234-5678",
        "０３−１２３４−５６７８",
        " 03 1234 ",
        "(03)1234-5678",
        "%2B81 3 1234 5678",
        "%2B81 (0)3-1234-5678",
        "＋８１（０）３",
        "03.1234.5678",
        "03─1234─5678",
        "%E2%80%AD0312345678%E2%80%AC",
        "0312\u{200B}345\u{2060}678\u{FEFF}",
    ] {
        let rows = read_all(&browser, &path(&subscriber), &format!("?number={typed}"), 50).await;
        assert_eq!(rows.len(), 3, "{typed}");
    }
}

async fn what_is_no_number_is_refused(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    for typed in ["%25", "_", "090a", "' OR 1=1", "123456789012345678901"] {
        let refused = browser.get(&format!("{}?number={typed}", path(&subscriber))).await.refused_fields();
        assert_eq!(refused, [("number".to_owned(), "invalid_phone_number".to_owned())], "{typed}");
    }
}

/// B6, B12: short codes and numbers abroad are found as they are typed.
async fn what_is_dialled_is_found(app: App) {
    let subscriber = app.subscriber().await;
    let call = |callee: &str| Call { callee: callee.to_owned(), ..Call::default() };
    app.calls(&subscriber.contract, &["#7119", "*", "+12125550100", "117"].map(call)).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for (typed, found) in [
        ("%237119", "#7119"),
        ("＃７１", "#7119"),
        ("*", "*"),
        ("%2B1 212 555", "+12125550100"),
        ("1 (212)", "+12125550100"),
    ] {
        let rows = read_all(&browser, &path(&subscriber), &format!("?number={typed}"), 50).await;
        assert_eq!(rows.iter().map(|row| row.callee.as_str()).collect::<Vec<_>>(), [found], "{typed}");
    }
}

async fn text_in_a_filter_is_only_text(app: App) {
    let subscriber = app.subscriber().await;
    let kind = "' OR '1'='1' -- <b>%_\\";
    let calls = [Call { kind: kind.to_owned(), ..Call::default() }, Call::default()];
    app.calls(&subscriber.contract, &calls).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for (query, count) in [("' OR '1'='1' -- <b>%25_\\", 1), ("' OR '1'='1", 0), ("%25", 0), ("_", 0)] {
        let rows = read_all(&browser, &path(&subscriber), &format!("?kind={query}"), 50).await;
        assert_eq!(rows.len(), count, "{query}");
    }
}

async fn the_newest_month_is_the_default(app: App) {
    let subscriber = app.subscriber_at(OTHER_PORTAL).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let totals = async || {
        let answer = browser.get(&format!("{}/totals", path(&subscriber))).await.expect(200);
        answer.json::<CallRecordTotals>()
    };
    assert_eq!(
        (totals().await.month.as_str(), totals().await.count),
        ("2026-11", 0),
        "without records it is this month"
    );
    let started_at = "2026-08-15T03:00:00Z".parse().unwrap();
    app.calls(&subscriber.contract, &[Call { started_at, ..Call::default() }]).await;
    assert_eq!((totals().await.month.as_str(), totals().await.count), ("2026-08", 1));
}
