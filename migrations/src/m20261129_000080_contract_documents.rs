//! Documents that are delivered to contracts, and what happened to a contract may name the kind of one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_columns, drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(documents()).await?;
        index(manager, "contract_documents", &["customer_id", "contract_id", "delivered_at", "id"], false).await?;
        // The same file of a kind is delivered to a contract once.
        index(manager, "contract_documents", &["customer_id", "contract_id", "kind", "sha256"], true).await?;
        // The provider lists those that wait for dispatch, and marks one by its id alone.
        index(manager, "contract_documents", &["portal", "medium", "dispatched_at", "delivered_at"], false).await?;
        index(manager, "contract_documents", &["portal", "id"], false).await?;
        let column = string_len_null("document_kind", 64).take();
        manager.alter_table(Table::alter().table("contract_events").add_column(column).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_columns(manager, [("contract_events", "document_kind")].into_iter()).await?;
        drop_tables(manager, &["contract_documents"]).await
    }
}

fn documents() -> TableCreateStatement {
    Table::create()
        .table("contract_documents")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid("contract_id"))
        .col(string_len("kind", 64))
        .col(string_len("medium", 16))
        .col(text("file_name"))
        .col(text("media_type"))
        .col(text("file_key"))
        .col(big_integer("size"))
        .col(var_binary("sha256", 32))
        .col(instant("delivered_at"))
        .col(timestamp_with_time_zone_null("dispatched_at"))
        .col(timestamp_with_time_zone_null("first_opened_at"))
        .col(uuid_null("first_opened_by"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("contract_id", "contracts"))
        .take()
}
