//! Pages about notices of the provider.

pub mod detail;
pub mod list;
pub mod rows;
