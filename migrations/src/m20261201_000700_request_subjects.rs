//! Requests by the contract or the order that they are about.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "requests", &["customer_id", "contract_id"], false).await?;
        index(manager, "requests", &["customer_id", "order_id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["requests_customer_id_order_id", "requests_customer_id_contract_id"] {
            manager.drop_index(Index::drop().name(name).table("requests").to_owned()).await?;
        }
        Ok(())
    }
}
