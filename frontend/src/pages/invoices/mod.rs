//! Pages about invoices.

pub mod detail;
pub mod files;
mod heads;
pub mod list;
