//! Pages about invoices.

pub mod detail;
pub mod files;
mod heads;
mod lines;
pub mod list;
