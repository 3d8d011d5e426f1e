//! The pages, by the nouns of their addresses.

pub mod accounts;
pub mod authenticators;
pub mod call_records;
pub mod contractors;
pub mod contracts;
pub mod found_invoices;
pub mod home;
pub mod inquiries;
pub mod invoices;
pub mod links;
pub mod notices;
pub mod orders;
pub mod passwords;
pub mod portals;
pub mod quotes;
pub mod recoveries;
pub mod registrations;
pub mod request_batches;
pub mod requests;
pub mod sessions;
pub mod statements;
pub mod switches;
pub mod terms;
pub mod users;
