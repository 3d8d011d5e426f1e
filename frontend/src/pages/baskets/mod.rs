//! カート: what is to be asked for.

mod changes;
pub mod detail;
mod rows;
