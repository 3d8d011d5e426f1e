//! Imports of call records by a provider's systems: how far each is, and which rows it refused.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let imports = Table::create()
            .table("call_record_imports")
            .col(uuid("id").primary_key())
            .col(portal())
            .col(string_len("state", 16))
            .col(string_len_null("failure", 64))
            .col(text("detail"))
            .col(big_integer("rows"))
            .col(big_integer("stored"))
            .col(big_integer("duplicates"))
            .col(big_integer("refused"))
            .col(big_integer("charge"))
            .col(text("faults"))
            .col(instant("started_at"))
            .col(instant("updated_at"))
            .col(timestamp_with_time_zone_null("finished_at"))
            .take();
        manager.create_table(imports).await?;
        index(manager, "call_record_imports", &["portal", "started_at", "id"], false).await?;
        index(manager, "call_record_imports", &["updated_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["call_record_imports"]).await
    }
}
