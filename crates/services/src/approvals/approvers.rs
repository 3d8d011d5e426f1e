//! Who may approve now: whom the customer named, as long as the account is open and of a role that may. Read anew each time, so
//! nobody approves after they left, were locked or lost the role.

use madoguchi_domain::policy::Portal;
use madoguchi_entities::approvers::{self, Column};
use madoguchi_entities::ids::{BillingGroupId, CustomerId};
use madoguchi_entities::users::{self, UserState};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::offered::policy;
use crate::{Error, Scope};

/// Users of a customer who could be named: active ones of a role that may approve.
pub(super) fn eligible(portal: &Portal, customer: CustomerId) -> Result<Select<users::Entity>, Error> {
    let roles = policy(portal)?.approvers.iter().copied();
    Ok(users::Entity::find()
        .filter(users::Column::CustomerId.eq(customer))
        .filter(users::Column::Portal.eq(portal.key.as_str()))
        .filter(users::Column::State.eq(UserState::Active))
        .filter(users::Column::Role.is_in(roles))
        .order_by_asc(users::Column::Id))
}

/// Users of a customer who may approve now.
pub(super) fn present(portal: &Portal, customer: CustomerId) -> Result<Select<users::Entity>, Error> {
    let named = approvers::Entity::find()
        .select_only()
        .column(Column::UserId)
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::Portal.eq(portal.key.as_str()))
        .into_query();
    Ok(eligible(portal, customer)?.filter(users::Column::Id.in_subquery(named)))
}

/// Those who may approve what the user asks for: not the user, and nobody of another billing group, who could not see it.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn others(
    db: &impl ConnectionTrait,
    scope: &Scope,
    group: Option<BillingGroupId>,
) -> Result<Vec<users::Model>, Error> {
    let present = present(scope.portal(), scope.customer_id())?.filter(users::Column::Id.ne(scope.user_id()));
    let sees = |user: &users::Model| user.billing_group_id.is_none() || user.billing_group_id == group;
    Ok(present.all(db).await?.into_iter().filter(sees).collect())
}

/// Whether the user may approve now, where the portal offers approval.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn can_approve(db: &impl ConnectionTrait, scope: &Scope) -> Result<bool, Error> {
    if scope.portal().approvals.is_none() {
        return Ok(false);
    }
    let own = present(scope.portal(), scope.customer_id())?.filter(users::Column::Id.eq(scope.user_id()));
    Ok(own.count(db).await? > 0)
}
