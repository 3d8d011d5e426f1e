//! Whether something needs approval.

use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::RequestKind;
use madoguchi_entities::ids::BillingGroupId;
use sea_orm::ConnectionTrait;

use super::{approvers, settings};
use crate::{Error, Scope};

/// That something needs approval, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Estimated price before tax.
    pub amount: Yen,
    /// The limit that it is above.
    pub limit: Yen,
    /// Whether somebody else could approve it now.
    pub approvable: bool,
}

/// Whether a request of a kind needs approval when the user sends it with this price, as the customer set it.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn need(
    db: &impl ConnectionTrait,
    scope: &Scope,
    (kind, amount): (&RequestKind, Option<Yen>),
    group: Option<BillingGroupId>,
) -> Result<Option<Need>, Error> {
    let Some(amount) = amount.filter(|_| scope.portal().may_need_approval(kind)) else { return Ok(None) };
    let Some(kept) = settings::kept(db, scope).await? else { return Ok(None) };
    if !kept.is_on || amount.0 <= kept.limit_yen {
        return Ok(None);
    }
    let others = approvers::others(db, scope, group).await?;
    Ok(Some(Need { amount, limit: Yen(kept.limit_yen), approvable: !others.is_empty() }))
}
