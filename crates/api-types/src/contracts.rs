//! Contracts as their holder reads them.

use super::portals::Text;
use super::requests::RequestSection;
use super::travels;
use chrono::{DateTime, NaiveDate, Utc};
pub use madoguchi_domain::contracts::{ContractEventKind, ContractStatus};
pub use madoguchi_domain::requests::RequestDoer;
use uuid::Uuid;

travels! {
    /// A contract in a list.
    pub struct Contract {
        /// For paths.
        pub id: Uuid,
        /// Contract number.
        pub number: String,
        /// Code of the portal's contract category.
        pub category: String,
        /// Customer name.
        pub customer_name: String,
        /// Service.
        pub service_name: String,
        /// State.
        pub status: ContractStatus,
        /// Place of installation in one line.
        pub address: String,
        /// First month of call records, as its first day; absent: the service is not active.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub call_records_from: Option<NaiveDate>,
        /// First day of the contract.
        pub started_on: NaiveDate,
        /// Its period, where contracts have one and it runs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub period: Option<ContractPeriod>,
        /// The answers that lists have, in the order of their columns; one for each column, `listed` of the category.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub answers: Vec<ContractAnswer>,
    }

    /// Period of a contract that renews. All days are civil days in Japan.
    pub struct ContractPeriod {
        /// Last day of the period.
        pub ends_on: NaiveDate,
        /// Last day on which a termination is filed for that end; absent once it is over, or one was filed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub notice_until: Option<NaiveDate>,
        /// First day of the next period; absent once a termination was filed for this end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub renews_on: Option<NaiveDate>,
        /// Last day of the contract, once its termination was filed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub terminates_on: Option<NaiveDate>,
    }

    /// An answer with which a contract was applied for.
    pub struct ContractAnswer {
        /// The question.
        pub label: Text,
        /// The answer; empty when there is none.
        pub text: Text,
    }

    /// Who stands where in a contract.
    pub struct ContractParties {
        /// Who concludes it.
        pub contractor: String,
        /// Who is the contact; the contractor when empty.
        pub contact: String,
        /// The pattern by its label.
        pub pattern: Text,
        /// The sentence that says who stands where.
        pub sentence: Text,
    }

    /// Something that happened to a contract.
    pub struct ContractEvent {
        /// What.
        pub kind: ContractEventKind,
        /// When.
        pub at: DateTime<Utc>,
        /// Who.
        pub doer: RequestDoer,
        /// Name of the person of the customer; empty for the provider's people.
        pub name: String,
        /// The last day that came of it: of the period, or of the contract.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ends_on: Option<NaiveDate>,
        /// Number of the request that brought it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub request_number: Option<String>,
        /// What document it is about, by its label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub document: Option<Text>,
    }

    /// What can be applied for about a contract now.
    pub struct ContractActions {
        /// Code of the kind of request that changes it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub change: Option<String>,
        /// Code of the kind of request that terminates it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub termination: Option<String>,
        /// The last day of the contract if its termination were filed today.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub would_end_on: Option<NaiveDate>,
    }

    /// A contract in full.
    pub struct ContractDetail {
        /// For paths.
        pub id: Uuid,
        /// Contract number.
        pub number: String,
        /// Code of the portal's contract category.
        pub category: String,
        /// Customer name in kana.
        pub customer_name_kana: String,
        /// Customer name.
        pub customer_name: String,
        /// Place of installation.
        pub place: Place,
        /// Service.
        pub service_name: String,
        /// State.
        pub status: ContractStatus,
        /// First day of service.
        pub started_on: NaiveDate,
        /// Access key; empty when the service has none.
        pub access_key: String,
        /// Phone service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<PhoneService>,
        /// Options in the provider's order.
        pub options: Vec<String>,
        /// First month of call records, as its first day; absent: the service is not active.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub call_records_from: Option<NaiveDate>,
        /// Whether call records can be read now: the service is active and its first month has come.
        pub call_records: bool,
        /// Its period, where contracts have one and it runs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub period: Option<ContractPeriod>,
        /// Who stands where in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parties: Option<ContractParties>,
        /// What it was applied for with, as it is now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub sections: Vec<RequestSection>,
        /// What happened to it, newest first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub history: Vec<ContractEvent>,
        /// Whether documents that are delivered to it are the user's to read.
        #[serde(default)]
        pub documents: bool,
        /// What can be applied for about it.
        pub actions: ContractActions,
    }

    /// Place of installation.
    pub struct Place {
        /// Seven digits.
        pub postal_code: String,
        /// Prefecture and town.
        pub address1: String,
        /// Block and number.
        pub address2: String,
        /// Building.
        pub building: String,
    }

    /// Phone service of a contract.
    pub struct PhoneService {
        /// Service; may be empty.
        pub service_name: String,
        /// Number, digits only.
        pub number: String,
        /// More; may be empty.
        pub detail: String,
    }
}
