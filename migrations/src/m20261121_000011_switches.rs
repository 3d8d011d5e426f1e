//! What customers turned on and off, with the day from which it counts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let switches = Table::create()
            .table("switches")
            .col(uuid("customer_id"))
            .col(uuid("id"))
            .col(portal())
            .col(uuid_null("contract_id"))
            .col(uuid_null("billing_group_id"))
            .col(string_len("kind", 32))
            .col(boolean("turned_on"))
            .col(date("effective_from"))
            .col(string_len_null("consent_version", 32))
            .col(uuid_null("inquiry_id"))
            .col(uuid_null("user_id"))
            .col(instant("created_at"))
            .primary_key(&mut primary_key(&["customer_id", "id"]))
            .foreign_key(&mut references("customer_id", "customers"))
            .foreign_key(&mut references("contract_id", "contracts"))
            .foreign_key(&mut references("billing_group_id", "billing_groups"))
            .take();
        manager.create_table(switches).await?;
        index(manager, "switches", &["customer_id", "kind", "billing_group_id", "created_at"], false).await?;
        index(manager, "switches", &["customer_id", "contract_id", "created_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["switches"]).await
    }
}
