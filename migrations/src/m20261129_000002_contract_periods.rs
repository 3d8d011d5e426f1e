//! Contracts that are applied for: who stands where, period and end, answers, and what happened to them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_columns, drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            string_len("pattern", 32).default("").take(),
            uuid_null("contact_customer_id").take(),
            date_null("ends_on").take(),
            date_null("termination_on").take(),
            text("answers").default("").take(),
        ];
        for mut column in columns {
            manager.alter_table(Table::alter().table("contracts").add_column(&mut column).take()).await?;
        }
        // A body finds what it is the contact of; the renewal finds what ended.
        index(manager, "contracts", &["contact_customer_id", "number"], false).await?;
        index(manager, "contracts", &["portal", "ends_on"], false).await?;
        manager.create_table(events()).await?;
        index(manager, "contract_events", &["customer_id", "contract_id", "at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["contract_events"]).await?;
        for name in ["contracts_contact_customer_id_number", "contracts_portal_ends_on"] {
            manager.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        let columns = ["pattern", "contact_customer_id", "ends_on", "termination_on", "answers"];
        drop_columns(manager, columns.into_iter().map(|column| ("contracts", column))).await
    }
}

fn events() -> TableCreateStatement {
    Table::create()
        .table("contract_events")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid("contract_id"))
        .col(string_len("kind", 32))
        .col(instant("at"))
        .col(string_len("doer", 16))
        .col(text("name"))
        .col(date_null("ends_on"))
        .col(uuid_null("request_id"))
        .col(string_len_null("request_number", 64))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("contract_id", "contracts"))
        .take()
}
