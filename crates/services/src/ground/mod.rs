//! What every noun stands on: clock, database, keys, lists, limits, mails, jobs, the record of what was done, and who acts.
//! Must not know identity or any noun.

pub(crate) mod actor;
pub mod audit_events;
pub mod clock;
pub mod cursors;
pub mod database;
pub mod error;
pub(crate) mod event_rows;
pub mod events;
pub mod files;
pub mod idempotency;
pub mod jobs;
pub mod keys;
pub mod limits;
pub mod mails;
pub(crate) mod numberings;
pub mod orders;
pub mod portals;
pub mod revisions;
pub(crate) mod row_sentences;
pub mod row_values;
pub mod rows;
pub mod scanner;
pub mod scope;
pub mod webhooks;
