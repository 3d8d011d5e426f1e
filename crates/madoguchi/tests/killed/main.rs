//! The binary as an operator meets it: killed in the middle of its work and started again, told to stop, started with
//! mistakes. Knows the product by its commands, its REST API and its tables, and holds no part of it.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod databases;
mod doers;
mod full_disks;
mod guides;
mod imports;
mod invoices;
mod letters;
mod logs;
mod lost_databases;
mod mistakes;
mod registrations;
mod repeats;
mod requests;
mod servers;
mod stops;

/// Makes `name::sqlite` and `name::postgres` of each named `async fn(Place)`.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                crate::databases::run(crate::databases::Engine::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                crate::databases::run(crate::databases::Engine::Postgres, super::$name);
            }
        }
    )+};
}
pub(crate) use on_both_engines;
