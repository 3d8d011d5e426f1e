//! Mails: written with what causes them, delivered by jobs, tried again, given up, never lost and not sent twice.

mod delivery;
mod failed;
mod outbox;
