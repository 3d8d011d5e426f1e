//! Files of requests, their rows, and which request came of which row.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_columns, drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(batches()).await?;
        index(manager, "request_batches", &["customer_id", "created_at", "id"], false).await?;
        index(manager, "request_batches", &["portal", "state", "updated_at"], false).await?;
        for column in [uuid_null("batch_id"), string_len_null("batch_key", 80)] {
            manager.alter_table(Table::alter().table("requests").add_column(column).take()).await?;
        }
        // A row is known again by its key, whichever file it comes in.
        index(manager, "requests", &["customer_id", "batch_key"], false).await?;
        manager.create_table(rows()).await?;
        index(manager, "request_batch_rows", &["customer_id", "request_id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["request_batch_rows"]).await?;
        manager.drop_index(Index::drop().name("requests_customer_id_batch_key").to_owned()).await?;
        drop_columns(manager, [("requests", "batch_id"), ("requests", "batch_key")].into_iter()).await?;
        drop_tables(manager, &["request_batches"]).await
    }
}

fn batches() -> TableCreateStatement {
    Table::create()
        .table("request_batches")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid_null("billing_group_id"))
        .col(uuid("user_id"))
        .col(string_len("kind", 64))
        .col(string_len("category", 64))
        .col(string_len("state", 16))
        .col(text("answers"))
        .col(text("file_name"))
        .col(string_len("file_digest", 64))
        .col(text("columns"))
        .col(integer("row_count"))
        .col(timestamp_with_time_zone_null("submitted_at"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("billing_group_id", "billing_groups"))
        .take()
}

fn rows() -> TableCreateStatement {
    let of = |column: &'static str, table: &'static str| {
        ForeignKey::create()
            .from_col("customer_id")
            .from_col(column)
            .to_tbl(table)
            .to_col("customer_id")
            .to_col("id")
            .on_delete(ForeignKeyAction::Cascade)
            .take()
    };
    Table::create()
        .table("request_batch_rows")
        .col(uuid("customer_id"))
        .col(uuid("batch_id"))
        .col(integer("position"))
        .col(portal())
        .col(integer("line"))
        .col(text("key"))
        .col(uuid_null("request_id"))
        .col(string_len("outcome", 16))
        .col(text("cells"))
        .col(text("faults"))
        .primary_key(&mut primary_key(&["customer_id", "batch_id", "position"]))
        .foreign_key(&mut of("batch_id", "request_batches"))
        .foreign_key(&mut of("request_id", "requests"))
        .take()
}
