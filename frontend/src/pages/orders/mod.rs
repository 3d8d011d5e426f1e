//! Pages about orders (注文履歴): all of them, and one with what is in rent and what it costs.

pub mod detail;
mod filters;
mod histories;
mod lines;
pub mod list;
mod simulators;
mod words;
