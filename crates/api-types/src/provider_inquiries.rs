//! Customers' inquiries (お問い合わせ) as the provider's systems read and answer them.

use super::inquiries::{InquiryMessage, InquiryState};
use super::travels;
use chrono::{DateTime, Utc};

travels! {
    /// An inquiry in the provider's list.
    pub struct ProviderInquiry {
        /// 受付番号, for paths.
        pub number: String,
        /// Code of its kind.
        pub kind: String,
        /// 件名.
        pub subject: String,
        /// State.
        pub state: InquiryState,
        /// The provider's number of the customer.
        pub customer_number: String,
        /// Name of the customer.
        pub customer_name: String,
        /// When it was sent.
        pub created_at: DateTime<Utc>,
        /// When the last message came.
        pub updated_at: DateTime<Utc>,
    }

    /// An inquiry with its thread.
    pub struct ProviderInquiryDetail {
        /// As in the list.
        pub inquiry: ProviderInquiry,
        /// Messages, oldest first.
        pub messages: Vec<InquiryMessage>,
    }

    /// Answers an inquiry.
    #[serde(deny_unknown_fields)]
    pub struct InquiryAnswerRequest {
        /// The text, of several lines.
        pub text: String,
    }
}
