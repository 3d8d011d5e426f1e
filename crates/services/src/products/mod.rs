//! Products that are rented out, as everybody who is logged in finds them. What the provider does with them stands beside it.

mod availability;
pub mod by_provider;
mod candidates;
mod categories;
mod finders;
mod known;
pub mod pictures;
mod search;
pub mod store;

pub use availability::{Period, availability, available};
pub use categories::{Category, categories};
pub use finders::{Product, get, prices};
pub(crate) use finders::{allow, by_code};
pub use known::{by_codes, by_ids};
pub use search::{Found, Search, SearchOrder, search};
