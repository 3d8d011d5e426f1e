//! Changes that are asked for again because their answer was lost are done once.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("idempotency_keys")
            .col(portal())
            .col(string_len("who", 36))
            .col(var_binary("key", 32))
            .col(var_binary("request", 32))
            .col(text("made"))
            .col(instant("created_at"))
            .primary_key(&mut primary_key(&["portal", "who", "key"]))
            .take();
        manager.create_table(table).await?;
        index(manager, "idempotency_keys", &["created_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["idempotency_keys"]).await
    }
}
