//! Users, their sessions and login attempts, one-time links, consents and throttles.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(users()).await?;
        index(manager, "users", &["portal", "sign_in_key"], true).await?;
        index(manager, "users", &["customer_id"], false).await?;
        manager.create_table(sessions()).await?;
        index(manager, "sessions", &["user_id", "created_at"], false).await?;
        manager.create_table(sign_in_attempts()).await?;
        index(manager, "sign_in_attempts", &["expires_at"], false).await?;
        manager.create_table(one_time_links()).await?;
        index(manager, "one_time_links", &["token_hash"], true).await?;
        index(manager, "one_time_links", &["user_id"], false).await?;
        manager.create_table(consents()).await?;
        index(manager, "consents", &["customer_id", "kind"], false).await?;
        manager.create_table(throttles()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = ["throttles", "consents", "one_time_links", "sign_in_attempts", "sessions", "users"];
        drop_tables(manager, &tables).await
    }
}

fn users() -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("customer_id"))
        .col(uuid_null("billing_group_id"))
        .col(string_len("sign_in_name", 64))
        .col(string_len("sign_in_key", 320))
        .col(string_len("mail_address", 254))
        .col(text("name"))
        .col(string_len("role", 16))
        .col(string_len("state", 16))
        .col(boolean("mail_notice"))
        .col(string_len("locale", 8))
        .col(text_null("password_hash"))
        .col(text_null("issued_password_hash"))
        .col(timestamp_with_time_zone_null("issued_password_expires_at"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("billing_group_id", "billing_groups"))
        .take()
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("user_id"))
        .col(instant("created_at"))
        .col(instant("last_used_at"))
        .col(instant("expires_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .col(string_len("user_agent", 256))
        .col(string_len("address", 64))
        .foreign_key(&mut references("user_id", "users"))
        .take()
}

fn sign_in_attempts() -> TableCreateStatement {
    Table::create()
        .table("sign_in_attempts")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("user_id"))
        .col(var_binary("secret_hash", 32))
        .col(var_binary_null("one_time_password_hash", 32))
        .col(integer("tries"))
        .col(json_binary_null("robot_challenge"))
        .col(instant("created_at"))
        .col(instant("expires_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .foreign_key(&mut references("user_id", "users"))
        .take()
}

fn one_time_links() -> TableCreateStatement {
    Table::create()
        .table("one_time_links")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("user_id"))
        .col(string_len("purpose", 32))
        .col(var_binary("token_hash", 32))
        .col(instant("created_at"))
        .col(instant("expires_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(var_binary_null("ticket_hash", 32))
        .col(timestamp_with_time_zone_null("ticket_expires_at"))
        .foreign_key(&mut references("user_id", "users"))
        .take()
}

fn consents() -> TableCreateStatement {
    Table::create()
        .table("consents")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(uuid("customer_id"))
        .col(uuid("user_id"))
        .col(string_len("kind", 32))
        .col(string_len("version", 32))
        .col(instant("agreed_at"))
        .col(string_len("address", 64))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("user_id", "users"))
        .take()
}

fn throttles() -> TableCreateStatement {
    Table::create()
        .table("throttles")
        .col(portal())
        .col(string_len("kind", 32))
        .col(string_len("subject", 64))
        .col(integer("count"))
        .col(instant("window_started_at"))
        .col(timestamp_with_time_zone_null("blocked_until"))
        .primary_key(&mut primary_key(&["portal", "kind", "subject"]))
        .take()
}
