//! Inquiries with their messages and files, keyed by customer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(inquiries()).await?;
        index(manager, "inquiries", &["customer_id", "portal", "number"], true).await?;
        index(manager, "inquiries", &["customer_id", "created_at", "id"], false).await?;
        // The provider looks one up by its number alone, and lists those that wait.
        index(manager, "inquiries", &["portal", "number"], false).await?;
        index(manager, "inquiries", &["portal", "state", "updated_at"], false).await?;
        manager.create_table(messages()).await?;
        index(manager, "inquiry_messages", &["customer_id", "inquiry_id", "created_at"], false).await?;
        manager.create_table(attachments()).await?;
        index(manager, "inquiry_attachments", &["customer_id", "message_id"], false).await?;
        index(manager, "inquiry_attachments", &["customer_id", "user_id", "message_id"], false).await?;
        // Housekeeping looks for those that were never sent.
        index(manager, "inquiry_attachments", &["message_id", "created_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["inquiry_attachments", "inquiry_messages", "inquiries"]).await
    }
}

fn inquiries() -> TableCreateStatement {
    Table::create()
        .table("inquiries")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid_null("billing_group_id"))
        .col(uuid("user_id"))
        .col(string_len("number", 64))
        .col(string_len("kind", 64))
        .col(text("subject"))
        .col(string_len("state", 16))
        .col(string_len_null("wish", 32))
        .col(date_null("wish_effective_from"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("billing_group_id", "billing_groups"))
        .take()
}

fn messages() -> TableCreateStatement {
    Table::create()
        .table("inquiry_messages")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid("inquiry_id"))
        .col(uuid_null("user_id"))
        .col(text("text"))
        .col(instant("created_at"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut within("inquiry_id", "inquiries"))
        .take()
}

fn attachments() -> TableCreateStatement {
    Table::create()
        .table("inquiry_attachments")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid("user_id"))
        .col(uuid_null("message_id"))
        .col(text("file_name"))
        .col(string_len("media_type", 128))
        .col(big_integer("size"))
        .col(instant("created_at"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut within("message_id", "inquiry_messages"))
        .take()
}

/// A foreign key to a table that lies with its customer.
fn within(column: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_col("customer_id")
        .from_col(column)
        .to_tbl(table)
        .to_col("customer_id")
        .to_col("id")
        .take()
}
