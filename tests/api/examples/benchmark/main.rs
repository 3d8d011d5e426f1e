//! Measures reads, invoices, call records and the idle server on both databases, each against a floor or a peer in the same run:
//! `cargo xtask bench` builds and starts it. Judges nothing. docs/performance.md says what each row means.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "only people run this, and it stops at the first surprise"
)]

mod call_records;
mod downloads;
mod driver;
mod floors;
mod growth;
mod heavy_months;
mod idle;
mod load;
mod logins;
mod memory;
mod month_end;
mod options;
mod others;
mod pages;
mod pdfs;
mod pgbench;
mod plans;
mod product;
mod reads;
mod report;
mod sent;
mod sites;
mod statements;
mod times;
mod urls;
mod weasyprint;

use api_tests::{App, Engine};

use crate::options::{OPTIONS, Part};

/// As the server's own binary has it: resident memory and speed would be another program's otherwise.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let wanted = |part| OPTIONS.only.is_none_or(|only| only == part);
    if wanted(Part::Invoices) {
        pdfs::measure();
    }
    for engine in OPTIONS.engines() {
        if wanted(Part::Reads) {
            api_tests::run(engine, reads::measure);
        }
        if wanted(Part::Logins) {
            api_tests::run(engine, logins::measure);
        }
        if wanted(Part::Growth) {
            api_tests::run(engine, growth::measure);
        }
        if wanted(Part::HeavyMonths) {
            api_tests::run(engine, heavy_months::measure);
        }
        if wanted(Part::Invoices) {
            api_tests::run(engine, month_end::measure);
        }
        if wanted(Part::CallRecords) {
            api_tests::run(engine, measure_call_records);
        }
    }
    // What it keeps in memory is its own; SQLite shows it best, since the database is the same process.
    if wanted(Part::Idle) && OPTIONS.engines().contains(&Engine::Sqlite) {
        api_tests::run(Engine::Sqlite, idle::measure);
    }
    report::print();
}

async fn measure_call_records(app: App) {
    let engine = app.engine();
    let mut cast = call_records::Cast::hire(&app).await;
    let site = sites::Site::open(&app);
    let few = cast.fill_few(&app).await;
    say(engine, &format!("{few} call records"));
    let before = pages::measure(&app, &site, &cast).await;
    let many = cast.fill_all(&app).await;
    say(engine, &format!("{many} call records"));
    let after = pages::measure(&app, &site, &cast).await;
    pages::report(engine, (few, &before), (many, &after));
    downloads::measure(&app, &site, &cast).await;
    plans::write(&app, &cast).await;
    site.close().await;
}

/// Tells on standard error how far it is: a run takes minutes.
fn say(engine: Engine, what: &str) {
    eprintln!("{engine:?}: {what}");
}
