//! Customers, billing groups, contracts and their options.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(customers()).await?;
        index(manager, "customers", &["portal", "number"], true).await?;
        manager.create_table(billing_groups()).await?;
        index(manager, "billing_groups", &["portal", "number"], true).await?;
        index(manager, "billing_groups", &["customer_id"], false).await?;
        manager.create_table(contracts()).await?;
        index(manager, "contracts", &["portal", "number"], true).await?;
        index(manager, "contracts", &["customer_id", "number"], false).await?;
        index(manager, "contracts", &["billing_group_id"], false).await?;
        manager.create_table(contract_options()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["contract_options", "contracts", "billing_groups", "customers"]).await
    }
}

fn address(table: &mut TableCreateStatement) -> &mut TableCreateStatement {
    table
        .col(string_len("postal_code", 7))
        .col(string_len("prefecture", 16))
        .col(text("address1"))
        .col(text("address2"))
}

fn customers() -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table("customers")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(string_len("number", 64))
        .col(text("name"))
        .col(text("name_kana"))
        .col(text("name_key"));
    address(&mut table).col(string_len("phone", 15)).col(instant("created_at")).col(instant("updated_at")).take()
}

fn billing_groups() -> TableCreateStatement {
    Table::create()
        .table("billing_groups")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("customer_id"))
        .col(string_len("number", 64))
        .col(instant("created_at"))
        .foreign_key(&mut references("customer_id", "customers"))
        .take()
}

fn contracts() -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table("contracts")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("customer_id"))
        .col(uuid("billing_group_id"))
        .col(string_len("number", 64))
        .col(string_len("category", 32))
        .col(text("service_name"))
        .col(string_len("status", 16))
        .col(date("started_on"));
    address(&mut table)
        .col(text("building"))
        .col(string_len("access_key", 64))
        .col(text("phone_service_name"))
        .col(string_len("phone_number", 15))
        .col(text("phone_detail"))
        .col(date_null("call_records_from"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("billing_group_id", "billing_groups"))
        .take()
}

fn contract_options() -> TableCreateStatement {
    Table::create()
        .table("contract_options")
        .col(uuid("contract_id"))
        .col(small_integer("position"))
        .col(portal())
        .col(text("name"))
        .primary_key(&mut primary_key(&["contract_id", "position"]))
        .foreign_key(&mut references("contract_id", "contracts"))
        .take()
}
