//! The contractor (ご契約者) and its contact (ご担当者・窓口), asked at the first login.

use super::travels;
use madoguchi_domain::forms::{Object, Questionnaire};

travels! {
    /// What is known of the contractor.
    pub struct Contractor {
        /// Contractor ID.
        pub number: String,
        /// Whether everything that must be filled in is: before that, nothing else can be done here.
        pub complete: bool,
        /// What is asked.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub questionnaire: Questionnaire,
        /// What was answered. What is shown and changed elsewhere (the contact's mail address) stands there too.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub answers: Object,
    }

    /// New answers, all of them, and a new password if one is wanted.
    #[serde(deny_unknown_fields)]
    pub struct ContractorRequest {
        /// The answers.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub answers: Object,
        /// The new password.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new_password: Option<String>,
    }
}
