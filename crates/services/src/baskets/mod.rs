//! The basket (カート) of a user: products with quantity and, where it is known, period, kept until they are asked for. Nothing
//! is reserved by it.

mod changes;
mod lines;
mod wishes;

pub use changes::{add, change, clear, empty, remove};
pub use lines::{Line, Row, lines, lines_max, list};
pub use wishes::Wish;
