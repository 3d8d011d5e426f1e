//! Mails: written with what causes them, delivered by jobs, tried again, given up, never lost and not sent twice.

pub(crate) mod delivery;
mod failed;
mod outbox;
