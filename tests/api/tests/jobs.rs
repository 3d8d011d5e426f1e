//! Jobs: whatever becomes of one, the others go on, and what was given up can be seen and tried again.

use api_tests::{App, JOBS};
use chrono::{DateTime, Utc};
use madoguchi_jobs::{Outcome, Row, Runner};
use sea_orm::{ConnectionTrait, Statement, TryGetableMany};
use uuid::Uuid;

mod crashes;
mod given_up;
mod house;
mod leases;
mod retention;
mod turns;

fn runner(app: &App) -> Runner {
    Runner::new(app.db().clone(), JOBS)
}

async fn promise(app: &App, kind: &str, at: DateTime<Utc>) -> Uuid {
    app.promise_job(kind, at).await
}

/// Runs due jobs with a handler that knows the kind only.
async fn once(app: &App, handler: impl Fn(&str) -> Outcome) -> usize {
    runner(app).run_once(app.now(), async |job: Row| handler(&job.kind)).await.unwrap()
}

/// Claims what is due and dies over it: what a killed process leaves behind.
async fn die(app: &App) {
    let runner = runner(app);
    let dying = runner.run_once(app.now(), async |_| std::future::pending().await);
    let _killed = tokio::time::timeout(std::time::Duration::from_millis(200), dying).await.unwrap_err();
}

/// What stands in the jobs there are: kind, tries, whether it was given up, last error.
async fn rows(app: &App) -> Vec<(String, i32, bool, Option<String>)> {
    let sql = "SELECT kind, attempts, failed_at IS NOT NULL AS given_up, last_error FROM jobs ORDER BY kind, id";
    let statement = Statement::from_string(app.db().get_database_backend(), sql);
    let rows = app.db().query_all_raw(statement).await.unwrap();
    let names = ["kind", "attempts", "given_up", "last_error"].map(str::to_owned);
    rows.iter().map(|row| TryGetableMany::try_get_many(row, "", &names).unwrap()).collect()
}
