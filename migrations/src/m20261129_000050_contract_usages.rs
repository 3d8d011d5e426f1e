//! What contracts stored month by month, with the fee that was charged, keyed by customer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(usages()).await?;
        // The months of a portal that wait to be charged.
        index(manager, "contract_usages", &["portal", "month", "charged_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["contract_usages"]).await
    }
}

fn usages() -> TableCreateStatement {
    let of_invoice = ForeignKey::create()
        .from_col("customer_id")
        .from_col("invoice_id")
        .to_tbl("invoices")
        .to_col("customer_id")
        .to_col("id")
        .take();
    Table::create()
        .table("contract_usages")
        .col(uuid("customer_id"))
        .col(uuid("contract_id"))
        .col(string_len("code", 64))
        .col(date("month"))
        .col(portal())
        .col(big_integer("bytes"))
        .col(big_integer_null("fee"))
        .col(timestamp_with_time_zone_null("charged_at"))
        .col(uuid_null("invoice_id"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .primary_key(&mut primary_key(&["customer_id", "contract_id", "code", "month"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("contract_id", "contracts"))
        .foreign_key(&mut of_invoice.clone())
        .take()
}
