//! Notices (お知らせ) as the provider's systems publish them.

use super::travels;
use chrono::{DateTime, Utc};
use uuid::Uuid;

travels! {
    /// A notice to be published.
    #[serde(deny_unknown_fields)]
    pub struct NoticeRequest {
        /// Title in Japanese.
        pub title: String,
        /// Title in English; may be empty.
        #[serde(default)]
        pub title_en: String,
        /// Text in Japanese; blank lines separate paragraphs.
        pub body: String,
        /// Text in English; may be empty.
        #[serde(default)]
        pub body_en: String,
        /// Whether it stands before all others until it is read.
        #[serde(default)]
        pub important: bool,
        /// For the people of this customer only, by the provider's number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub customer_number: Option<String>,
        /// For people with a contract of this category only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub category: Option<String>,
        /// Appears then; at once when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub published_from: Option<DateTime<Utc>>,
        /// Is over then; never when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub published_until: Option<DateTime<Utc>>,
        /// Whether people with mail notice on are mailed when it appears.
        #[serde(default)]
        pub mailed: bool,
    }

    /// A notice that was published.
    pub struct PublishedNotice {
        /// For paths.
        pub id: Uuid,
        /// When it appears, or appeared.
        pub published_from: DateTime<Utc>,
        /// When it is over; absent: never.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub published_until: Option<DateTime<Utc>>,
    }
}
