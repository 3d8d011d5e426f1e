//! Customers' requests (申込) as the provider's systems read and decide them.

use super::portals::Text;
use super::requests::{RequestConfirmation, RequestEvent, RequestState};
use super::travels;
use chrono::{DateTime, NaiveDate, Utc};

travels! {
    /// A request in the provider's list.
    pub struct ProviderRequest {
        /// 申込ID, for paths.
        pub number: String,
        /// Code of its kind.
        pub kind: String,
        /// Code of the contract category.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub category: Option<String>,
        /// Whom it is for: the facility that will use it.
        pub title: String,
        /// State.
        pub state: RequestState,
        /// The provider's number of the customer.
        pub customer_number: String,
        /// Name of the customer.
        pub customer_name: String,
        /// 申込日, in Japan.
        pub opened_on: NaiveDate,
        /// When it was sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub submitted_at: Option<DateTime<Utc>>,
        /// When something last happened to it.
        pub updated_at: DateTime<Utc>,
    }

    /// A request as it was sent, with what happened to it.
    pub struct ProviderRequestDetail {
        /// As in the list.
        pub request: ProviderRequest,
        /// Label of its kind and category, as on the day it was sent.
        pub label: Text,
        /// What was asked and answered.
        pub confirmation: RequestConfirmation,
        /// What happened to it, oldest first.
        pub history: Vec<RequestEvent>,
    }

    /// Completes a request (手配済, 登録済).
    #[serde(deny_unknown_fields)]
    pub struct RequestCompletionRequest {
        /// A note for the customer, on one line; may be empty.
        #[serde(default)]
        pub note: String,
    }

    /// Decides against a request.
    #[serde(deny_unknown_fields)]
    pub struct RequestRefusalRequest {
        /// Why, for the customer, on one line.
        pub reason: String,
    }
}
