//! Pages about quotes (見積履歴): all of them, and one with the way to order it.

pub mod detail;
mod filters;
pub mod list;
mod states;
