//! Call records no longer point at customers and contracts themselves on PostgreSQL, where two looks for each record were
//! half of the work of storing it. Their monthly sums do: a record is stored, and deleted, in one transaction with the
//! sum that counts it, so a contract with records cannot go. On SQLite, where it costs little, both stay.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

const REFERENCES: [(&str, &str); 2] = [("customer_id", "customers"), ("contract_id", "contracts")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, |column, _| format!("DROP CONSTRAINT IF EXISTS call_records_{column}_fkey")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, |column, table| {
            format!("ADD CONSTRAINT call_records_{column}_fkey FOREIGN KEY ({column}) REFERENCES {table} (id)")
        })
        .await
    }
}

async fn run(manager: &SchemaManager<'_>, step: impl Fn(&str, &str) -> String) -> Result<(), DbErr> {
    if manager.get_database_backend() != DatabaseBackend::Postgres {
        return Ok(());
    }
    for (column, table) in REFERENCES {
        let sql = format!("ALTER TABLE call_records {}", step(column, table));
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}
