//! What there is of approval at a portal, and its bounds.

use madoguchi_domain::policy::{ApprovalPolicy, Portal};

use crate::Error;

/// Most approvers of a customer.
pub const APPROVERS_MAX: usize = 50;
/// Highest limit, in yen.
pub const LIMIT_MAX: i64 = 999_999_999_999;

/// What the portal says of approval; where it says nothing, there is none.
pub(super) fn policy(portal: &Portal) -> Result<&ApprovalPolicy, Error> {
    portal.approvals.as_ref().ok_or(Error::NotFound)
}
