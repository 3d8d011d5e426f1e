//! The portal's home.

mod bills;
mod deadlines;
mod doors;
pub mod overview;
mod steps;
