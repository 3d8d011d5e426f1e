//! How the databases find the rows of the views: their own query plans, with all rows there.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::sync::Once;

use api_tests::{App, Engine, PORTAL, Subscriber};
use madoguchi_domain::dates::Month;
use madoguchi_services::invoice_publishing;
use madoguchi_services::invoices::issue::NewInvoice;
use sea_orm::{ConnectionTrait, Statement};

use crate::call_records::{Cast, settle};
use crate::options::OPTIONS;
use crate::statements;

/// Months up to the newest that have invoices.
const MONTHS: usize = 24;
/// Customers beside the reader who have invoices.
const BILLED: usize = 200;

/// Appends the plans on one database to the file, which the first of a run begins anew.
pub async fn write(app: &App, cast: &Cast) {
    issue_invoices(app, cast).await;
    settle(app).await;
    for (name, statement) in statements::all(app, cast) {
        let name = format!("{name}\n  {}", statement.sql);
        append(app.engine(), &name, &explain(app.services().db.read(), app.engine(), statement).await);
    }
}

/// Writes a plan to the file.
pub fn append(engine: Engine, name: &str, plan: &[String]) {
    static BEGIN: Once = Once::new();
    BEGIN.call_once(|| fs::write(&OPTIONS.plans, "").unwrap());
    let text = format!("{engine:?}: {name}\n    {}\n\n", plan.join("\n    "));
    OpenOptions::new().append(true).open(&OPTIONS.plans).unwrap().write_all(text.as_bytes()).unwrap();
}

async fn issue_invoices(app: &App, cast: &Cast) {
    let provider = app.provider(PORTAL);
    let billed: Vec<_> = std::iter::once(&cast.reader).chain(cast.others.iter().take(BILLED)).collect();
    let newest = Month::of("2026-10-01".parse().unwrap());
    let months = std::iter::successors(Some(newest), |month| Some(month.previous())).take(MONTHS);
    for month in months {
        let of_month = |billed: &&Subscriber| {
            let lines = [(&billed.contract, 5_400)];
            NewInvoice { month, ..app.new_invoice(&billed.group, &lines) }
        };
        let invoices: Vec<_> = billed.iter().map(of_month).collect();
        let issued = invoice_publishing::publish(app.services(), &provider, &invoices, false).await.unwrap();
        assert!(issued.iter().all(Result::is_ok), "an invoice was refused");
    }
}

/// The lines of a plan. PostgreSQL runs the statement and tells what it really read.
pub async fn explain(db: &impl ConnectionTrait, engine: Engine, mut statement: Statement) -> Vec<String> {
    let (explain, column) = match engine {
        Engine::Postgres => ("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF)", "QUERY PLAN"),
        Engine::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
    };
    statement.sql = format!("{explain} {}", statement.sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get("", column).unwrap()).collect()
}
