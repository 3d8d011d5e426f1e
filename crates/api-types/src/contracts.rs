//! Contracts as their holder reads them.

use super::travels;
use chrono::NaiveDate;
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
    }

    /// State of a contract.
    #[derive(Copy, Eq)]
    pub enum ContractStatus {
        /// サービス提供準備中.
        Preparing,
        /// 利用中.
        Active,
        /// 解約済.
        Terminated,
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
