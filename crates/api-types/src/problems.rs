//! Problems as of RFC 9457, with a stable `code` that the page turns into a sentence.

use super::travels;

pub use madoguchi_domain::problems::{FieldCode, ProblemCode};

travels! {
    /// What went wrong, for people and programs. Media type `application/problem+json`.
    pub struct Problem {
        /// URI of the kind of problem: `/problems/` and the code.
        #[serde(rename = "type")]
        pub kind: String,
        /// The kind of problem in words.
        pub title: String,
        /// HTTP status.
        pub status: u16,
        /// Stable code, as `validation_failed`.
        pub code: ProblemCode,
        /// This occurrence in words, when there is more to say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub detail: Option<String>,
        /// Fields that were refused.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub errors: Vec<FieldProblem>,
        /// When it may be tried again, for codes that end by themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub retry_at: Option<chrono::DateTime<chrono::Utc>>,
        /// Tries that are left before the next one has to wait.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tries_left: Option<u32>,
        /// Names the request in the server's log.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub request_id: Option<String>,
    }

    /// One field that was refused.
    pub struct FieldProblem {
        /// Name of the field in the request.
        pub field: String,
        /// Stable code, as `required`, `too_long`, `mail_address_taken`.
        pub code: FieldCode,
    }
}
