//! Planned maintenance of a portal.

use super::portals::Text;
use super::travels;
use chrono::{DateTime, Utc};

/// Header of answers while maintenance is announced: when it starts.
pub const ANNOUNCED: &str = "madoguchi-maintenance";

travels! {
    /// How a portal stands.
    #[derive(Default)]
    pub struct MaintenanceState {
        /// What goes on: until it ends, everything else is answered with 503 `under_maintenance`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub current: Option<Maintenance>,
        /// What comes next, once it is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub announced: Option<Maintenance>,
    }

    /// A planned maintenance.
    pub struct Maintenance {
        /// The first moment at which the portal is closed.
        pub starts_at: DateTime<Utc>,
        /// The first at which it is open again.
        pub ends_at: DateTime<Utc>,
        /// What is done, or why; may be empty.
        pub reason: Text,
    }
}
