//! Notices of the provider, and who read them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let notices = Table::create()
            .table("notices")
            .col(uuid("id").primary_key())
            .col(portal())
            .col(string_len("importance", 16))
            .col(text("title"))
            .col(text("title_en"))
            .col(text("body"))
            .col(text("body_en"))
            .col(uuid_null("customer_id"))
            .col(string_len_null("category", 32))
            .col(instant("published_from"))
            .col(timestamp_with_time_zone_null("published_until"))
            .col(instant("created_at"))
            .foreign_key(&mut references("customer_id", "customers"))
            .take();
        manager.create_table(notices).await?;
        index(manager, "notices", &["portal", "published_from", "id"], false).await?;
        let reads = Table::create()
            .table("notice_reads")
            .col(uuid("user_id"))
            .col(uuid("notice_id"))
            .col(portal())
            .col(instant("read_at"))
            .primary_key(&mut primary_key(&["user_id", "notice_id"]))
            .foreign_key(&mut references("user_id", "users"))
            .foreign_key(&mut references("notice_id", "notices"))
            .take();
        manager.create_table(reads).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["notice_reads", "notices"]).await
    }
}
