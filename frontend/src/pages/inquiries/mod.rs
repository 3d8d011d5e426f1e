//! Pages about inquiries (お問い合わせ).

mod attachment_fields;
mod attachments;
pub mod create;
pub mod detail;
mod fields;
mod file_types;
pub mod list;
mod messages;
mod replies;
pub mod sent;
mod states;
mod wishes;
