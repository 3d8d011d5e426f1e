//! Pages about call records (通話明細).

mod filters;
pub mod list;
mod totals;
