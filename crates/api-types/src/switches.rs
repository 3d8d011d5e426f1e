//! Switches: what a customer turns on or off, with the month from which it counts.

use super::portals::Text;
use super::travels;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

pub use madoguchi_domain::switches::SwitchKind;

travels! {
    /// A switch as it stands.
    pub struct Switch {
        /// What is switched.
        pub kind: SwitchKind,
        /// The contract, for switches of one contract.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contract_id: Option<Uuid>,
        /// Its number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contract_number: Option<String>,
        /// Whether it is on, or will be.
        pub on: bool,
        /// First day of the month from which that counts; absent while it was never touched.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub effective_from: Option<NaiveDate>,
        /// First day of the month from which a change made now would count.
        pub next_effective_from: NaiveDate,
        /// What it costs, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub charge: Option<Text>,
        /// When it was last switched.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub changed_at: Option<DateTime<Utc>>,
        /// Who switched it last; absent: the provider, or somebody who is gone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub changed_by: Option<String>,
        /// Whether the user may switch it.
        pub changeable: bool,
    }

    /// The wish to switch.
    #[serde(deny_unknown_fields)]
    pub struct SwitchRequest {
        /// What is switched.
        pub kind: SwitchKind,
        /// The contract, for switches of one contract.
        #[serde(default)]
        pub contract_id: Option<Uuid>,
        /// On or off.
        pub on: bool,
        /// Whether the person consents to what turning on means; needed for on.
        #[serde(default)]
        pub consent: bool,
    }
}
