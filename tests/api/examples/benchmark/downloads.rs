//! P4: the month of a contract with a million calls as CSV and as a spreadsheet, and its charts.

use api_tests::App;

use crate::call_records::{Cast, MONTH};
use crate::floors;
use crate::memory::Growth;
use crate::options::OPTIONS;
use crate::report::{Row, thousands};
use crate::sites::{Site, Visit, Visitor};
use crate::times::Times;

/// Times a file is downloaded; the median counts.
const DOWNLOADS: usize = 3;

/// Downloads, against what the database itself needs for the same rows.
pub async fn measure(app: &App, site: &Site, cast: &Cast) {
    let engine = app.engine();
    let visitor = site.visitor(&cast.loader_browser);
    let path = format!("/contracts/{}/call-records", cast.loader.contract.id);
    let query = format!("?month={MONTH}");
    let name = |what: &str| format!("P4 {} records, {what}", thousands(OPTIONS.downloaded_calls()));

    // Whatever is made once in a process is made before memory is looked at.
    let small = format!("/contracts/{}/call-records", cast.reader.contract.id);
    let reader = site.visitor(&cast.reader_browser);
    for small in ["csv", "xlsx"].map(|ending| format!("{small}.{ending}{query}")) {
        reader.get(&small).await;
    }

    let floor = floors::measure(app, &cast.loader.contract).await;
    let (csv, growth) = download(&visitor, &format!("{path}.csv{query}"), DOWNLOADS).await;
    let seconds = Times::of(csv.iter().map(|visit| visit.whole)).median();
    let first_byte = Times::of(csv.iter().map(|visit| visit.first_byte)).median();
    Row::new(name("CSV"), seconds, "s").on(engine).faster_than(floor.name, floor.seconds).goal("≥ 0.5").keep();
    Row::new(name("CSV: first byte"), first_byte * 1e3, "ms").on(engine).goal("≤ 50 ms").keep();
    Row::new(name("CSV: memory grows by"), growth, "MB").on(engine).goal("≤ 32 MB").keep();
    Row::new(name("CSV: size"), megabytes(&csv), "MB").on(engine).keep();

    let compressed = visitor.get_compressed(&format!("{path}.csv{query}")).await;
    Row::new(name("CSV compressed on its way"), compressed.whole.as_secs_f64(), "s")
        .on(engine)
        .faster_than(floor.name, floor.seconds)
        .keep();
    Row::new(name("CSV compressed on its way: size"), megabytes(&[compressed]), "MB").on(engine).keep();

    let (xlsx, growth) = download(&visitor, &format!("{path}.xlsx{query}"), 1).await;
    let seconds = Times::of(xlsx.iter().map(|visit| visit.whole)).median();
    Row::new(name("XLSX"), seconds, "s").on(engine).keep();
    Row::new(name("XLSX: memory grows by"), growth, "MB").on(engine).keep();
    Row::new(name("XLSX: size"), megabytes(&xlsx), "MB").on(engine).keep();

    let (charts, growth) = download(&visitor, &format!("{path}/charts{query}"), DOWNLOADS).await;
    let seconds = Times::of(charts.iter().map(|visit| visit.whole)).median();
    Row::new(name("charts"), seconds, "s").on(engine).keep();
    Row::new(name("charts: memory grows by"), growth, "MB").on(engine).keep();
}

/// One after the other, and how much memory grew in all of them.
async fn download(visitor: &Visitor<'_>, path: &str, count: usize) -> (Vec<Visit>, Option<f64>) {
    let growth = Growth::start();
    let mut visits = Vec::new();
    for _ in 0..count {
        visits.push(visitor.get(path).await);
    }
    (visits, growth.megabytes())
}

fn megabytes(visits: &[Visit]) -> Option<f64> {
    visits.first().map(|visit| visit.bytes as f64 / 1e6)
}
