//! Call records: partitioned by month on PostgreSQL, clustered by their key on SQLite; and their monthly sums.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::columns::{drop_tables, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = match manager.get_database_backend() {
            DatabaseBackend::Postgres => CALL_RECORDS_POSTGRES,
            _ => CALL_RECORDS_SQLITE,
        };
        manager.get_connection().execute_unprepared(sql).await?;
        manager.create_table(call_record_months()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["call_record_months", "call_records"]).await
    }
}

/// Partitions are made ahead by a job and by the import; a record without its partition is refused, not lost.
/// The primary key is the index of the page: customer, contract, time.
const CALL_RECORDS_POSTGRES: &str = "CREATE TABLE call_records (
    customer_id uuid NOT NULL REFERENCES customers (id),
    contract_id uuid NOT NULL REFERENCES contracts (id),
    started_at timestamptz NOT NULL,
    id uuid NOT NULL,
    portal varchar(32) NOT NULL,
    kind text NOT NULL,
    caller varchar(20) NOT NULL,
    callee varchar(20) NOT NULL,
    duration integer NOT NULL,
    charge bigint NOT NULL,
    PRIMARY KEY (customer_id, contract_id, started_at, id)
) PARTITION BY RANGE (started_at)";

const CALL_RECORDS_SQLITE: &str = "CREATE TABLE call_records (
    customer_id uuid_text NOT NULL REFERENCES customers (id),
    contract_id uuid_text NOT NULL REFERENCES contracts (id),
    started_at timestamp_with_timezone_text NOT NULL,
    id uuid_text NOT NULL,
    portal varchar(32) NOT NULL,
    kind text NOT NULL,
    caller varchar(20) NOT NULL,
    callee varchar(20) NOT NULL,
    duration integer NOT NULL,
    charge bigint NOT NULL,
    PRIMARY KEY (customer_id, contract_id, started_at, id)
) WITHOUT ROWID";

fn call_record_months() -> TableCreateStatement {
    Table::create()
        .table("call_record_months")
        .col(uuid("customer_id"))
        .col(uuid("contract_id"))
        .col(date("month"))
        .col(string_len("kind", 64))
        .col(portal())
        .col(big_integer("count"))
        .col(big_integer("charge"))
        .primary_key(&mut primary_key(&["customer_id", "contract_id", "month", "kind"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("contract_id", "contracts"))
        .take()
}
