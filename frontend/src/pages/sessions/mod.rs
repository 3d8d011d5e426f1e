//! Pages about login and log-out.

pub mod logged_out;
pub mod login;
pub mod one_time_password;
