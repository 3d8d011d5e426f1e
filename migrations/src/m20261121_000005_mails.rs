//! Mails and the outbox of jobs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(mails()).await?;
        index(manager, "mails", &["customer_id", "created_at"], false).await?;
        index(manager, "mails", &["portal", "state", "created_at"], false).await?;
        manager.create_table(jobs()).await?;
        index(manager, "jobs", &["run_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["jobs", "mails"]).await
    }
}

fn mails() -> TableCreateStatement {
    Table::create()
        .table("mails")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(string_len("message", 64))
        .col(string_len("locale", 8))
        .col(string_len("sender", 254))
        .col(string_len("recipient", 254))
        .col(string_len("message_id", 128))
        .col(binary_null("sealed_content"))
        .col(string_len("state", 16))
        .col(integer("attempts"))
        .col(text_null("last_error"))
        .col(instant("created_at"))
        .col(timestamp_with_time_zone_null("sent_at"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .take()
}

fn jobs() -> TableCreateStatement {
    Table::create()
        .table("jobs")
        .col(uuid("id").primary_key())
        .col(string_len("kind", 64))
        .col(json_binary("payload"))
        .col(instant("run_at"))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone_null("leased_until"))
        .col(timestamp_with_time_zone_null("failed_at"))
        .col(text_null("last_error"))
        .col(instant("created_at"))
        .take()
}
