//! That those whom approval restrains do not get rid of who approves.

use madoguchi_entities::ids::UserId;

use super::{approvers, settings};
use crate::{Error, ProblemCode, Scope, Services};

/// Refuses who would get rid of an approver in order to be restrained by nobody: where all users of a customer are equal, an approver is
/// changed and taken off by approvers only, while approval is on.
///
/// # Errors
/// `not_approver`.
pub async fn require_may_change(services: &Services, scope: &Scope, user: UserId) -> Result<(), Error> {
    if scope.portal().approvals.is_none() || !scope.all_are_equal() || user == scope.user_id() {
        return Ok(());
    }
    let db = services.db.read();
    if !settings::kept(db, scope).await?.is_some_and(|kept| kept.is_on) {
        return Ok(());
    }
    let present = approvers::present(scope.portal(), scope.customer_id())?.all(db).await?;
    let is_named = |id: UserId| present.iter().any(|approver| approver.id == id);
    if is_named(user) && !is_named(scope.user_id()) { Err(Error::Refused(ProblemCode::NotApprover)) } else { Ok(()) }
}
