//! Documents that the provider's systems deliver to contracts.

use super::super::travels;
use super::batches::RowStatus;
pub use crate::contract_documents::DocumentMedium;
use chrono::{DateTime, Utc};
use uuid::Uuid;

travels! {
    /// What became of a document.
    pub struct DeliveredDocument {
        pub id: Uuid,
        /// `stored`, or `unchanged` where the contract has the same file of this kind already.
        pub status: RowStatus,
        /// Number of the customer who gets it.
        pub addressee: String,
        /// Told by mail, or sent by post.
        pub medium: DocumentMedium,
        /// Bytes.
        pub size: i64,
        /// Mails that were written now.
        pub mails: u32,
        pub delivered_at: DateTime<Utc>,
    }
}
