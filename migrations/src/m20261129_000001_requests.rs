//! Requests with what happened to them, keyed by customer, and the texts of terms that somebody agreed to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(requests()).await?;
        index(manager, "requests", &["customer_id", "portal", "number"], true).await?;
        index(manager, "requests", &["customer_id", "opened_on", "id"], false).await?;
        index(manager, "requests", &["customer_id", "submitted_at", "id"], false).await?;
        // The provider looks one up by its number alone, and lists those that wait; drafts that nobody touches end.
        index(manager, "requests", &["portal", "number"], false).await?;
        index(manager, "requests", &["portal", "state", "updated_at"], false).await?;
        manager.create_table(events()).await?;
        index(manager, "request_events", &["customer_id", "request_id", "at"], false).await?;
        manager.create_table(terms_versions()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["terms_versions", "request_events", "requests"]).await
    }
}

fn requests() -> TableCreateStatement {
    Table::create()
        .table("requests")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid_null("billing_group_id"))
        .col(uuid("user_id"))
        .col(string_len("number", 64))
        .col(string_len("kind", 64))
        .col(string_len_null("category", 64))
        .col(string_len("state", 16))
        .col(text("answers"))
        .col(uuid_null("contract_id"))
        .col(date("opened_on"))
        .col(text("title"))
        .col(timestamp_with_time_zone_null("submitted_at"))
        .col(text_null("confirmation"))
        .col(string_len_null("terms_version", 64))
        .col(text("agreed_by"))
        .col(timestamp_with_time_zone_null("warned_at"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("billing_group_id", "billing_groups"))
        .foreign_key(&mut references("contract_id", "contracts"))
        .take()
}

fn events() -> TableCreateStatement {
    let of_request = ForeignKey::create()
        .from_col("customer_id")
        .from_col("request_id")
        .to_tbl("requests")
        .to_col("customer_id")
        .to_col("id")
        .on_delete(ForeignKeyAction::Cascade)
        .take();
    Table::create()
        .table("request_events")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid("request_id"))
        .col(string_len("state", 16))
        .col(instant("at"))
        .col(string_len("doer", 16))
        .col(uuid_null("doer_id"))
        .col(text("name"))
        .col(text("reason"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut of_request.clone())
        .take()
}

fn terms_versions() -> TableCreateStatement {
    Table::create()
        .table("terms_versions")
        .col(portal())
        .col(string_len("version", 64))
        .col(text("text_ja"))
        .col(text("text_en"))
        .col(instant("first_agreed_at"))
        .primary_key(&mut primary_key(&["portal", "version"]))
        .take()
}
