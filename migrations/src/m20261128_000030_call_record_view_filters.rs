//! Under which filter call records were looked at.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::json_binary_null;

use crate::columns::drop_columns;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let filter = json_binary_null("filter").take();
        manager.alter_table(Table::alter().table("call_record_views").add_column(filter).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_columns(manager, [("call_record_views", "filter")].into_iter()).await
    }
}
