//! Notices as the provider's systems publish them.

use super::super::travels;
use super::batches::RowStatus;
use chrono::{DateTime, Utc};
pub use madoguchi_domain::notices::Importance;
use uuid::Uuid;

travels! {
    /// A notice to customers.
    #[serde(deny_unknown_fields)]
    pub struct WriteNotice {
        pub importance: Importance,
        #[cfg_attr(feature = "openapi", schema(max_length = 200, example = "設備メンテナンスのお知らせ"))]
        pub title: String,
        /// English title.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 200))]
        pub title_en: String,
        /// Text; blank lines separate paragraphs.
        #[cfg_attr(feature = "openapi", schema(max_length = 20_000))]
        pub body: String,
        /// English text.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 20_000))]
        pub body_en: String,
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
        /// Whether people with mail notice on are mailed when it appears. A change mails nobody again.
        #[serde(default)]
        pub mailed: bool,
    }

    /// A notice as it is kept.
    pub struct ProviderNotice {
        pub id: Uuid,
        /// The sender's own key.
        pub key: String,
        pub importance: Importance,
        pub title: String,
        pub title_en: String,
        pub body: String,
        pub body_en: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub category: Option<String>,
        pub published_from: DateTime<Utc>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub published_until: Option<DateTime<Utc>>,
    }

    /// What became of a notice.
    pub struct WrittenNotice {
        pub status: RowStatus,
        pub notice: ProviderNotice,
    }
}
