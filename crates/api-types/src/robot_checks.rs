//! Robot checks that stand alone: a proof of work in place of a picture test.

use super::travels;

travels! {
    /// A check to be solved.
    pub struct RobotCheck {
        /// The challenge (ALTCHA).
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub challenge: serde_json::Value,
    }

    /// A check that was solved.
    pub struct SolvedRobotCheck {
        /// The challenge, as it was given.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub challenge: serde_json::Value,
        /// Its solution: `{ "counter", "derivedKey", "time" }`.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub solution: serde_json::Value,
    }
}
