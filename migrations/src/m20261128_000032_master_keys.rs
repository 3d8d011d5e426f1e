//! Since when a master key writes. No key is here, only its public id.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_len;

use crate::columns::{drop_tables, instant};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("master_keys")
            .col(string_len("id", 16).primary_key())
            .col(instant("added_at"))
            .take();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["master_keys"]).await
    }
}
