//! Opening notices (開通案内) of a contract.

use super::travels;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

travels! {
    /// An opening notice; its PDF is at `/file`.
    pub struct OpeningNotice {
        /// For paths.
        pub id: Uuid,
        /// 発行日.
        pub issued_on: NaiveDate,
        /// Title.
        pub title: String,
        /// When somebody of the customer first opened it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub first_opened_at: Option<DateTime<Utc>>,
    }
}
