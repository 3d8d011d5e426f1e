//! Delivery addresses that a customer keeps (お届け先テンプレート).

use super::travels;
use madoguchi_domain::forms::{Object, Questionnaire};
use uuid::Uuid;

travels! {
    /// All that a customer keeps.
    pub struct DeliveryTemplates {
        /// In the order in which they were made.
        pub items: Vec<DeliveryTemplate>,
        /// How many there may be.
        pub max: u32,
        /// What is asked of one.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub questionnaire: Questionnaire,
    }

    /// A delivery address.
    pub struct DeliveryTemplate {
        /// For paths.
        pub id: Uuid,
        /// The answers.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub answers: Object,
    }

    /// A delivery address to keep.
    #[serde(deny_unknown_fields)]
    pub struct DeliveryTemplateRequest {
        /// The answers to what is asked of one.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub answers: Object,
    }
}
