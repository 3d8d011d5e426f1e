//! What a person gives at a login: first, and second.

use std::collections::BTreeMap;

use super::Factor;

/// What a person gives first. `Debug` does not show the password.
#[derive(Clone)]
pub struct Credentials {
    /// Identifiers by name.
    pub identifiers: BTreeMap<String, String>,
    pub password: String,
    /// What the browser's cookie says of the device ([`super::known_devices::remember`]).
    pub device: Option<String>,
    /// A solved robot check, where one was asked for.
    pub robot_check: Option<crate::robot_checks::Solved>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("identifiers", &self.identifiers).finish_non_exhaustive()
    }
}

/// What a person gives second.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Secret of the browser's cookie.
    pub secret: String,
    /// The second factor, where one is asked.
    pub factor: Factor,
    /// Solution of the robot check.
    pub robot_solution: Option<serde_json::Value>,
}
