//! What a spreadsheet would read from the workbook.

use super::*;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

fn at(hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 5).unwrap().and_hms_opt(hour, 30, 0).unwrap()
}

fn row(caller: &str) -> Row<'_> {
    Row { at: at(12), kind: "PSTN・県間", caller, callee: "0600000000", duration: 3_723, charge: 1_234 }
}

fn path(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("madoguchi-calls-{name}-{}.xlsx", std::process::id()))
}

fn sheets(path: &Path, names: &[&str]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let read = |name: &&str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    names.iter().map(read).collect()
}

#[test]
fn cells_have_the_type_of_what_they_hold() {
    let path = path("types");
    let mut book = Workbook::new().unwrap();
    book.push(row("0311112222")).unwrap();
    book.push(row("=1+1")).unwrap();
    book.finish(&path).unwrap();
    let sheet = &sheets(&path, &["xl/worksheets/sheet1.xml"])[0];
    std::fs::remove_file(&path).unwrap();
    assert!(sheet.contains("<t>0311112222</t>"), "a phone number is text and keeps its zero: {sheet}");
    assert!(sheet.contains("<t>'=1+1</t>"), "text cannot begin a formula: {sheet}");
    assert!(!sheet.contains("<f>"));
    assert!(sheet.contains("<v>1234</v>"), "a charge is a number");
    assert!(sheet.contains("<v>46331.520833333336</v>"), "a time is a date: {sheet}");
    assert!(sheet.contains("<v>0.043090277777777776</v>"), "a duration is a share of a day: {sheet}");
    assert!(sheet.contains(r#"ySplit="1""#) && sheet.contains("frozen"), "the header stays: {sheet}");
}

#[test]
fn a_full_sheet_goes_on_in_another() {
    let path = path("sheets");
    let mut book = Workbook::with_rows_per_sheet(3).unwrap();
    for _ in 0..7 {
        book.push(row("0311112222")).unwrap();
    }
    book.finish(&path).unwrap();
    let names = ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"];
    let read = sheets(&path, &names);
    let book = &sheets(&path, &["xl/workbook.xml"])[0];
    std::fs::remove_file(&path).unwrap();
    let rows: Vec<usize> = read.iter().map(|sheet| sheet.matches("<row ").count()).collect();
    assert_eq!(rows, [4, 4, 2], "each with its header");
    assert!(book.contains(r#"name="通話明細 (3)""#), "{book}");
}

#[test]
fn no_calls_make_a_header_alone() {
    let path = path("none");
    Workbook::new().unwrap().finish(&path).unwrap();
    let sheet = &sheets(&path, &["xl/worksheets/sheet1.xml"])[0];
    std::fs::remove_file(&path).unwrap();
    assert!(sheet.contains("<t>通話時間</t>") && !sheet.contains("<v>"));
}

#[test]
fn a_path_that_is_none_is_an_error() {
    let missing = std::env::temp_dir().join("madoguchi-no-such-folder").join("calls.xlsx");
    assert!(Workbook::new().unwrap().finish(&missing).is_err());
}
