//! Invoices with their lines and totals by rate, keyed by customer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(invoices()).await?;
        index(manager, "invoices", &["customer_id", "portal", "number"], true).await?;
        index(manager, "invoices", &["customer_id", "billing_group_id", "month"], false).await?;
        manager.create_table(invoice_lines()).await?;
        manager.create_table(invoice_totals()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["invoice_totals", "invoice_lines", "invoices"]).await
    }
}

fn invoices() -> TableCreateStatement {
    Table::create()
        .table("invoices")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(uuid("billing_group_id"))
        .col(string_len("number", 64))
        .col(date("month"))
        .col(big_integer("net"))
        .col(big_integer("tax"))
        .col(big_integer("gross"))
        .col(var_binary("fingerprint", 32))
        .col(instant("created_at"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("billing_group_id", "billing_groups"))
        .take()
}

fn of_invoice() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_col("customer_id")
        .from_col("invoice_id")
        .to_tbl("invoices")
        .to_col("customer_id")
        .to_col("id")
        .take()
}

fn invoice_lines() -> TableCreateStatement {
    Table::create()
        .table("invoice_lines")
        .col(uuid("customer_id"))
        .col(uuid("invoice_id"))
        .col(integer("position"))
        .col(portal())
        .col(uuid("contract_id"))
        .col(text("item"))
        .col(big_integer("amount"))
        .col(string_len("tax_rate", 16))
        .col(text("note"))
        .primary_key(&mut primary_key(&["customer_id", "invoice_id", "position"]))
        .foreign_key(&mut of_invoice())
        .foreign_key(&mut references("contract_id", "contracts"))
        .take()
}

fn invoice_totals() -> TableCreateStatement {
    Table::create()
        .table("invoice_totals")
        .col(uuid("customer_id"))
        .col(uuid("invoice_id"))
        .col(string_len("tax_rate", 16))
        .col(portal())
        .col(big_integer("net"))
        .col(big_integer("tax"))
        .primary_key(&mut primary_key(&["customer_id", "invoice_id", "tax_rate"]))
        .foreign_key(&mut of_invoice())
        .take()
}
