//! 商品: the catalogue, and one product of it.

mod availability;
mod cards;
pub mod detail;
pub mod estimates;
mod filters;
pub mod list;
mod orders;
pub mod pictures;
pub mod wishes;
