//! Who comes in, by what, and how they come back in: users, passwords, second factors, sessions, mailed links. Stands on the
//! ground; must not know any other noun.

pub(crate) mod account_locks;
pub mod api_clients;
pub mod authenticators;
pub mod contractors;
pub mod mail_changes;
pub mod one_time_links;
pub mod password_hashes;
pub mod password_rules;
pub mod password_settings;
pub mod passwords;
pub mod profiles;
pub mod recoveries;
pub mod registrations;
pub mod robot_checks;
pub mod sessions;
pub mod sign_ins;
pub mod terms;
pub mod user_administration;
pub mod users;
