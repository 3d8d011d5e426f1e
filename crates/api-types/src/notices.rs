//! Notices (お知らせ) of the provider.

use super::portals::Text;
use super::travels;
use chrono::{DateTime, Utc};
use uuid::Uuid;

travels! {
    /// A notice.
    pub struct Notice {
        /// Names it.
        pub id: Uuid,
        /// Title; English repeats the Japanese where there is none.
        pub title: Text,
        /// Text, where one notice is read; blank lines separate paragraphs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub body: Option<Text>,
        /// Whether it must not be missed.
        pub important: bool,
        /// Since when.
        pub published_from: DateTime<Utc>,
        /// Whether the user opened it.
        pub read: bool,
    }

    /// The notices to see first.
    pub struct NoticeHighlights {
        /// Important ones that were not read, then others; within each the newest first.
        pub notices: Vec<Notice>,
        /// How many notices the user has not read, whether they are among these or not.
        pub unread: u64,
    }
}
