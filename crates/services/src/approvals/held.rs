//! An approver who decides, held while it is decided.

use super::{approvers, settings};
use crate::database::Transaction;
use crate::{Error, ProblemCode, Scope, users as people};

/// Holds what makes the user an approver until the end of the transaction: whoever takes that away meanwhile waits, or was
/// first.
///
/// # Errors
/// `not_approver`.
pub(crate) async fn hold_approver(tx: &Transaction, scope: &Scope) -> Result<(), Error> {
    settings::hold(tx, scope).await?;
    people::hold(tx, scope.user_id()).await?;
    if approvers::can_approve(tx, scope).await? { Ok(()) } else { Err(Error::Refused(ProblemCode::NotApprover)) }
}
