//! Who has the call records, and the records: made by the database itself, in chunks.

use std::ops::Range;

use api_tests::{App, Browser, Engine, PORTAL, Subscriber};
use chrono::NaiveDate;
use madoguchi_entities::contracts;
use madoguchi_services::call_records::partitions;
use sea_orm::{ConnectionTrait, Statement, TransactionTrait};

use crate::options::OPTIONS;

/// The month that is read, and its bounds in Japan.
pub const MONTH: &str = "2026-10";
/// First second of the month.
pub const FROM: &str = "2026-09-30T15:00:00+00:00";
/// First second of the next.
pub const UNTIL: &str = "2026-10-31T15:00:00+00:00";
/// A kind that a quarter of the records has.
pub const KIND: &str = "携帯";
/// Digits that few called numbers have.
pub const DIGITS: &str = "2468";

/// October 2026 in Japan, in seconds since 1970.
pub const OCTOBER: Range<i64> = 1_790_780_400..1_793_458_800;
/// The twelve months up to its end.
const YEAR: Range<i64> = (OCTOBER.end - 365 * 86_400)..OCTOBER.end;
/// First month of the year, and months that get a partition after it.
const FIRST_MONTH: NaiveDate = NaiveDate::from_ymd_opt(2025, 11, 1).unwrap();
const MONTHS_AHEAD: u32 = 13;
/// Records of one statement at most.
const CHUNK: i64 = 200_000;
/// Other customers, each with two contracts: one for so many rows, within bounds.
const ROWS_OF_A_CUSTOMER: i64 = 1_000;
const CUSTOMERS: (i64, i64) = (10, 500);

/// Everybody, and how many records there are.
pub struct Cast {
    /// Whose pages are read.
    pub reader: Subscriber,
    /// Logged in as the reader.
    pub reader_browser: Browser,
    /// Whose month is downloaded.
    pub loader: Subscriber,
    /// Logged in as the loader.
    pub loader_browser: Browser,
    /// Everybody else.
    pub others: Vec<Subscriber>,
    other_contracts: Vec<contracts::Model>,
    stored: i64,
}

impl Cast {
    /// Makes everybody, and the partitions.
    pub async fn hire(app: &App) -> Self {
        let mut others = Vec::new();
        let mut other_contracts = Vec::new();
        // Around the two that count, so that their records lie in the middle of the keys.
        let half = (OPTIONS.rows / ROWS_OF_A_CUSTOMER).clamp(CUSTOMERS.0, CUSTOMERS.1) / 2;
        let mut hire_others = async || {
            for _ in 0..half {
                let other = app.subscriber().await;
                other_contracts.push(other.contract.clone());
                other_contracts.push(app.contract(&other.group, |_| {}).await);
                others.push(other);
            }
        };
        hire_others().await;
        let (reader, loader) = (app.subscriber().await, app.subscriber().await);
        hire_others().await;
        let reader_browser = app.signed_in(&app.user(&reader.group).await).await;
        let loader_browser = app.signed_in(&app.user(&loader.group).await).await;
        prepare(app).await;
        Self { reader, reader_browser, loader, loader_browser, others, other_contracts, stored: 0 }
    }

    /// The reader's records and few others; tells how many there are.
    pub async fn fill_few(&mut self, app: &App) -> i64 {
        fill(app, &self.reader.contract, OPTIONS.paged_calls(), OCTOBER).await;
        self.stored = OPTIONS.paged_calls();
        self.fill_up(app, OPTIONS.few_rows()).await
    }

    /// The loader's records too, and many others.
    pub async fn fill_all(&mut self, app: &App) -> i64 {
        fill(app, &self.loader.contract, OPTIONS.downloaded_calls(), OCTOBER).await;
        self.stored += OPTIONS.downloaded_calls();
        self.fill_up(app, OPTIONS.rows).await
    }

    /// Shares out among all others what is missing.
    async fn fill_up(&mut self, app: &App, rows: i64) -> i64 {
        let (missing, sharers) = ((rows - self.stored).max(0), i64::try_from(self.other_contracts.len()).unwrap());
        for (contract, index) in self.other_contracts.iter().zip(0..) {
            let share = missing / sharers + i64::from(index < missing % sharers);
            fill(app, contract, share, YEAR).await;
        }
        self.stored += missing;
        sum_up(app).await;
        settle(app).await;
        self.stored
    }
}

