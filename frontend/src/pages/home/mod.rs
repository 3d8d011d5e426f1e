//! The portal's home.

mod approvals;
mod bills;
mod deadlines;
mod doors;
pub mod overview;
mod steps;
