//! Addresses by which a calendar program reads deadlines.

use super::travels;
use chrono::{DateTime, Utc};

travels! {
    /// An address that is in force. Its secret was shown once, when it was made.
    pub struct CalendarFeed {
        /// When it was made.
        pub created_at: DateTime<Utc>,
        /// When a program last read it; absent when none did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub last_read_at: Option<DateTime<Utc>>,
    }

    /// An address just made.
    pub struct NewCalendarFeed {
        /// The whole address, with its secret, for the calendar program. Shown this once.
        pub address: String,
        /// When it was made.
        pub created_at: DateTime<Utc>,
    }
}
