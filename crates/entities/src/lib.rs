//! Tables as sea-orm models. Knows no rule and no request; the scoped finders stand with `Scope` in services.
//!
//! Where a table lives on Citus (distributed by `customer_id`, reference, local) is said on each module.

pub mod announcement_groups;
pub mod announcements;
pub mod audit_anchors;
pub mod audit_events;
pub mod audit_heads;
pub mod authenticators;
pub mod billing_groups;
pub mod call_record_months;
pub mod call_record_unmaskings;
pub mod call_record_views;
pub mod call_records;
pub mod consents;
pub mod contract_options;
pub mod contracts;
pub mod customers;
pub mod document_runs;
pub mod documents;
pub mod idempotency_keys;
pub mod ids;
pub mod inquiries;
pub mod inquiry_attachments;
pub mod inquiry_messages;
pub mod invoice_lines;
pub mod invoice_totals;
pub mod invoices;
pub mod mails;
pub mod master_keys;
pub mod notice_reads;
pub mod notices;
pub mod numberings;
pub mod one_time_links;
pub mod passkey_challenges;
pub mod recovery_codes;
pub mod released_numbers;
pub mod sessions;
pub mod sign_in_attempts;
pub mod switches;
pub mod throttles;
pub mod users;
