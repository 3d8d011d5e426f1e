//! Quotes that were answered: found, read, printed, and made from a request. How one becomes an order stands in
//! `order_requests`.

pub(crate) mod answering;
pub mod by_provider;
mod details;
mod files;
pub(crate) mod finders;
mod listed;
mod told;

pub use details::{Detail, get};
pub use files::document;
pub use listed::{Filter, Key, Listed, Ordering, list};
pub use madoguchi_entities::quote_lines::Model as QuoteLine;
pub use madoguchi_entities::quotes::Model as Quote;
