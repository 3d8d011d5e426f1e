//! Pages about login and log-out.

mod attempts;
pub mod endings;
pub mod logged_out;
pub mod login;
pub mod mail_address;
mod one_time_mails;
pub mod one_time_password;
mod second_factors;
mod steps;
mod ways_in;
