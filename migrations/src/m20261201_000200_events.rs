//! What other systems are told of, how far each portal's feed goes, and how far each reader is.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(events()).await?;
        // The feed goes by position; those that have none yet are found by it too.
        index(manager, "events", &["portal", "position"], true).await?;
        index(manager, "events", &["id"], true).await?;
        // A replay goes from a moment on.
        index(manager, "events", &["portal", "occurred_at"], false).await?;
        manager.create_table(feeds()).await?;
        manager.create_table(acknowledgements()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["event_acknowledgements", "event_feeds", "events"]).await
    }
}

fn events() -> TableCreateStatement {
    Table::create()
        .table("events")
        .col(big_pk_auto("serial"))
        .col(uuid("id"))
        .col(portal())
        .col(big_integer_null("position"))
        .col(string_len("type", 64))
        .col(text("subjects"))
        .col(text("data"))
        .col(instant("occurred_at"))
        .take()
}

fn feeds() -> TableCreateStatement {
    Table::create()
        .table("event_feeds")
        .col(portal().primary_key())
        .col(big_integer("position"))
        .col(big_integer("cut"))
        .take()
}

fn acknowledgements() -> TableCreateStatement {
    Table::create()
        .table("event_acknowledgements")
        .col(portal())
        .col(string_len("reader", 200))
        .col(big_integer("position"))
        .col(instant("acknowledged_at"))
        .primary_key(&mut primary_key(&["portal", "reader"]))
        .take()
}
