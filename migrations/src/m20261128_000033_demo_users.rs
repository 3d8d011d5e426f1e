//! Which accounts were made by a demo server, with passwords that everybody can read.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean;

use crate::columns::drop_columns;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_demo = boolean("is_demo").default(false).take();
        manager.alter_table(Table::alter().table("users").add_column(is_demo).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_columns(manager, [("users", "is_demo")].into_iter()).await
    }
}
