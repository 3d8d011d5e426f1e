//! In which state of an account links, logins under way and issued passwords went out; mail addresses as they are
//! compared; what a session may do before a second factor is there, and which of its tokens counts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::columns::{drop_columns, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// One statement each: SQLite takes no more.
fn new_columns() -> Vec<(&'static str, &'static str, ColumnDef)> {
    let counted = |name: &'static str| integer(name).default(0).take();
    vec![
        ("users", "credentials_version", counted("credentials_version")),
        ("users", "issued_password_version", integer_null("issued_password_version").take()),
        ("users", "mail_key", string_len("mail_key", 254).default("").take()),
        ("users", "locked_by_provider", boolean("locked_by_provider").default(false).take()),
        ("one_time_links", "credentials_version", counted("credentials_version")),
        ("sign_in_attempts", "credentials_version", counted("credentials_version")),
        ("sessions", "token_version", counted("token_version")),
        ("sessions", "enrolment_required", boolean("enrolment_required").default(false).take()),
    ]
}

/// What went out stays usable, but for what lies in a mailbox that is no longer the user's.
const OPEN_STAYS_OPEN: [&str; 3] = [
    "UPDATE users SET issued_password_version = 0 WHERE issued_password_hash IS NOT NULL",
    "UPDATE users SET issued_password_hash = NULL, issued_password_expires_at = NULL, issued_password_version = NULL \
     WHERE id IN (SELECT user_id FROM audit_events WHERE action = 'mail_change.completed')",
    "UPDATE one_time_links SET closed_at = created_at WHERE closed_at IS NULL AND purpose <> 'mail_change_undo' \
     AND EXISTS (SELECT 1 FROM audit_events e WHERE e.user_id = one_time_links.user_id \
     AND e.action = 'mail_change.completed' AND e.at > one_time_links.created_at)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, _, column) in new_columns() {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        // Stored addresses are ASCII. The database's language must have no say: a Turkish one lowers I to another letter.
        let plain = if manager.get_database_backend() == DatabaseBackend::Postgres { r#" COLLATE "C""# } else { "" };
        let fill = format!("UPDATE users SET mail_key = lower(mail_address{plain})");
        manager.get_connection().execute_unprepared(&fill).await?;
        for statement in OPEN_STAYS_OPEN {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        index(manager, "audit_events", &["subject_id"], false).await?;
        index(manager, "users", &["portal", "mail_key"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["users_portal_mail_key", "audit_events_subject_id"] {
            manager.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        drop_columns(manager, new_columns().into_iter().map(|(table, column, _)| (table, column))).await
    }
}
