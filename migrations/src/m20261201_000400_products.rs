//! Products with their categories, what they are found by, and the units of them that are promised.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(products()).await?;
        index(manager, "products", &["portal", "code_key"], true).await?;
        // One index for each order of the catalogue, which each category has too.
        for column in ["code", "name", "daily_price", "monthly_price"] {
            index(manager, "products", &["portal", column, "id"], false).await?;
            index(manager, "products", &["portal", "category", column, "id"], false).await?;
        }
        // What is counted.
        index(manager, "products", &["portal", "withdrawn_at", "category", "id"], false).await?;
        manager.create_table(categories()).await?;
        manager.create_table(grams()).await?;
        manager.create_table(reservations()).await?;
        index(manager, "stock_reservations", &["product_id", "until_on", "from_on", "quantity"], false).await?;
        index(manager, "stock_reservations", &["order_line_id", "id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["stock_reservations", "product_grams", "product_categories", "products"]).await
    }
}

fn products() -> TableCreateStatement {
    Table::create()
        .table("products")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(string_len("code", 64))
        .col(string_len("code_key", 64))
        .col(text("name"))
        .col(text("category"))
        .col(big_integer("daily_price"))
        .col(big_integer_null("monthly_price"))
        .col(integer("stock"))
        .col(text("note"))
        .col(text("search_text"))
        .col(text_null("picture_key"))
        .col(text_null("picture_type"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .take()
}

fn categories() -> TableCreateStatement {
    Table::create()
        .table("product_categories")
        .col(portal())
        .col(text("name"))
        .col(text("name_en"))
        .col(integer("position"))
        .primary_key(&mut primary_key(&["portal", "name"]))
        .take()
}

fn grams() -> TableCreateStatement {
    Table::create()
        .table("product_grams")
        .col(portal())
        .col(big_integer("gram"))
        .col(uuid("product_id"))
        .primary_key(&mut primary_key(&["portal", "gram", "product_id"]))
        .take()
}

fn reservations() -> TableCreateStatement {
    Table::create()
        .table("stock_reservations")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("product_id"))
        .col(uuid("order_line_id"))
        .col(integer("quantity"))
        .col(date("from_on"))
        .col(date("until_on"))
        .col(timestamp_with_time_zone_null("released_at"))
        .col(instant("created_at"))
        .foreign_key(&mut references("product_id", "products"))
        .take()
}
