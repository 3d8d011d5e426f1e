//! Who looked at call records, and for whom called numbers are shown in full for a while.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(views()).await?;
        index(manager, "call_record_views", &["customer_id", "contract_id", "viewed_at", "id"], false).await?;
        // For the end of their time, which comes by portal.
        index(manager, "call_record_views", &["portal", "viewed_at"], false).await?;
        manager.create_table(unmaskings()).await?;
        index(manager, "call_record_unmaskings", &["customer_id", "session_id", "contract_id"], false).await?;
        index(manager, "call_record_unmaskings", &["expires_at"], false).await?;
        // Finds the months of records that are kept no longer.
        index(manager, "call_record_months", &["portal", "month"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("call_record_months_portal_month").to_owned()).await?;
        drop_tables(manager, &["call_record_unmaskings", "call_record_views"]).await
    }
}

/// User and session are named without a foreign key: the log outlives both.
fn views() -> TableCreateStatement {
    Table::create()
        .table("call_record_views")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid("contract_id"))
        .col(uuid("user_id"))
        .col(text("user_label"))
        .col(uuid("session_id"))
        .col(string_len("action", 8))
        .col(date_null("month"))
        .col(boolean("masked"))
        .col(big_integer_null("count"))
        .col(text_null("reason"))
        .col(instant("viewed_at"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("contract_id", "contracts"))
        .take()
}

fn unmaskings() -> TableCreateStatement {
    Table::create()
        .table("call_record_unmaskings")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid("contract_id"))
        .col(uuid("user_id"))
        .col(uuid("session_id"))
        .col(text("reason"))
        .col(instant("created_at"))
        .col(instant("expires_at"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("contract_id", "contracts"))
        .take()
}
