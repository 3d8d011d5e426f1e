//! Each audit event's own proof, from where on every event of a chain has one, and where a chain was cut.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_columns, drop_tables, instant, portal};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let proof = var_binary_null("proof", 64).take();
        manager.alter_table(Table::alter().table("audit_events").add_column(proof).take()).await?;
        let from = big_integer_null("proved_from").take();
        manager.alter_table(Table::alter().table("audit_heads").add_column(from).take()).await?;
        let anchors = Table::create()
            .table("audit_anchors")
            .col(portal().primary_key())
            .col(big_integer("sequence"))
            .col(var_binary("hash", 64))
            .col(var_binary("signature", 64))
            .col(instant("cut_at"))
            .take();
        manager.create_table(anchors).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["audit_anchors"]).await?;
        drop_columns(manager, [("audit_events", "proof"), ("audit_heads", "proved_from")].into_iter()).await
    }
}
