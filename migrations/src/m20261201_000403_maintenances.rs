//! Planned maintenance of portals.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let maintenances = Table::create()
            .table("maintenances")
            .col(uuid("id").primary_key())
            .col(portal())
            .col(instant("announced_at"))
            .col(instant("starts_at"))
            .col(instant("ends_at"))
            .col(text("reason"))
            .col(text("reason_en"))
            .col(timestamp_with_time_zone_null("cancelled_at"))
            .col(instant("created_at"))
            .take();
        manager.create_table(maintenances).await?;
        index(manager, "maintenances", &["ends_at", "cancelled_at"], false).await?;
        index(manager, "maintenances", &["portal", "starts_at", "id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["maintenances"]).await
    }
}
