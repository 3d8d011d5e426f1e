//! Mails of a sandbox, which were kept in place of being sent.

use super::travels;
use chrono::{DateTime, Utc};
use uuid::Uuid;

travels! {
    /// The newest mails of a sandbox.
    pub struct SandboxMails {
        /// Newest first; at most 50.
        pub mails: Vec<SandboxMail>,
    }

    /// A mail that reached nobody.
    pub struct SandboxMail {
        pub id: Uuid,
        /// What it is about, as `registration`.
        pub message: String,
        /// Address that it would have been sent to.
        pub recipient: String,
        pub subject: String,
        pub text: String,
        pub html: String,
        /// When it would have been sent.
        pub created_at: DateTime<Utc>,
    }
}
