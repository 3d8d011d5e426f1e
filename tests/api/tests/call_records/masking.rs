//! Who may not see called numbers sees no last four digits: not in the list or a file, not by searching, and not by
//! what can be worked out from ids and cursors.

use std::collections::BTreeSet;

use api_tests::{App, Browser, Call, Subscriber, on_both_engines};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use madoguchi_api_types::call_records::{CallRecord, CallRecordCharts, CallRecordTotals};
use madoguchi_api_types::pages::Page;
use madoguchi_entities::call_records;
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::sheets::worksheet;
use super::{general, path, read_all, with_calls};

on_both_engines!(
    list_and_files_hide_the_last_four_digits,
    administrators_see_whole_numbers,
    hidden_digits_are_not_found_by_searching,
    ids_and_cursors_do_not_tell_the_number,
    masked_pages_join_to_the_whole_list,
);

const CALLEES: [&str; 5] = ["09012345678", "0398765432", "117", "1234", "12345"];
const MASKED: [&str; 5] = ["0901234****", "039876****", "****", "****", "1****"];

/// One call to each of [`CALLEES`], and a general user's browser.
async fn with_masked_calls(app: &App) -> (Subscriber, Browser) {
    let subscriber = app.subscriber().await;
    let at = |minutes| api_tests::NOW - chrono::TimeDelta::days(5) + chrono::TimeDelta::minutes(minutes);
    let calls: Vec<Call> = (0..)
        .zip(CALLEES)
        .map(|(index, callee)| Call { started_at: at(index), callee: callee.to_owned(), ..Call::default() })
        .collect();
    app.calls(&subscriber.contract, &calls).await;
    let browser = app.signed_in(&general(app, &subscriber).await).await;
    (subscriber, browser)
}

async fn list_and_files_hide_the_last_four_digits(app: App) {
    let (subscriber, browser) = with_masked_calls(&app).await;
    let list = browser.get(&path(&subscriber)).await.expect(200);
    let page: Page<CallRecord> = list.json();
    assert_eq!(page.items.iter().map(|row| row.callee.as_str()).collect::<Vec<_>>(), MASKED);
    let csv = browser.get(&format!("{}.csv", path(&subscriber))).await.expect(200).text();
    let cp932 = browser.get(&format!("{}.csv?encoding=cp932", path(&subscriber))).await.expect(200);
    let cp932 = String::from_utf8_lossy(&cp932.body).into_owned();
    let xlsx = worksheet(&browser.get(&format!("{}.xlsx", path(&subscriber))).await.expect(200));
    for (face, text) in [("list", list.text()), ("csv", csv), ("cp932", cp932), ("xlsx", xlsx)] {
        assert!(text.contains("0901234****") && text.contains("039876****"), "{face}");
        assert!(text.contains("0312345678"), "{face}: the own number is not secret");
        for hidden in ["5678", "5432"] {
            let own_number_taken_out = text.replace("0312345678", "");
            assert!(!own_number_taken_out.contains(hidden), "{face} shows {hidden}");
        }
        assert!(!text.contains(">117<") && !text.contains(",117,") && !text.contains("\"117\""), "{face}");
    }
    let totals: CallRecordTotals = browser.get(&format!("{}/totals", path(&subscriber))).await.expect(200).json();
    assert_eq!((totals.masked, totals.unmasked_until, totals.views_readable), (true, None, false));
}

async fn administrators_see_whole_numbers(app: App) {
    let (subscriber, _) = with_masked_calls(&app).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let page: Page<CallRecord> = browser.get(&path(&subscriber)).await.expect(200).json();
    assert_eq!(page.items.iter().map(|row| row.callee.as_str()).collect::<Vec<_>>(), CALLEES);
    let totals: CallRecordTotals = browser.get(&format!("{}/totals", path(&subscriber))).await.expect(200).json();
    assert_eq!((totals.masked, totals.unmasked_until, totals.views_readable), (false, None, true));
}

