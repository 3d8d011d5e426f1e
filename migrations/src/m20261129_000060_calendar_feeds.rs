//! Addresses by which calendar programs read deadlines: one a user, found by the digest of its secret.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("calendar_feeds")
            .col(portal())
            .col(uuid("user_id"))
            .col(var_binary("secret_hash", 32))
            .col(integer("credentials_version"))
            .col(instant("created_at"))
            .col(timestamp_with_time_zone_null("last_read_at"))
            .primary_key(&mut primary_key(&["portal", "user_id"]))
            .foreign_key(&mut references("user_id", "users"))
            .take();
        manager.create_table(table).await?;
        index(manager, "calendar_feeds", &["portal", "secret_hash"], true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["calendar_feeds"]).await
    }
}
