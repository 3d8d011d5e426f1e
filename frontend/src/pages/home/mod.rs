//! The portal's home.

mod deadlines;
mod doors;
pub mod overview;
