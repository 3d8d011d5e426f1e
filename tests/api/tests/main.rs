//! Tests through HTTP: one module a noun, each test on SQLite and on PostgreSQL with a database of its own.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

mod addresses;
mod audit_events;
mod authorisation;
mod baskets;
mod calendar_feeds;
mod call_records;
mod clients;
mod contract_documents;
mod contract_periods;
mod contract_requests;
mod contracts;
mod deadlines;
mod delivery_templates;
mod events;
mod faqs;
mod found_invoices;
mod health;
mod idempotency;
mod inquiries;
mod invoice_files;
mod invoices;
mod issued_invoices;
mod jobs;
mod limits;
mod mailbox;
mod mails;
mod maintenances;
mod notices;
mod opening_notices;
mod orders;
mod portals;
mod products;
mod refusals;
mod registrations;
mod rental_orders;
mod request_batches;
mod requests;
mod sessions;
mod sign_in_attempts;
mod switches;
mod upserts;
mod usages;
mod webhooks;
mod whole_way;