/// Stores records of one contract, evenly spread over a time in seconds since 1970.
pub async fn fill(app: &App, contract: &contracts::Model, count: i64, time: Range<i64>) {
    let mut from = 0;
    while from < count {
        let until = count.min(from + CHUNK);
        let sql = insertion(app.engine(), from..until, count, &time);
        let values = [contract.customer_id.into(), contract.id.into()];
        let tx = app.db().begin().await.unwrap();
        if app.engine() == Engine::Postgres && is_superuser(&tx).await {
            // Customer and contract are there: looking for them again for each row takes longer than the rows.
            tx.execute_unprepared("SET LOCAL session_replication_role = replica").await.unwrap();
        }
        let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        tx.execute_raw(statement).await.unwrap();
        tx.commit().await.unwrap();
        from = until;
    }
}

/// Numbers `n` of the records that are inserted, of `count` in a time.
fn insertion(engine: Engine, n: Range<i64>, count: i64, time: &Range<i64>) -> String {
    let (from, last, until) = (n.start, n.end - 1, n.end);
    let (first, seconds) = (time.start, time.end - time.start);
    let at = format!("{first} + n * {seconds} / {count}");
    let columns = "customer_id, contract_id, started_at, id, portal, kind, caller, callee, duration, charge";
    let kind = format!(
        "CASE n % 4 WHEN 0 THEN 'ひかり電話・県内' WHEN 1 THEN 'ひかり電話・県外' WHEN 2 THEN '{KIND}' ELSE '国際' END"
    );
    let rest = format!("'{PORTAL}', {kind}, '0312345678'");
    match engine {
        Engine::Postgres => format!(
            "INSERT INTO call_records ({columns}) SELECT $1, $2, to_timestamp({at}), gen_random_uuid(), {rest}, \
             '090' || lpad((n * 7919 % 100000000)::text, 8, '0'), 1 + n % 900, 9 * (1 + n % 20) \
             FROM generate_series({from}::bigint, {last}::bigint) AS n"
        ),
        Engine::Sqlite => format!(
            "WITH RECURSIVE series (n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM series WHERE n + 1 < {until}) \
             INSERT INTO call_records ({columns}) SELECT ?1, ?2, \
             strftime('%Y-%m-%dT%H:%M:%S+00:00', {at}, 'unixepoch'), randomblob(16), {rest}, \
             printf('090%08d', n * 7919 % 100000000), 1 + n % 900, 9 * (1 + n % 20) FROM series"
        ),
    }
}

/// Makes the partitions.
pub async fn prepare(app: &App) {
    partitions::ensure_ahead(&app.services().db, FIRST_MONTH, MONTHS_AHEAD).await.unwrap();
}

/// The sums kept with the records, made anew.
pub async fn sum_up(app: &App) {
    let month = match app.engine() {
        Engine::Postgres => "CAST(date_trunc('month', started_at AT TIME ZONE 'Asia/Tokyo') AS date)",
        Engine::Sqlite => "strftime('%Y-%m-01', started_at, '+9 hours')",
    };
    let sql = format!(
        "INSERT INTO call_record_months (customer_id, contract_id, month, kind, portal, count, charge) \
         SELECT customer_id, contract_id, {month}, kind, portal, count(*), sum(charge) \
         FROM call_records GROUP BY 1, 2, 3, 4, 5"
    );
    app.db().execute_unprepared("DELETE FROM call_record_months").await.unwrap();
    app.db().execute_unprepared(&sql).await.unwrap();
}

/// Lets the database do now what it would do in the middle of the requests.
pub async fn settle(app: &App) {
    match app.engine() {
        Engine::Postgres => {
            app.db().execute_unprepared("VACUUM (ANALYZE)").await.unwrap();
            let _only_superusers_may = app.db().execute_unprepared("CHECKPOINT").await;
        }
        Engine::Sqlite => {
            app.db().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
        }
    }
}

async fn is_superuser(db: &impl ConnectionTrait) -> bool {
    let sql = "SELECT current_setting('is_superuser') = 'on'";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}
