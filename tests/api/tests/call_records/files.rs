//! Call records as a file: its encodings, its cells, and that it is the whole selection in order.

use api_tests::{Answer, App, Call, on_both_engines};
use chrono::TimeDelta;

use super::{path, read_all, with_calls};

on_both_engines!(
    utf8_has_one_mark_and_windows_line_ends,
    cp932_is_what_windows_reads,
    formulas_become_text,
    the_file_is_the_selection_in_order,
    a_long_file_has_every_record_once,
    other_encodings_are_refused,
);

fn rows(text: &str) -> Vec<Vec<&str>> {
    text.split_terminator("\r\n").skip(1).map(|line| line.split(',').collect()).collect()
}

fn cp932(answer: &Answer) -> String {
    let (text, _, malformed) = encoding_rs::SHIFT_JIS.decode(&answer.body);
    assert!(!malformed);
    text.into_owned()
}

async fn utf8_has_one_mark_and_windows_line_ends(app: App) {
    let subscriber = app.subscriber().await;
    let call = Call { duration: 3_661, charge: 1_234, ..Call::default() };
    app.calls(&subscriber.contract, &[call]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let file = browser.get(&format!("{}.csv", path(&subscriber))).await.expect(200);
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    let name = format!("attachment; filename=\"call-records_{}_2026-11.csv\"", subscriber.contract.number);
    assert_eq!(file.header("content-disposition"), Some(name.as_str()));
    assert_eq!(file.header("cache-control"), Some("no-store"));
    let expected = "\u{FEFF}日時,利用種類,通話元,通話先,通話時間,料金\r\n\
                    2026/11/15 12:00:00,ひかり電話・県内,0312345678,0398765432,1:01:01,1234\r\n";
    assert_eq!(file.text(), expected);
}

async fn cp932_is_what_windows_reads(app: App) {
    let subscriber = app.subscriber().await;
    let calls = ["髙﨑①〜−", "𠮷野", "ﾋｶﾘ電話"].map(|kind| Call { kind: kind.to_owned(), ..Call::default() });
    app.calls(&subscriber.contract, &calls).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let file = browser.get(&format!("{}.csv?encoding=cp932", path(&subscriber))).await.expect(200);
    assert_eq!(file.header("content-type"), Some("text/csv; charset=shift_jis"));
    let text = cp932(&file);
    assert!(text.starts_with("日時,利用種類,"), "{text}");
    let mut kinds: Vec<&str> = rows(&text).iter().map(|row| row[1]).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["〓野", "髙﨑①～－", "ﾋｶﾘ電話"]);
    assert!(!file.body.contains(&b'?'), "a character was lost");
}

async fn formulas_become_text(app: App) {
    let subscriber = app.subscriber().await;
    let kinds = ["=HYPERLINK(\"http://example.com\")", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1"];
    let calls = kinds.map(|kind| Call {
        kind: kind.to_owned(),
        caller: "=1".to_owned(),
        callee: "@1".to_owned(),
        ..Call::default()
    });
    app.calls(&subscriber.contract, &calls).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for encoding in ["utf8", "cp932"] {
        let file = browser.get(&format!("{}.csv?encoding={encoding}", path(&subscriber))).await.expect(200);
        let text = if encoding == "utf8" { file.text() } else { cp932(&file) };
        assert!(text.contains("\"'=HYPERLINK(\"\"http://example.com\"\")\""), "{text}");
        for cell in [",'+81,", ",'-1,", ",'@SUM(A1),", "'\t=1", "\"'\r=1\"", ",'=1,'@1,"] {
            assert!(text.contains(cell), "{cell:?} is not in {text}");
        }
        for cell in [",=", ",+", ",-", ",@", "\"=", ",\t", "\"\r"] {
            assert!(!text.contains(cell), "{cell:?} is in {text}");
        }
    }
}

async fn the_file_is_the_selection_in_order(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 40).await;
    for query in [
        "?month=2026-10&order=charge_descending",
        "?month=2026-10&kind=携帯&order=duration",
        "?number=37&order=started_at_descending",
    ] {
        let listed = read_all(&browser, &path(&subscriber), query, 50).await;
        let file = browser.get(&format!("{}.csv{query}", path(&subscriber))).await.expect(200);
        let text = file.text();
        let cells: Vec<(String, String)> =
            rows(&text).iter().map(|row| (row[3].to_owned(), row[5].to_owned())).collect();
        let expected: Vec<_> = listed.iter().map(|row| (row.callee.clone(), row.charge.to_string())).collect();
        assert_eq!(cells, expected, "{query}");
        assert!(!cells.is_empty());
    }
}

/// More records than the server holds at once: the parts join without gap or double.
async fn a_long_file_has_every_record_once(app: App) {
    let subscriber = app.subscriber().await;
    let first = "2026-09-30T15:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let call = |index: i64| Call {
        started_at: first + TimeDelta::seconds(index / 2),
        callee: format!("{index:010}"),
        charge: index % 3,
        ..Call::default()
    };
    for part in 0..5 {
        let kind = format!("種類{part}");
        let calls: Vec<Call> =
            (part * 820..(part + 1) * 820).map(|index| Call { kind: kind.clone(), ..call(index) }).collect();
        app.calls(&subscriber.contract, &calls).await;
    }
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for order in ["started_at", "charge_descending"] {
        let file = browser.get(&format!("{}.csv?order={order}", path(&subscriber))).await.expect(200);
        let text = file.text();
        assert_eq!(text.matches('\u{FEFF}').count(), 1);
        assert_eq!(text.matches("日時").count(), 1);
        let rows = rows(&text);
        let mut callees: Vec<u32> = rows.iter().map(|row| row[3].parse().unwrap()).collect();
        callees.sort_unstable();
        assert_eq!(callees, (0..4_100).collect::<Vec<_>>(), "{order}");
    }
}

async fn other_encodings_are_refused(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    for encoding in ["utf16", "UTF8", ""] {
        let answer = browser.get(&format!("{}.csv?encoding={encoding}", path(&subscriber))).await;
        answer.refused(400, "malformed_query");
    }
}
