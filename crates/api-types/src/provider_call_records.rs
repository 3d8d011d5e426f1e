//! Call records of a contract as the provider's systems switch them.

use super::travels;

travels! {
    /// How the call records of a contract are to stand.
    #[serde(deny_unknown_fields)]
    pub struct CallRecordsSwitchRequest {
        /// Whether they can be read.
        pub active: bool,
    }

    /// How they stand.
    pub struct CallRecordsSwitch {
        /// Whether anything changed.
        pub changed: bool,
        /// First month whose records can be read, as `2026-12`; absent: they cannot be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub readable_from: Option<String>,
    }
}
