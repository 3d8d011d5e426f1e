//! An import that is killed and run again reaches the figures of one that was not.

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use serde_json::Value;

use crate::databases::Place;
use crate::on_both_engines;
use crate::servers::{command, demo_export, output};

on_both_engines!(an_import_killed_again_and_again_reaches_the_same_figures);

const KILL: i32 = 9;
/// Lines of progress after which it is killed.
const KILLED_AFTER: [usize; 8] = [1, 2, 3, 4, 5, 6, 8, 11];
/// Figures of `expected.json`, and where they are found.
const FIGURES: [(&str, &str); 7] = [
    ("customers", "SELECT count(*) FROM customers"),
    ("contracts", "SELECT count(*) FROM contracts"),
    ("invoices", "SELECT count(*) FROM invoices"),
    ("invoice_lines", "SELECT count(*) FROM invoice_lines"),
    ("invoice_total_with_tax_rounded_down_once_per_rate_per_invoice", "SELECT sum(gross) FROM invoices"),
    ("call_records_stored", "SELECT count(*) FROM call_records"),
    ("call_charge_stored", "SELECT sum(charge) FROM call_records"),
];

async fn an_import_killed_again_and_again_reaches_the_same_figures(place: Place) {
    assert!(output(command(&place, &["migrate"])).status.success());
    let mut killed_within = 0;
    for lines in KILLED_AFTER {
        let status = import_killed_after(&place, lines);
        let customers = place.number("SELECT count(*) FROM customers").await;
        let calls = place.number("SELECT count(*) FROM call_records").await;
        killed_within += u32::from(status.signal() == Some(KILL) && calls < figure("call_records_stored"));
        assert!(customers <= figure("customers") && calls <= figure("call_records_stored"));
    }
    assert!(killed_within > 2, "most kills came before the end");

    let summary = import(&place);
    assert!(summary.contains("call records: "), "{summary}");
    let figures = figures(&place).await;
    let again = import(&place);
    assert_eq!(self::figures(&place).await, figures, "a second import changes nothing");
    for line in again.lines() {
        assert!(line.contains(" 0 stored, 0 updated"), "a second import stores nothing: {line}");
    }
    for (name, _) in FIGURES {
        let found = figures.iter().find(|found| found.0 == name).unwrap().1;
        assert_eq!(found, figure(name), "{name}");
    }
    let totals = "SELECT sum(count) FROM call_record_months";
    assert_eq!(place.number(totals).await, figure("call_records_stored"), "the sums by month agree");
}

async fn figures(place: &Place) -> Vec<(&'static str, i64)> {
    let mut figures = Vec::new();
    for (name, sql) in FIGURES {
        figures.push((name, place.number(sql).await));
    }
    figures
}

/// A figure that a correct import reaches.
fn figure(name: &str) -> i64 {
    let text = std::fs::read(demo_export().join("expected.json")).unwrap();
    let expected: Value = serde_json::from_slice(&text).unwrap();
    expected["telecom"][name].as_i64().unwrap()
}

fn import(place: &Place) -> String {
    let output = output(command(place, &["import", "telecom", demo_export().to_str().unwrap()]));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Kills an import when it has told so many lines of progress, or lets it end before that.
fn import_killed_after(place: &Place, lines: usize) -> ExitStatus {
    let mut child = command(place, &["import", "telecom", demo_export().to_str().unwrap()]).spawn().unwrap();
    let progress = BufReader::new(child.stderr.take().unwrap());
    // Log lines begin with a colour or a year.
    let told = progress.lines().map(Result::unwrap).filter(|line| line.contains(".csv"));
    let told = told.take(lines).count();
    if told == lines {
        child.kill().unwrap();
    }
    child.wait().unwrap()
}
