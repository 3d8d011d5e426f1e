//! ご請求: the invoices of all contracts in one place, searched as the law asks of an archive.

mod archives;
mod charts;
pub mod detail;
mod filters;
pub mod list;
pub mod rows;
mod state;
