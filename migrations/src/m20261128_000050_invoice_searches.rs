//! All invoices of a customer by the day of issue, whichever contracts they bill: what the search of invoices goes by.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "invoices", &["customer_id", "issued_on", "id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("invoices_customer_id_issued_on_id").to_owned()).await
    }
}
