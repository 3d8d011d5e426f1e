//! Pages about invoices.

mod detail;
mod files;
mod heads;
pub mod list;
