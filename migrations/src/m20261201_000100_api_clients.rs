//! API clients with their secrets and public keys, and the assertions that they showed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::columns::{drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let clients = Table::create()
            .table("api_clients")
            .col(pk_uuid("id"))
            .col(portal())
            .col(string_len("name", 100))
            .col(text("scopes"))
            .col(instant("created_at"))
            .col(timestamp_with_time_zone_null("revoked_at"))
            .col(timestamp_with_time_zone_null("last_used_at"))
            .take();
        manager.create_table(clients).await?;
        index(manager, "api_clients", &["portal", "id"], false).await?;
        let credentials = Table::create()
            .table("api_client_credentials")
            .col(pk_uuid("id"))
            .col(uuid("client_id"))
            .col(string_len("kind", 16))
            .col(var_binary_null("secret_hash", 32))
            .col(string_len_null("key_id", 128))
            .col(text_null("public_key"))
            .col(instant("created_at"))
            .col(timestamp_with_time_zone_null("expires_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .col(timestamp_with_time_zone_null("last_used_at"))
            .foreign_key(&mut references("client_id", "api_clients"))
            .take();
        manager.create_table(credentials).await?;
        index(manager, "api_client_credentials", &["client_id", "key_id"], true).await?;
        let assertions = Table::create()
            .table("api_client_assertions")
            .col(uuid("client_id"))
            .col(var_binary("jti_hash", 32))
            .col(instant("expires_at"))
            .primary_key(&mut primary_key(&["client_id", "jti_hash"]))
            .foreign_key(&mut references("client_id", "api_clients"))
            .take();
        manager.create_table(assertions).await?;
        index(manager, "api_client_assertions", &["expires_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["api_client_assertions", "api_client_credentials", "api_clients"]).await
    }
}
