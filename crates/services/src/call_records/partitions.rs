//! The monthly partitions of call records on PostgreSQL, made before records of the month arrive. SQLite has none.

use std::time::Duration;

use chrono::NaiveDate;
use madoguchi_domain::dates::Month;
use sea_orm::{ConnectionTrait, DbErr, Statement};

use crate::{Database, Error};

/// Times the making of a partition is tried: two servers that start at once get in each other's way.
const TRIES: u32 = 5;

/// Makes the partition of a month, `call_records_202610`, when it is not there. In a transaction of its own, so it
/// must not be called inside one.
///
/// # Errors
/// Any error of the database other than that somebody else was faster.
pub async fn ensure(db: &Database, month: Month) -> Result<(), Error> {
    if !db.is_postgres() {
        return Ok(());
    }
    let name = format!("call_records_{:04}{:02}", month.year(), month.month());
    let (from, to) = (month.starts_at_utc().to_rfc3339(), month.ends_at_utc().to_rfc3339());
    let sql =
        format!("CREATE TABLE IF NOT EXISTS {name} PARTITION OF call_records FOR VALUES FROM ('{from}') TO ('{to}')");
    let mut tries = 0;
    // Looked for first: making it locks the whole table, even when there is nothing to make.
    while !exists(db, &name).await? {
        tries += 1;
        match db.write().execute_unprepared(&sql).await {
            Ok(_) => tracing::info!(%month, "partition of call records made"),
            Err(error) if tries >= TRIES => return Err(error.into()),
            Err(error) => {
                tracing::info!(%month, %error, "partition of call records is tried again");
                tokio::time::sleep(Duration::from_millis(10 << tries)).await;
            }
        }
    }
    Ok(())
}

/// Makes the partitions of the month of `today` and of `months` months after it.
///
/// # Errors
/// As [`ensure`].
pub async fn ensure_ahead(db: &Database, today: NaiveDate, months: u32) -> Result<(), Error> {
    let mut month = Month::of(today);
    ensure(db, month).await?;
    for _ in 0..months {
        month = month.next();
        ensure(db, month).await?;
    }
    Ok(())
}

async fn exists(db: &Database, name: &str) -> Result<bool, DbErr> {
    let db = db.write();
    let sql = format!("SELECT to_regclass('{name}') IS NOT NULL AS found");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.map_or(Ok(false), |row| row.try_get("", "found"))
}
