//! Approval of requests inside a customer: what each customer set, who may approve, and what waited with who decided.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [settings(), approvers(), approvals()] {
            manager.create_table(table).await?;
        }
        // What waits at a customer is found by its state.
        index(manager, "requests", &["customer_id", "state", "id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("requests_customer_id_state_id").table("requests").to_owned()).await?;
        drop_tables(manager, &["request_approvals", "approvers", "approval_settings"]).await
    }
}

fn settings() -> TableCreateStatement {
    Table::create()
        .table("approval_settings")
        .col(uuid("customer_id"))
        .col(portal())
        .col(boolean("is_on"))
        .col(big_integer("limit_yen"))
        .col(instant("updated_at"))
        .primary_key(&mut primary_key(&["customer_id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .take()
}

fn approvers() -> TableCreateStatement {
    Table::create()
        .table("approvers")
        .col(uuid("customer_id"))
        .col(uuid("user_id"))
        .col(portal())
        .col(instant("created_at"))
        .primary_key(&mut primary_key(&["customer_id", "user_id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .take()
}

fn approvals() -> TableCreateStatement {
    Table::create()
        .table("request_approvals")
        .col(uuid("customer_id"))
        .col(uuid("request_id"))
        .col(portal())
        .col(uuid("user_id"))
        .col(text("user_name"))
        .col(big_integer("amount"))
        .col(big_integer("limit_yen"))
        .col(instant("asked_at"))
        .col(uuid_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .primary_key(&mut primary_key(&["customer_id", "request_id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(
            ForeignKey::create()
                .from_col("customer_id")
                .from_col("request_id")
                .to_tbl("requests")
                .to_col("customer_id")
                .to_col("id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}
