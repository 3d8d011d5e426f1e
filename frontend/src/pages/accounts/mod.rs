//! Pages about the own account (お客様情報), and the tabs that lead from one to the other.

mod approval_forms;
pub mod approvals;
pub mod calendar_feeds;
pub mod choices;
pub mod delivery_templates;
pub mod events;
mod mail_addresses;
mod passwords;
mod profiles;
pub mod request_histories;
mod sections;
pub mod sessions;
pub mod settings;
pub mod tabs;
mod words;
