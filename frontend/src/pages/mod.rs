//! The pages, by the nouns of their addresses.

pub mod call_records;
pub mod contracts;
pub mod home;
pub mod invoices;
pub mod portals;
pub mod registrations;
pub mod sessions;
pub mod terms;
