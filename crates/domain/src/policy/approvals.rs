//! What a portal says of approval inside a customer (承認): which requests may need it, who sets it up, and who may be named as
//! approver. Whether it is on, the limit and the approvers are each customer's own. Knows no customer.

use serde::{Deserialize, Serialize};

use super::validation::{PolicyError, refuse};
use super::{Portal, RequestKind, UserRole};

/// Approval of requests inside the customer, when the portal offers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalPolicy {
    /// Codes of the request kinds that need approval above a customer's limit.
    pub kinds: Vec<String>,
    /// Roles that may turn it on and off, set the limit and name approvers. Where all users are equal, only approvers may
    /// while it is on: else whoever asks could lift the limit first.
    pub managed_by: Vec<UserRole>,
    /// Roles whose users may be named as approvers.
    pub approvers: Vec<UserRole>,
}

impl Portal {
    /// Whether requests of a kind may need approval inside the customer.
    #[must_use]
    pub fn may_need_approval(&self, kind: &RequestKind) -> bool {
        self.approvals.as_ref().is_some_and(|policy| policy.kinds.contains(&kind.code))
    }

    pub(super) fn validate_approvals(&self) -> Result<(), PolicyError> {
        let Some(policy) = &self.approvals else { return Ok(()) };
        if policy.kinds.is_empty() {
            return Err(refuse("approvals.kinds", "at least one is needed"));
        }
        for code in &policy.kinds {
            let kind = self.request_kind(code).filter(|kind| kind.is_kept() && kind.action.is_estimated());
            if kind.is_none() {
                return Err(refuse("approvals.kinds", format!("`{code}` is no request kind with an estimated price")));
            }
        }
        let roles = &self.users.roles;
        if policy.managed_by.is_empty() || !policy.managed_by.iter().all(|role| roles.contains(role)) {
            return Err(refuse("approvals.managed_by", "at least one, and each one of users.roles"));
        }
        // Who approves must see what colleagues ask for.
        let sees = |role: &UserRole| roles.contains(role) && (roles.len() == 1 || *role == UserRole::Administrator);
        if policy.approvers.is_empty() || !policy.approvers.iter().all(sees) {
            return Err(refuse("approvals.approvers", "administrator, or the only one of users.roles"));
        }
        Ok(())
    }
}
