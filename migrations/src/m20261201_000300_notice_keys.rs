//! Notices of a provider's systems by their own keys.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_len_null;

use crate::columns::{drop_columns, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("notices").add_column(string_len_null("key", 64)).take()).await?;
        index(manager, "notices", &["portal", "key"], true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("notices_portal_key").to_owned()).await?;
        drop_columns(manager, [("notices", "key")].into_iter()).await
    }
}
