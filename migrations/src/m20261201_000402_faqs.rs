//! Questions that are often asked.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let faqs = Table::create()
            .table("faqs")
            .col(uuid("id").primary_key())
            .col(portal())
            .col(string_len("key", 64))
            .col(string_len("category", 64))
            .col(text("question"))
            .col(text("question_en"))
            .col(text("answer"))
            .col(text("answer_en"))
            .col(integer("position"))
            .col(text("search_text"))
            .col(timestamp_with_time_zone_null("published_at"))
            .col(instant("created_at"))
            .col(instant("updated_at"))
            .take();
        manager.create_table(faqs).await?;
        index(manager, "faqs", &["portal", "key"], true).await?;
        index(manager, "faqs", &["portal", "position", "id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["faqs"]).await
    }
}
