//! Pages about contracts, and what other pages of a contract show of it.

mod applied;
mod deadlines;
pub mod detail;
mod documents;
pub mod heads;
pub mod list;
mod openings;
mod tabs;
mod usages;
