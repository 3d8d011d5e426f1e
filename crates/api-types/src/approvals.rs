//! Approval of requests inside a customer (承認): what the customer set, what waits, and what an approver decides.

use super::portals::Text;
use super::travels;
use chrono::{DateTime, Utc};
use uuid::Uuid;

travels! {
    /// What the customer set.
    pub struct ApprovalSettings {
        /// Whether requests above the limit wait for an approver.
        pub on: bool,
        /// Yen before tax that a request may come to without approval.
        pub limit: i64,
        /// Who approves now; for a reader who may change it, who else could be named.
        pub people: Vec<ApprovalPerson>,
        /// Whether the reader may change it.
        pub changeable: bool,
        /// Whether the reader may approve what others ask for.
        pub approves: bool,
    }

    /// A user who approves or could.
    pub struct ApprovalPerson {
        /// The user.
        pub id: Uuid,
        /// Name, or mail address where there is no name.
        pub name: String,
        /// Mail address; absent for readers who may not change the settings.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub mail_address: Option<String>,
        /// Whether the customer named them.
        pub approves: bool,
    }

    /// What is to be set.
    #[serde(deny_unknown_fields)]
    pub struct ApprovalSettingsRequest {
        /// Whether requests above the limit wait for an approver.
        pub on: bool,
        /// Yen before tax that a request may come to without approval.
        pub limit: i64,
        /// Users who approve.
        pub approvers: Vec<Uuid>,
    }

    /// A request that waits for the reader.
    pub struct WaitingApproval {
        /// The request, for paths.
        pub request: Uuid,
        /// 申込ID.
        pub number: String,
        /// Label of its kind.
        pub kind_label: Text,
        /// Whom it is for; may be empty.
        pub title: String,
        /// Name of who asked.
        pub requester: String,
        /// Estimated price in yen before tax.
        pub amount: i64,
        /// Since when it waits.
        pub asked_at: DateTime<Utc>,
    }

    /// The approval of a request that was sent.
    pub struct RequestApproval {
        /// Name of who asked.
        pub requester: String,
        /// Estimated price in yen before tax: what is approved.
        pub amount: i64,
        /// The limit that it was above when it was asked for.
        pub limit: i64,
        /// When it was asked for.
        pub asked_at: DateTime<Utc>,
        /// Whether the reader asked, and so never decides.
        pub own: bool,
        /// Whether the reader may approve or refuse it now.
        pub decidable: bool,
    }

    /// The approval that a draft will need.
    pub struct ApprovalNeed {
        /// Estimated price in yen before tax.
        pub amount: i64,
        /// The limit that it is above.
        pub limit: i64,
        /// Whether somebody else could approve it now. Nobody approves their own.
        pub approvable: bool,
    }

    /// Why a request is refused.
    #[serde(deny_unknown_fields)]
    pub struct ApprovalRefusalRequest {
        /// For who asked to read, on one line.
        pub reason: String,
    }
}
