//! What an invoice says of its dates, payment, recipient and correction; documents with their files; runs that render
//! many; announcements of new documents.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::columns::{drop_columns, drop_tables, index, instant, portal, primary_key, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn new_columns() -> Vec<(&'static str, &'static str, ColumnDef)> {
    let text = |name: &'static str| text(name).default("").take();
    vec![
        ("invoices", "issued_on", date("issued_on").default("1970-01-01").take()),
        ("invoices", "due_on", date_null("due_on").take()),
        ("invoices", "payment", string_len("payment", 16).default("transfer").take()),
        ("invoices", "customer_number", text("customer_number")),
        ("invoices", "recipient_name", text("recipient_name")),
        ("invoices", "recipient_postal_code", text("recipient_postal_code")),
        ("invoices", "recipient_address", text("recipient_address")),
        ("invoices", "corrects_id", uuid_null("corrects_id").take()),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, _, column) in new_columns() {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        // Invoices that were issued before this step: to the customer as known now.
        let issued_on = match manager.get_database_backend() {
            DatabaseBackend::Postgres => "(created_at AT TIME ZONE 'Asia/Tokyo')::date",
            _ => "date(created_at, '+9 hours')",
        };
        let of_customer =
            |expression| format!("(SELECT {expression} FROM customers c WHERE c.id = invoices.customer_id)");
        let sql = format!(
            "UPDATE invoices SET issued_on = {issued_on}, customer_number = {}, recipient_name = {},
             recipient_postal_code = {}, recipient_address = {}",
            of_customer("c.number"),
            of_customer("c.name"),
            of_customer("c.postal_code"),
            of_customer("c.prefecture || c.address1 || c.address2"),
        );
        manager.get_connection().execute_unprepared(&sql).await?;
        index(manager, "invoices", &["customer_id", "corrects_id"], true).await?;
        // Month first: a customer's own year must never look good by it.
        index(manager, "invoices", &["month", "portal", "customer_id", "id"], false).await?;
        manager.create_table(documents()).await?;
        index(manager, "documents", &["customer_id", "invoice_id"], true).await?;
        index(manager, "documents", &["customer_id", "contract_id", "kind", "issued_on"], true).await?;
        manager.create_table(document_runs()).await?;
        manager.create_table(announcements()).await?;
        manager.create_table(announcement_groups()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["announcement_groups", "announcements", "document_runs", "documents"]).await?;
        for name in ["invoices_month_portal_customer_id_id", "invoices_customer_id_corrects_id"] {
            manager.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        drop_columns(manager, new_columns().into_iter().map(|(table, column, _)| (table, column))).await
    }
}

fn documents() -> TableCreateStatement {
    Table::create()
        .table("documents")
        .col(uuid("customer_id"))
        .col(uuid("id"))
        .col(portal())
        .col(string_len("kind", 16))
        .col(uuid_null("contract_id"))
        .col(uuid_null("invoice_id"))
        .col(date("issued_on"))
        .col(text("title"))
        .col(json_binary_null("content"))
        .col(text_null("file_key"))
        .col(big_integer_null("size"))
        .col(var_binary_null("sha256", 32))
        .col(instant("created_at"))
        .col(timestamp_with_time_zone_null("stored_at"))
        .col(timestamp_with_time_zone_null("first_opened_at"))
        .col(uuid_null("first_opened_by"))
        .primary_key(&mut primary_key(&["customer_id", "id"]))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("contract_id", "contracts"))
        .take()
}

fn document_runs() -> TableCreateStatement {
    Table::create()
        .table("document_runs")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(date("month"))
        .col(big_integer("total"))
        .col(big_integer("done"))
        .col(instant("created_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .take()
}

fn announcements() -> TableCreateStatement {
    Table::create()
        .table("announcements")
        .col(uuid("id").primary_key())
        .col(portal())
        .col(string_len("kind", 16))
        .col(instant("created_at"))
        .take()
}

fn announcement_groups() -> TableCreateStatement {
    Table::create()
        .table("announcement_groups")
        .col(uuid("announcement_id"))
        .col(uuid("customer_id"))
        .col(uuid("billing_group_id"))
        .col(portal())
        .primary_key(&mut primary_key(&["announcement_id", "customer_id", "billing_group_id"]))
        .foreign_key(&mut references("announcement_id", "announcements"))
        .foreign_key(&mut references("customer_id", "customers"))
        .foreign_key(&mut references("billing_group_id", "billing_groups"))
        .take()
}