/// A search that answers for hidden digits tells them, one after the other.
async fn hidden_digits_are_not_found_by_searching(app: App) {
    let (subscriber, browser) = with_masked_calls(&app).await;
    let administrator = app.signed_in(&app.user(&subscriber.group).await).await;
    let count = async |browser: &Browser, number: &str| {
        let query = format!("?number={number}");
        let rows = read_all(browser, &path(&subscriber), &query, 50).await.len();
        let totals = browser.get(&format!("{}/totals{query}", path(&subscriber))).await.expect(200);
        let charts = browser.get(&format!("{}/charts{query}", path(&subscriber))).await.expect(200);
        let file = browser.get(&format!("{}.csv{query}", path(&subscriber))).await.expect(200).text();
        let sheet = worksheet(&browser.get(&format!("{}.xlsx{query}", path(&subscriber))).await.expect(200));
        let charted: i64 = charts.json::<CallRecordCharts>().hours.iter().map(|hour| hour.count).sum();
        assert_eq!(totals.json::<CallRecordTotals>().count, i64::try_from(rows).unwrap());
        assert_eq!(charted, i64::try_from(rows).unwrap());
        assert_eq!((file.lines().count(), sheet.matches("<row ").count()), (rows + 1, rows + 1));
        rows
    };
    for (number, hidden, whole) in [
        ("5432", 0, 1),
        ("65432", 0, 1),
        ("0398765432", 0, 1),
        ("98765", 0, 1),
        ("039876", 1, 1),
        ("9876", 1, 1),
        ("0901234", 1, 1),
        ("09012345", 0, 1),
        ("117", 0, 1),
        ("1234", 5, 5),
        ("0312345678", 5, 5),
    ] {
        assert_eq!(count(&browser, number).await, hidden, "{number}");
        assert_eq!(count(&administrator, number).await, whole, "{number}");
    }
}

/// The id of a record is a hash of its content, and the rest of the content is known: ten thousand tries find the number.
async fn ids_and_cursors_do_not_tell_the_number(app: App) {
    let (subscriber, browser) = with_masked_calls(&app).await;
    let rows = call_records::Entity::find().all(app.db()).await.unwrap();
    let real: BTreeSet<Uuid> = rows.into_iter().map(|row| row.id.into()).collect();
    let page: Page<CallRecord> = browser.get(&format!("{}?limit=2", path(&subscriber))).await.expect(200).json();
    assert!(page.items.iter().all(|row| !real.contains(&row.id)));
    let again: Page<CallRecord> = browser.get(&format!("{}?limit=2", path(&subscriber))).await.expect(200).json();
    assert_eq!(page.items, again.items, "a record keeps its id");
    let cursor = BASE64_URL_SAFE_NO_PAD.decode(page.next_cursor.unwrap()).unwrap();
    let cursor = String::from_utf8_lossy(&cursor);
    assert!(real.iter().all(|id| !cursor.contains(&id.to_string())), "{cursor}");
    // One that an administrator was given is none for this user.
    let administrator = app.signed_in(&app.user(&subscriber.group).await).await;
    let page: Page<CallRecord> = administrator.get(&format!("{}?limit=2", path(&subscriber))).await.expect(200).json();
    let path = format!("{}?limit=2&cursor={}", path(&subscriber), page.next_cursor.unwrap());
    assert_eq!(browser.get(&path).await.refused_fields(), [("cursor".to_owned(), "invalid_cursor".to_owned())]);
}

async fn masked_pages_join_to_the_whole_list(app: App) {
    let (subscriber, administrator, calls) = with_calls(&app, 60).await;
    let browser = app.signed_in(&general(&app, &subscriber).await).await;
    for order in ["started_at", "charge_descending", "duration"] {
        let masked = read_all(&browser, &path(&subscriber), &format!("?order={order}"), 7).await;
        let whole = read_all(&administrator, &path(&subscriber), &format!("?order={order}"), 50).await;
        let ids: BTreeSet<Uuid> = masked.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), calls.len(), "{order}");
        for (masked, whole) in masked.iter().zip(&whole) {
            assert_eq!((masked.started_at, masked.charge), (whole.started_at, whole.charge), "{order}");
            assert_eq!(masked.callee[..7], whole.callee[..7], "{order}");
        }
    }
}
