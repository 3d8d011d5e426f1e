//! Pages about call records (通話明細).

mod charts;
mod closed;
mod filters;
pub mod list;
mod masking;
mod printing;
mod rows;
mod state;
mod totals;
pub mod views;
