//! Pages about invoices.

mod detail;
pub mod list;
