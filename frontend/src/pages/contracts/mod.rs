//! Pages about contracts, and what other pages of a contract show of it.

pub mod detail;
pub mod heads;
pub mod list;
mod openings;
