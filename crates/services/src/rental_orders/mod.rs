//! Orders of rented goods: read with what is in rent and what it costs, found and changed. What requests do to them stands in
//! `order_requests`.

pub mod by_provider;
pub(crate) mod changes;
mod charges;
mod details;
pub(crate) mod events;
mod files;
pub(crate) mod finders;
mod listed;
pub mod movements;
pub(crate) mod new;
mod simulations;
pub mod store;
mod told;
mod wholes;

use madoguchi_entities::{order_events, order_line_ends, order_lines};

pub use charges::{Charge, charge_to, prices};
pub(crate) use charges::{charge, total};
pub(crate) use details::answers;
pub use details::{Detail, LineDetail, get};
pub use files::csv;
pub use listed::{Filter, Key, Listed, Ordering, list};
pub use madoguchi_entities::orders::Model as Order;
pub use order_events::Model as OrderEvent;
pub use order_line_ends::Model as LineEnd;
pub use order_lines::Model as Line;
pub use simulations::{Simulation, simulate};
pub use wholes::{WholeLine, WholeOrder};
