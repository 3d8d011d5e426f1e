//! Which requests a user may see.

use madoguchi_entities::ids::RequestId;
use madoguchi_entities::requests::{self, Column, Model as Request};
use sea_orm::{ColumnTrait, QueryFilter, Select};

use crate::{Error, Scope, Services};

/// Requests that the user may see: the own ones; for administrators, and where all are equal, those of the billing group, or
/// of the customer when they belong to none.
pub(super) fn seen_by(scope: &Scope) -> Select<requests::Entity> {
    let select = scope.rows(requests::Entity, Column::Portal, [Column::CustomerId]);
    match (scope.sees_colleagues(), scope.billing_group_id()) {
        (false, _) => select.filter(Column::UserId.eq(scope.user_id())),
        (true, Some(group)) => select.filter(Column::BillingGroupId.eq(group)),
        (true, None) => select,
    }
}

/// One of these requests.
pub(super) fn one_seen_by(scope: &Scope, id: RequestId) -> Select<requests::Entity> {
    seen_by(scope).filter(Column::Id.eq(id))
}

/// One of these requests, read.
pub(super) async fn find(services: &Services, scope: &Scope, id: RequestId) -> Result<Request, Error> {
    one_seen_by(scope, id).one(services.db.read()).await?.ok_or(Error::NotFound)
}
