//! P2: the views of a month of 2,000 calls, over HTTP, at few and at many rows of other customers. Each page shown is
//! written to the log of who looked, as in the product.

use api_tests::{App, Engine};
use sea_orm::{ConnectionTrait, Statement};

use crate::call_records::{Cast, DIGITS, KIND, MONTH};
use crate::options::OPTIONS;
use crate::report::{Row, thousands};
use crate::sites::Site;
use crate::times::Times;

/// Requests before the first that counts: one for so many that do.
const WARM_UP: u32 = 20;
/// The page, whose 99th percentile has a goal.
const PAGE: &str = "page of 50";

/// Times of each view, and the log they left.
pub struct Looks {
    views: Vec<(&'static str, Times)>,
    log: Log,
}

/// The log of who looked.
struct Log {
    rows: i64,
    /// With its indexes; none where the database does not tell.
    bytes: Option<i64>,
}

/// Reads each view again and again, one request after the other.
pub async fn measure(app: &App, site: &Site, cast: &Cast) -> Looks {
    let visitor = site.visitor(&cast.reader_browser);
    let path = format!("/contracts/{}/call-records", cast.reader.contract.id);
    let views = [
        (PAGE, format!("{path}?month={MONTH}&limit=50")),
        ("page of 50 of a kind", format!("{path}?month={MONTH}&limit=50&kind={KIND}")),
        ("page of 50 by a number", format!("{path}?month={MONTH}&limit=50&number={DIGITS}")),
        ("totals", format!("{path}/totals?month={MONTH}")),
        ("charts", format!("{path}/charts?month={MONTH}")),
    ];
    let mut times = Vec::new();
    for (name, path) in views {
        for _ in 0..OPTIONS.requests.div_ceil(WARM_UP) {
            visitor.get(&path).await;
        }
        let mut visits = Vec::new();
        for _ in 0..OPTIONS.requests {
            visits.push(visitor.get(&path).await.whole);
        }
        times.push((name, Times::of(visits)));
    }
    Looks { views: times, log: log(app).await }
}

/// Keeps the rows: the second look against the first.
pub fn report(engine: Engine, (few, before): (i64, &Looks), (many, after): (i64, &Looks)) {
    let base = format!("at {} rows", thousands(few));
    for ((name, before), (_, after)) in before.views.iter().zip(&after.views) {
        for (of, share) in [("p50", 0.5), ("p99", 0.99)] {
            let row = Row::new(format!("P2 {name}, {of} at {} rows", thousands(many)), after.at(share) * 1e3, "ms")
                .on(engine)
                .times(&base, Some(before.at(share) * 1e3));
            if (*name, of) == (PAGE, "p99") { row.goal("≤ 1.3") } else { row }.keep();
        }
        if *name == PAGE {
            let row = Row::new(format!("P2 {name}, one after the other"), after.per_second(), "per s");
            row.on(engine).times(&base, Some(before.per_second())).keep();
        }
    }
    let (rows, before_rows) = (after.log.rows as f64, before.log.rows as f64);
    Row::new("P2 log of who looked", rows, "rows").on(engine).times("after the first look", Some(before_rows)).keep();
    let megabytes = |log: &Log| log.bytes.map(|bytes| bytes as f64 / 1e6);
    let row = Row::new("P2 log of who looked, with indexes", megabytes(&after.log), "MB").on(engine);
    row.times("after the first look", megabytes(&before.log)).keep();
}

async fn log(app: &App) -> Log {
    let rows = number(app, "SELECT count(*) FROM call_record_views").await;
    let bytes = match app.engine() {
        Engine::Postgres => Some(number(app, "SELECT pg_total_relation_size('call_record_views')").await),
        Engine::Sqlite => sqlite_bytes(app).await,
    };
    Log { rows, bytes }
}

/// Table and indexes one by one: asked for all at once, SQLite walks through the whole file.
async fn sqlite_bytes(app: &App) -> Option<i64> {
    let sql = "SELECT name FROM sqlite_schema WHERE tbl_name = 'call_record_views'";
    let named = app.db().query_all_raw(Statement::from_string(app.db().get_database_backend(), sql)).await.unwrap();
    let mut sum = 0;
    for row in named {
        let name: String = row.try_get_by_index(0).unwrap();
        let sql = "SELECT sum(pgsize) FROM dbstat WHERE name = ?1 AND aggregate = TRUE";
        let statement = Statement::from_sql_and_values(app.db().get_database_backend(), sql, [name.into()]);
        // A library that was built without this table has no answer.
        sum += app.db().query_one_raw(statement).await.ok()??.try_get_by_index::<Option<i64>>(0).unwrap()?;
    }
    Some(sum)
}

async fn number(app: &App, sql: &str) -> i64 {
    let statement = Statement::from_string(app.db().get_database_backend(), sql);
    app.db().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}
