//! Addresses that events are sent to, and what is on its way there.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(webhooks()).await?;
        index(manager, "webhooks", &["portal", "state"], false).await?;
        manager.create_table(deliveries()).await?;
        index(manager, "webhook_deliveries", &["webhook_id", "id"], false).await?;
        index(manager, "webhook_deliveries", &["created_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["webhook_deliveries", "webhooks"]).await
    }
}

fn webhooks() -> TableCreateStatement {
    Table::create()
        .table("webhooks")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(text("url"))
        .col(text("event_types"))
        .col(string_len("state", 16))
        .col(blob("sealed_secret"))
        .col(blob_null("sealed_previous_secret"))
        .col(timestamp_with_time_zone_null("previous_secret_until"))
        .col(integer("failures"))
        .col(timestamp_with_time_zone_null("failing_since"))
        .col(timestamp_with_time_zone_null("paused_until"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .take()
}

fn deliveries() -> TableCreateStatement {
    Table::create()
        .table("webhook_deliveries")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("webhook_id"))
        .col(uuid("event_id"))
        .col(string_len("event_type", 64))
        .col(string_len("state", 16))
        .col(integer("attempts"))
        .col(integer_null("last_status"))
        .col(text_null("last_error"))
        .col(timestamp_with_time_zone_null("attempted_at"))
        .col(timestamp_with_time_zone_null("next_attempt_at"))
        .col(instant("created_at"))
        .foreign_key(&mut references("webhook_id", "webhooks"))
        .take()
}
