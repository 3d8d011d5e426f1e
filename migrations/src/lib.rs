//! Schema steps, in order, for SQLite, PostgreSQL and Citus. Knows no entity: a step never changes when a model does.

#![expect(
    elided_lifetimes_in_paths,
    reason = "the signatures of MigrationTrait elide them, and async_trait takes them literally"
)]

use sea_orm_migration::prelude::*;

mod columns;
mod m20261121_000001_customers;
mod m20261121_000002_users;
mod m20261121_000003_invoices;
mod m20261121_000004_call_records;
mod m20261121_000005_mails;
mod m20261121_000006_audit_events;
mod m20261121_000007_identity;
mod m20261121_000008_notices;
mod m20261121_000009_documents;
mod m20261121_000010_inquiries;
mod m20261121_000011_switches;
mod m20261121_000012_call_record_views;
mod m20261121_000013_invoice_issuers;
mod m20261121_000014_due_jobs;
mod m20261128_000014_credentials;
mod m20261128_000020_idempotency_keys;
mod m20261128_000021_released_numbers;
mod m20261128_000030_call_record_view_filters;
mod m20261128_000031_audit_proofs;
mod m20261128_000032_master_keys;
mod m20261128_000033_demo_users;
mod m20261128_000050_invoice_searches;
mod m20261128_000060_write_probes;
mod m20261128_000061_call_record_references;
mod m20261128_000070_audit_doers;
mod m20261129_000001_requests;
mod m20261129_000002_contract_periods;
mod m20261129_000040_contractors;
mod m20261129_000050_contract_usages;
mod m20261129_000060_calendar_feeds;
mod m20261129_000070_request_batches;
mod m20261129_000080_contract_documents;
mod m20261201_000100_api_clients;
mod m20261201_000200_events;
mod m20261201_000201_webhooks;
mod m20261201_000300_notice_keys;
mod m20261201_000310_call_record_imports;
mod m20261201_000400_products;
mod m20261201_000401_baskets;
mod m20261201_000402_faqs;
mod m20261201_000403_maintenances;
mod m20261201_000500_orders;
mod m20261201_000510_quote_numbers;
mod m20261201_000600_approvals;
mod m20261201_000700_request_subjects;

/// All steps. The order in the list is the order of the timestamps.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_customers::Migration),
            Box::new(m20261121_000002_users::Migration),
            Box::new(m20261121_000003_invoices::Migration),
            Box::new(m20261121_000004_call_records::Migration),
            Box::new(m20261121_000005_mails::Migration),
            Box::new(m20261121_000006_audit_events::Migration),
            Box::new(m20261121_000007_identity::Migration),
            Box::new(m20261121_000008_notices::Migration),
            Box::new(m20261121_000009_documents::Migration),
            Box::new(m20261121_000010_inquiries::Migration),
            Box::new(m20261121_000011_switches::Migration),
            Box::new(m20261121_000012_call_record_views::Migration),
            Box::new(m20261121_000013_invoice_issuers::Migration),
            Box::new(m20261121_000014_due_jobs::Migration),
            Box::new(m20261128_000014_credentials::Migration),
            Box::new(m20261128_000020_idempotency_keys::Migration),
            Box::new(m20261128_000021_released_numbers::Migration),
            Box::new(m20261128_000030_call_record_view_filters::Migration),
            Box::new(m20261128_000031_audit_proofs::Migration),
            Box::new(m20261128_000032_master_keys::Migration),
            Box::new(m20261128_000033_demo_users::Migration),
            Box::new(m20261128_000050_invoice_searches::Migration),
            Box::new(m20261128_000060_write_probes::Migration),
            Box::new(m20261128_000061_call_record_references::Migration),
            Box::new(m20261128_000070_audit_doers::Migration),
            Box::new(m20261129_000001_requests::Migration),
            Box::new(m20261129_000002_contract_periods::Migration),
            Box::new(m20261129_000040_contractors::Migration),
            Box::new(m20261129_000050_contract_usages::Migration),
            Box::new(m20261129_000060_calendar_feeds::Migration),
            Box::new(m20261129_000070_request_batches::Migration),
            Box::new(m20261129_000080_contract_documents::Migration),
            Box::new(m20261201_000100_api_clients::Migration),
            Box::new(m20261201_000200_events::Migration),
            Box::new(m20261201_000201_webhooks::Migration),
            Box::new(m20261201_000400_products::Migration),
            Box::new(m20261201_000401_baskets::Migration),
            Box::new(m20261201_000402_faqs::Migration),
            Box::new(m20261201_000403_maintenances::Migration),
            Box::new(m20261201_000500_orders::Migration),
            Box::new(m20261201_000300_notice_keys::Migration),
            Box::new(m20261201_000310_call_record_imports::Migration),
            Box::new(m20261201_000510_quote_numbers::Migration),
            Box::new(m20261201_000600_approvals::Migration),
            Box::new(m20261201_000700_request_subjects::Migration),
        ]
    }
}
