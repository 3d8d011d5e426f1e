//! Who did what an audit event tells, apart from the account that it was done to. Events of before say neither which of
//! the two their user is nor more: they are signed and stay as they are.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_columns, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [string_len_null("doer_kind", 16), uuid_null("doer_id"), string_len_null("doer_name", 128)];
        for column in columns {
            manager.alter_table(Table::alter().table("audit_events").add_column(column).take()).await?;
        }
        // A history asks for one of three: who did it, whose account it is, what of before was done to it.
        index(manager, "audit_events", &["doer_id", "at"], false).await?;
        index(manager, "audit_events", &["subject_id", "at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["audit_events_doer_id_at", "audit_events_subject_id_at"] {
            manager.drop_index(Index::drop().name(name).table("audit_events").to_owned()).await?;
        }
        let columns = ["doer_kind", "doer_id", "doer_name"].map(|column| ("audit_events", column));
        drop_columns(manager, columns.into_iter()).await
    }
}
