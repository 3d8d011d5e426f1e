//! Second factors, passkeys, recovery codes, numbers given out, and the chain of audit events.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_columns, drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Columns that tables of earlier steps get, one statement each: SQLite takes no more.
fn new_columns() -> Vec<(&'static str, &'static str, ColumnDef)> {
    let later = |name: &'static str| timestamp_with_time_zone_null(name).take();
    let no = |name: &'static str| boolean(name).default(false).take();
    vec![
        ("users", "password_change_required", no("password_change_required")),
        ("users", "password_changed_at", later("password_changed_at")),
        ("users", "issued_password_used_at", later("issued_password_used_at")),
        ("users", "uses_second_factor", no("uses_second_factor")),
        ("sessions", "reauthenticated_at", later("reauthenticated_at")),
        ("sessions", "password_change_required", no("password_change_required")),
        ("sign_in_attempts", "issued_password", no("issued_password")),
        ("one_time_links", "detail", json_binary_null("detail").take()),
        ("audit_events", "sequence", big_integer_null("sequence").take()),
        ("audit_events", "hash", var_binary_null("hash", 32).take()),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, _, column) in new_columns() {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        manager.create_table(authenticators()).await?;
        index(manager, "authenticators", &["user_id", "created_at"], false).await?;
        index(manager, "authenticators", &["portal", "credential_hash"], true).await?;
        manager.create_table(recovery_codes()).await?;
        index(manager, "recovery_codes", &["user_id"], false).await?;
        manager.create_table(passkey_challenges()).await?;
        index(manager, "passkey_challenges", &["expires_at"], false).await?;
        manager.create_table(numberings()).await?;
        manager.create_table(audit_heads()).await?;
        index(manager, "users", &["portal", "mail_address"], false).await?;
        index(manager, "sign_in_attempts", &["user_id"], false).await?;
        // Also finds what is not in the chain yet.
        index(manager, "audit_events", &["portal", "sequence"], true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["audit_events_portal_sequence", "sign_in_attempts_user_id", "users_portal_mail_address"] {
            manager.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        let tables = ["audit_heads", "numberings", "passkey_challenges", "recovery_codes", "authenticators"];
        drop_tables(manager, &tables).await?;
        drop_columns(manager, new_columns().into_iter().map(|(table, column, _)| (table, column))).await
    }
}

fn authenticators() -> TableCreateStatement {
    Table::create()
        .table("authenticators")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("user_id"))
        .col(string_len("kind", 16))
        .col(text("name"))
        .col(blob("sealed_secret"))
        .col(var_binary_null("credential_hash", 32))
        .col(big_integer_null("last_step"))
        .col(instant("created_at"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(timestamp_with_time_zone_null("last_used_at"))
        .foreign_key(&mut references("user_id", "users"))
        .take()
}

fn recovery_codes() -> TableCreateStatement {
    Table::create()
        .table("recovery_codes")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("user_id"))
        .col(var_binary("code_hash", 32))
        .col(instant("created_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(&mut references("user_id", "users"))
        .take()
}

fn passkey_challenges() -> TableCreateStatement {
    Table::create()
        .table("passkey_challenges")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(string_len("purpose", 16))
        .col(var_binary("binding_hash", 32))
        .col(blob("sealed_state"))
        .col(instant("created_at"))
        .col(instant("expires_at"))
        .take()
}

fn numberings() -> TableCreateStatement {
    Table::create()
        .table("numberings")
        .col(portal())
        .col(string_len("noun", 32))
        .col(string_len("day", 8))
        .col(big_integer("last"))
        .primary_key(&mut primary_key(&["portal", "noun", "day"]))
        .take()
}

fn audit_heads() -> TableCreateStatement {
    Table::create()
        .table("audit_heads")
        .col(portal().primary_key())
        .col(big_integer("sequence"))
        .col(var_binary("hash", 32))
        .take()
}
