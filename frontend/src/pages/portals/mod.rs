//! Pages about portals.

pub mod list;
