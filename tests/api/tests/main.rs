//! Tests through HTTP: one module a noun, each test on SQLite and on PostgreSQL with a database of its own.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

mod audit_events;
mod authorisation;
mod call_records;
mod contracts;
mod deadlines;
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
mod notices;
mod opening_notices;
mod orders;
mod portals;
mod refusals;
mod registrations;
mod sessions;
mod sign_in_attempts;
mod switches;
mod whole_way;
