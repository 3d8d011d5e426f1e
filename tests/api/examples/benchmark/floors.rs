//! What the rows of a file cost without us: PostgreSQL's own `\copy`, and on SQLite a SELECT that is read and counted.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use api_tests::{App, Engine};
use futures_util::StreamExt;
use madoguchi_entities::contracts;
use sea_orm::{Statement, StreamTrait};

use crate::call_records::{FROM, UNTIL};
use crate::options::OPTIONS;
use crate::times::Times;
use crate::urls;

/// Times it is measured; the median counts.
const RUNS: usize = 3;
const COLUMNS: &str = "started_at, kind, caller, callee, duration, charge";

pub struct Floor {
    pub name: &'static str,
    /// None where the program for it is missing.
    pub seconds: Option<f64>,
}

/// Measures that of a contract's month.
pub async fn measure(app: &App, contract: &contracts::Model) -> Floor {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        times.extend(match app.engine() {
            Engine::Postgres => copy(app, contract).await,
            Engine::Sqlite => Some(select(app, contract).await),
        });
    }
    let name = match app.engine() {
        Engine::Postgres => "psql \\copy",
        Engine::Sqlite => "SELECT, counted",
    };
    Floor { name, seconds: (!times.is_empty()).then(|| Times::of(times).median()) }
}

async fn copy(app: &App, contract: &contracts::Model) -> Option<Duration> {
    let psql = OPTIONS.psql.as_ref()?;
    let url = urls::of(app).await;
    let (customer, id) = (contract.customer_id, contract.id);
    let command = format!(
        "\\copy (SELECT {COLUMNS} FROM call_records WHERE customer_id = '{customer}' AND contract_id = '{id}' \
         AND started_at >= '{FROM}' AND started_at < '{UNTIL}') TO STDOUT WITH (FORMAT csv)"
    );
    let start = Instant::now();
    let mut client = Command::new(psql);
    client.args(["--no-psqlrc", "--quiet", "--command", &command, &url]).stdout(Stdio::null());
    assert!(client.status().unwrap().success(), "psql failed");
    Some(start.elapsed())
}

async fn select(app: &App, contract: &contracts::Model) -> Duration {
    let db = app.services().db.scans();
    let sql = format!(
        "SELECT {COLUMNS} FROM call_records WHERE customer_id = ?1 AND contract_id = ?2 \
         AND started_at >= '{FROM}' AND started_at < '{UNTIL}'"
    );
    let values = [contract.customer_id.into(), contract.id.into()];
    let start = Instant::now();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let mut rows = db.stream_raw(statement).await.unwrap();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        row.unwrap();
        count += 1;
    }
    assert_eq!(count, OPTIONS.downloaded_calls(), "the floor is of other rows");
    start.elapsed()
}
