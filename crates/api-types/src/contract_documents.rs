//! Documents that the provider delivered to a contract.

use super::portals::Text;
use super::travels;
use chrono::{DateTime, Utc};
pub use madoguchi_domain::contracts::DocumentMedium;
use uuid::Uuid;

travels! {
    /// A document of a contract; its file is at `/file`.
    pub struct ContractDocument {
        /// For paths.
        pub id: Uuid,
        /// What it is, by its label.
        pub kind: Text,
        /// Name of the file.
        pub file_name: String,
        /// Media type of the file.
        pub media_type: String,
        /// Bytes.
        pub size: u64,
        /// How it is sent.
        pub medium: DocumentMedium,
        /// When it was delivered.
        pub delivered_at: DateTime<Utc>,
        /// When it was sent by post; absent while it waits for that, and for what is sent by mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub dispatched_at: Option<DateTime<Utc>>,
        /// When somebody first downloaded it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub first_opened_at: Option<DateTime<Utc>>,
    }
}
