//! Audit events: rows are only ever added.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("audit_events")
            .col(uuid("id").primary_key())
            .col(portal())
            .col(uuid_null("customer_id"))
            .col(uuid_null("user_id"))
            .col(string_len("action", 64))
            .col(uuid_null("subject_id"))
            .col(json_binary("detail"))
            .col(string_len("address", 64))
            .col(string_len("request_id", 64))
            .col(instant("at"))
            .take();
        manager.create_table(table).await?;
        index(manager, "audit_events", &["portal", "at"], false).await?;
        index(manager, "audit_events", &["user_id", "at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["audit_events"]).await
    }
}
