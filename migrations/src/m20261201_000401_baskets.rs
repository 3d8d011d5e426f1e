//! What users have put into their baskets.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lines = Table::create()
            .table("basket_lines")
            .col(uuid("customer_id"))
            .col(uuid("id"))
            .col(portal())
            .col(uuid("user_id"))
            .col(uuid("product_id"))
            .col(integer("quantity"))
            .col(date_null("from_on"))
            .col(date_null("until_on"))
            .col(instant("created_at"))
            .col(instant("updated_at"))
            .primary_key(&mut primary_key(&["customer_id", "id"]))
            .foreign_key(&mut references("customer_id", "customers"))
            .take();
        manager.create_table(lines).await?;
        index(manager, "basket_lines", &["customer_id", "user_id", "id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["basket_lines"]).await
    }
}
