//! Pages behind mailed links. None of them acts by being opened: programs that look through mails open links too.

pub mod link_pages;
pub mod mail_change;
pub mod not_me;
