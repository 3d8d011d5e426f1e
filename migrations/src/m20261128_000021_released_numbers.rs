//! Numbers that nobody used are given out again once there are no new ones.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("released_numbers")
            .col(portal())
            .col(string_len("noun", 32))
            .col(big_integer("number"))
            .col(instant("released_at"))
            .primary_key(&mut primary_key(&["portal", "noun", "number"]))
            .take();
        manager.create_table(table).await?;
        index(manager, "released_numbers", &["portal", "noun", "released_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["released_numbers"]).await
    }
}
