//! Tests through HTTP of the own account and of the people of a customer.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

mod attacks;
mod by_provider;
mod chain;
mod contractor_information;
mod contractors;
mod credential_walks;
mod credentials;
mod demo_accounts;
mod doers;
mod invitations;
mod letters;
mod lost_mail_addresses;
mod mail_changes;
mod managing;
mod passwords;
mod profiles;
mod recoveries;
mod revisions;
mod rotations;
mod tampering;
mod users;
