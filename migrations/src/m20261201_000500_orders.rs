//! Orders of rented goods with their lines, quotes, and delivery addresses that customers keep; what requests lead to of them.
//! All keyed by customer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_columns, drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [templates(), orders(), lines(), ends(), events(), quotes(), quote_lines()] {
            manager.create_table(table).await?;
        }
        index(manager, "delivery_templates", &["customer_id", "portal", "created_at"], false).await?;
        index(manager, "orders", &["customer_id", "portal", "number"], true).await?;
        index(manager, "orders", &["customer_id", "ordered_on", "id"], false).await?;
        index(manager, "orders", &["customer_id", "last_on", "id"], false).await?;
        // The provider looks one up by its number alone.
        index(manager, "orders", &["portal", "number"], false).await?;
        index(manager, "order_lines", &["customer_id", "order_id", "position"], true).await?;
        index(manager, "order_line_ends", &["customer_id", "order_id"], false).await?;
        index(manager, "order_events", &["customer_id", "order_id", "at"], false).await?;
        index(manager, "quotes", &["customer_id", "portal", "number"], true).await?;
        index(manager, "quotes", &["customer_id", "quoted_on", "id"], false).await?;
        index(manager, "quote_lines", &["customer_id", "quote_id", "position"], true).await?;
        for mut column in request_columns() {
            manager.alter_table(Table::alter().table("requests").add_column(&mut column).take()).await?;
        }
        index(manager, "requests", &["customer_id", "order_number"], false).await?;
        // Requests of before say the same by their state.
        let known = "UPDATE requests SET reception = CASE state WHEN 'failed' THEN 'failed' ELSE 'accepted' END, \
                     decision = CASE WHEN state IN ('in_review', 'completed', 'rejected', 'withdrawn') THEN state END \
                     WHERE state <> 'draft'";
        manager.get_connection().execute_unprepared(known).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name("requests_customer_id_order_number").table("requests").to_owned())
            .await?;
        let columns = ["order_id", "order_number", "quote_number", "reception", "decision"];
        drop_columns(manager, columns.into_iter().map(|column| ("requests", column))).await?;
        let tables =
            ["quote_lines", "quotes", "order_events", "order_line_ends", "order_lines", "orders", "delivery_templates"];
        drop_tables(manager, &tables).await
    }
}

fn request_columns() -> [ColumnDef; 5] {
    [
        uuid_null("order_id").take(),
        string_len_null("order_number", 64).take(),
        string_len_null("quote_number", 64).take(),
        string_len_null("reception", 16).take(),
        string_len_null("decision", 16).take(),
    ]
}

/// What every table of them begins with.
fn table(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .take()
}

/// A foreign key to a table that lives with this one.
fn part_of(column: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_col("customer_id")
        .from_col(column)
        .to_tbl(table)
        .to_col("customer_id")
        .to_col("id")
        .on_delete(ForeignKeyAction::Cascade)
        .take()
}

fn templates() -> TableCreateStatement {
    table("delivery_templates").col(text("answers")).col(instant("created_at")).col(instant("updated_at")).take()
}

fn orders() -> TableCreateStatement {
    table("orders")
        .col(string_len("number", 64))
        .col(uuid_null("user_id"))
        .col(string_len("state", 16))
        .col(date("ordered_on"))
        .col(date("first_on"))
        .col(date("last_on"))
        .col(text("answers"))
        .col(uuid_null("quote_id"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .take()
}

/// Product, quantity, days and prices of a line.
fn rented(mut table: TableCreateStatement) -> TableCreateStatement {
    table
        .col(integer("position"))
        .col(string_len("product_code", 64))
        .col(text("product_name"))
        .col(big_integer("quantity"))
        .col(date("first_on"))
        .col(date("last_on"))
        .col(big_integer("daily_price"))
        .col(big_integer_null("monthly_price"))
        .col(integer("delivery"))
        .take()
}

fn lines() -> TableCreateStatement {
    rented(table("order_lines").col(uuid("order_id")).foreign_key(&mut part_of("order_id", "orders")).take())
        .col(string_len("class", 16))
        .col(date_null("returned_on"))
        .take()
}

fn ends() -> TableCreateStatement {
    table("order_line_ends")
        .col(uuid("order_id"))
        .col(uuid("line_id"))
        .col(big_integer("quantity"))
        .col(date("ends_on"))
        .col(string_len("state", 16))
        .col(uuid("request_id"))
        .col(instant("created_at"))
        .foreign_key(&mut part_of("order_id", "orders"))
        .foreign_key(&mut part_of("line_id", "order_lines"))
        .take()
}

fn events() -> TableCreateStatement {
    table("order_events")
        .col(uuid("order_id"))
        .col(string_len("kind", 32))
        .col(instant("at"))
        .col(string_len("doer", 16))
        .col(text("name"))
        .col(text("note"))
        .col(string_len_null("request_number", 64))
        .foreign_key(&mut part_of("order_id", "orders"))
        .take()
}

fn quotes() -> TableCreateStatement {
    table("quotes")
        .col(string_len("number", 64))
        .col(uuid("request_id"))
        .col(string_len("request_number", 64))
        .col(string_len("state", 16))
        .col(string_len("class", 16))
        .col(date("quoted_on"))
        .col(date("valid_until"))
        .col(big_integer("amount"))
        .col(text("note"))
        .col(text("answers"))
        .col(uuid_null("order_id"))
        .col(string_len_null("order_number", 64))
        .col(instant("created_at"))
        .take()
}

fn quote_lines() -> TableCreateStatement {
    rented(table("quote_lines").col(uuid("quote_id")).foreign_key(&mut part_of("quote_id", "quotes")).take())
        .col(big_integer("amount"))
        .take()
}
