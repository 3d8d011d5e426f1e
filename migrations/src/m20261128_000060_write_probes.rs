//! One row that is written to learn whether the database can write.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::drop_tables;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let probes = Table::create()
            .table("write_probes")
            .col(small_integer("id").primary_key())
            .col(big_integer("count"))
            .take();
        manager.create_table(probes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["write_probes"]).await
    }
}
