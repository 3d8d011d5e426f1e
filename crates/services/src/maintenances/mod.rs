//! Planned maintenance of portals: told beforehand, and while it lasts the portal is closed. The provider plans it; `watch` knows
//! how things stand at any moment without asking the database each time.

pub mod by_provider;
mod states;
mod watch;

pub use states::{Maintenance, State};
pub use watch::Watch;
