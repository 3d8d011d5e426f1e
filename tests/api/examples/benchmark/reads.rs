//! P1: what a signed-in person reads most, over HTTP on eight connections, beside the statements of the same request sent
//! by a program that does nothing else, and beside the handler that does nothing.

use api_tests::{App, Browser, Engine, Subscriber};
use chrono::NaiveDate;

use crate::call_records::{self, MONTH, OCTOBER};
use crate::load::{self, Load};
use crate::report::{Row, thousands};
use crate::sent::{self, Sent};
use crate::sites::Site;
use crate::{driver, pgbench};

/// Contracts of the list.
const CONTRACTS: usize = 5;
/// Invoices of a month, twelve times.
const INVOICES_OF_A_MONTH: usize = 2;
/// Calls of the month.
const CALLS: i64 = 2_000;

/// Whose rows are read.
struct Reader {
    subscriber: Subscriber,
    browser: Browser,
}

impl Reader {
    async fn register(app: &App) -> Self {
        let subscriber = app.subscriber().await;
        for _ in 1..CONTRACTS {
            app.contract(&subscriber.group, |_| {}).await;
        }
        for month in 1..=12 {
            let month = NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
            for _ in 0..INVOICES_OF_A_MONTH {
                let line = (&subscriber.contract, "基本料金", 5_400, "standard_10");
                app.invoice(&subscriber.group, month, &[line]).await;
            }
        }
        call_records::prepare(app).await;
        call_records::fill(app, &subscriber.contract, CALLS, OCTOBER).await;
        call_records::sum_up(app).await;
        call_records::settle(app).await;
        let browser = app.signed_in(&app.user(&subscriber.group).await).await;
        Self { subscriber, browser }
    }

    /// What is read, with its path and its goal beside the floor.
    fn reads(&self) -> [(String, String, &'static str); 3] {
        let contract = format!("/contracts/{}", self.subscriber.contract.id);
        let invoices = 12 * INVOICES_OF_A_MONTH;
        [
            (format!("list of {CONTRACTS} contracts"), "/contracts".to_owned(), "≥ 0.6"),
            (format!("{invoices} invoices of a year"), format!("{contract}/invoices?year=2026"), ""),
            (
                format!("first 50 of {} call records", thousands(CALLS)),
                format!("{contract}/call-records?month={MONTH}&limit=50"),
                "",
            ),
        ]
    }
}

/// Measures each read.
pub async fn measure(app: App) {
    let engine = app.engine();
    let reader = Reader::register(&app).await;
    let site = Site::open_apart(&app, None).await;
    let bare = load::run(&site.health()).await;
    Row::new("P1 /healthz, 8 connections", bare.per_second, "per s").on(engine).keep();
    for (name, path, goal) in reader.reads() {
        let statements = sent::by_request(&app, &reader.browser, &path).await;
        let read = load::run(&site.visitor(&reader.browser).target(&path)).await;
        let (floor, per_second) = floor(&app, &statements).await;
        Row::new(format!("P1 {name}, {} statements", statements.len()), read.per_second, "per s")
            .on(engine)
            .times(floor, per_second)
            .goal(if engine == Engine::Postgres { goal } else { "" })
            .keep();
        report(engine, &name, &read, &bare);
    }
    site.close().await;
}

/// Beside the bare handler.
fn report(engine: Engine, name: &str, read: &Load, bare: &Load) {
    let rate = Row::new(format!("P1 {name}, of the bare handler"), read.per_second, "per s").on(engine);
    rate.times("/healthz", Some(bare.per_second)).keep();
    let p50 = Row::new(format!("P1 {name}, p50"), read.times.median() * 1e3, "ms").on(engine);
    p50.times("/healthz", Some(bare.times.median() * 1e3)).keep();
}

async fn floor(app: &App, statements: &[Sent]) -> (&'static str, Option<f64>) {
    match app.engine() {
        Engine::Postgres => ("pgbench, the same statements", pgbench::per_second(app, statements).await),
        Engine::Sqlite => ("driver, the same statements", Some(driver::per_second(app, statements).await)),
    }
}
