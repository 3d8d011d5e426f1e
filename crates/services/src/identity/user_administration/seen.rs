//! The users that somebody who manages users sees, and who that is.

use madoguchi_entities::customers;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::users::{self, Column, Model as User, UserRole, UserState};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use crate::database::Transaction;
use crate::{Error, Scope};

/// Users of the customer that the user may see: of the same billing group when the user belongs to one.
pub(super) fn seen_by(scope: &Scope) -> Select<users::Entity> {
    let rows = scope.rows(users::Entity, Column::Portal, [Column::CustomerId]);
    let select = rows.filter(Column::State.ne(UserState::Closed));
    match scope.billing_group_id() {
        Some(group) => select.filter(Column::BillingGroupId.eq(group)),
        None => select,
    }
}

/// Whether a role manages users.
pub(super) fn manages(scope: &Scope, role: UserRole) -> bool {
    scope.portal().users.managed_by.contains(&role)
}

pub(super) async fn find(db: &impl ConnectionTrait, scope: &Scope, id: UserId) -> Result<User, Error> {
    seen_by(scope).filter(Column::Id.eq(id)).one(db).await?.ok_or(Error::NotFound)
}

pub(super) async fn hold(tx: &Transaction, scope: &Scope, id: UserId) -> Result<User, Error> {
    // The customer first, as everywhere: two changes wait for each other instead of holding each other up.
    customers::Entity::find_by_id(scope.customer_id()).lock_exclusive().one(tx).await?;
    seen_by(scope).filter(Column::Id.eq(id)).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)
}
