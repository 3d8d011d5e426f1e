//! Who issued an invoice and which account it is debited from, as when it was issued; numbers of invoices by portal.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_columns, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn new_columns() -> Vec<(&'static str, &'static str, ColumnDef)> {
    let text = |name: &'static str| text(name).default("").take();
    vec![
        // Absent on invoices that were issued before this step.
        ("invoices", "issued_by", json_binary_null("issued_by").take()),
        ("invoices", "bank", text("bank")),
        ("invoices", "bank_account", text("bank_account")),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, _, column) in new_columns() {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        index(manager, "invoices", &["number", "portal"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("invoices_number_portal").to_owned()).await?;
        drop_columns(manager, new_columns().into_iter().map(|(table, column, _)| (table, column))).await
    }
}
