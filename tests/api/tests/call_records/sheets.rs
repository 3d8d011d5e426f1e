//! Call records as a spreadsheet, opened as one: its rows, the types of its cells, and that it is the whole selection.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use api_tests::{Answer, App, Call, on_both_engines};
use chrono::TimeDelta;

use super::{path, read_all, with_calls};

on_both_engines!(
    cells_have_their_types,
    the_sheet_is_the_selection_in_order,
    a_long_sheet_has_every_record_once,
    an_empty_sheet_has_its_header,
);

/// What a file manager shows for it.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A cell: text, or a number as it is written.
#[derive(Debug, PartialEq)]
enum Cell {
    Text(String),
    Number(f64),
}

/// The XML of the first sheet.
pub fn worksheet(answer: &Answer) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(&answer.body)).unwrap();
    let mut xml = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut xml).unwrap();
    xml
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end)?.0)
}

/// Rows below the header.
fn rows(answer: &Answer) -> Vec<Vec<Cell>> {
    let cell = |xml: &str| match between(xml, "<v>", "</v>") {
        Some(number) => Cell::Number(number.parse().unwrap()),
        // The element may say that white space counts.
        None => Cell::Text(between(xml, "<t", "</t>").unwrap().split_once('>').unwrap().1.to_owned()),
    };
    let xml = worksheet(answer);
    let row = |xml: &str| xml.split("<c ").skip(1).map(cell).collect();
    xml.split("<row ").skip(2).map(row).collect()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

async fn cells_have_their_types(app: App) {
    let subscriber = app.subscriber().await;
    let call = Call { duration: 3_661, charge: -1_234, kind: "=1+1".to_owned(), ..Call::default() };
    app.calls(&subscriber.contract, &[call]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let file = browser.get(&format!("{}.xlsx", path(&subscriber))).await.expect(200);
    assert_eq!(file.header("content-type"), Some(XLSX));
    let name = format!("attachment; filename=\"call-records_{}_2026-11.xlsx\"", subscriber.contract.number);
    assert_eq!(file.header("content-disposition"), Some(name.as_str()));
    assert_eq!(file.header("cache-control"), Some("no-store"));
    let rows = rows(&file);
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    let [at, kind, caller, callee, duration, charge] = row.as_slice() else { panic!("{row:?}") };
    // Noon of 15 November 2026 in Japan, in days since 1899-12-30.
    assert_eq!(*at, Cell::Number(46_341.5));
    assert_eq!(*kind, text("'=1+1"));
    assert_eq!((caller, callee), (&text("0312345678"), &text("0398765432")));
    let Cell::Number(days) = duration else { panic!("{duration:?}") };
    assert!((days * 86_400.0 - 3_661.0).abs() < 0.001, "{days}");
    assert_eq!(*charge, Cell::Number(-1_234.0));
}

async fn the_sheet_is_the_selection_in_order(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 40).await;
    for query in [
        "?month=2026-10&order=charge_descending",
        "?month=2026-10&kind=携帯&order=duration",
        "?number=37&order=started_at_descending",
        "?day=2026-10-02",
    ] {
        let listed = read_all(&browser, &path(&subscriber), query, 50).await;
        let file = browser.get(&format!("{}.xlsx{query}", path(&subscriber))).await.expect(200);
        let cells: Vec<_> = rows(&file).into_iter().map(|mut row| (row.remove(3), row.remove(4))).collect();
        let expected: Vec<_> = listed.iter().map(|row| (text(&row.callee), Cell::Number(row.charge as f64))).collect();
        assert_eq!(cells, expected, "{query}");
        assert!(!cells.is_empty());
    }
}

/// More records than the server holds at once: the parts join without gap or double.
async fn a_long_sheet_has_every_record_once(app: App) {
    let subscriber = app.subscriber().await;
    let first = "2026-09-30T15:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    for part in 0..5 {
        let call = |index: i64| Call {
            started_at: first + TimeDelta::seconds(index / 2),
            kind: format!("種類{part}"),
            callee: format!("{index:010}"),
            ..Call::default()
        };
        let calls: Vec<Call> = (part * 820..(part + 1) * 820).map(call).collect();
        app.calls(&subscriber.contract, &calls).await;
    }
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let rows = rows(&browser.get(&format!("{}.xlsx", path(&subscriber))).await.expect(200));
    let callee = |row: &Vec<Cell>| match &row[3] {
        Cell::Text(callee) => callee.parse::<u32>().unwrap(),
        Cell::Number(_) => panic!("a number lost its leading zeros"),
    };
    assert_eq!(rows.len(), 4_100);
    assert_eq!(rows.iter().map(callee).collect::<BTreeSet<_>>(), (0..4_100).collect());
}

async fn an_empty_sheet_has_its_header(app: App) {
    let subscriber = app.subscriber().await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let file = browser.get(&format!("{}.xlsx", path(&subscriber))).await.expect(200);
    assert_eq!(rows(&file), Vec::<Vec<Cell>>::new());
    assert!(worksheet(&file).contains("通話先"));
}
