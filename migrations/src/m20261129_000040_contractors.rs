//! What customers say of themselves as contractors, and sessions that wait for it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_columns, drop_tables, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("contractors")
            .col(uuid("customer_id"))
            .col(portal())
            .col(text("answers"))
            .col(instant("created_at"))
            .col(instant("updated_at"))
            .primary_key(&mut primary_key(&["customer_id"]))
            .foreign_key(&mut references("customer_id", "customers"))
            .take();
        manager.create_table(table).await?;
        let column = boolean("contractor_required").default(false).take();
        manager.alter_table(Table::alter().table("sessions").add_column(column).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_columns(manager, [("sessions", "contractor_required")].into_iter()).await?;
        drop_tables(manager, &["contractors"]).await
    }
}
