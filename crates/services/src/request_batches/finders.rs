//! Which files of requests a user may see: as requests.

use madoguchi_entities::ids::RequestBatchId;
use madoguchi_entities::request_batches::{self, Column};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, Select};

use super::RequestBatch;
use crate::database::Transaction;
use crate::{Error, Scope, Services};

/// Files that the user may see: the own ones; for administrators those of the billing group, or of the customer when they
/// belong to none.
pub(super) fn seen_by(scope: &Scope) -> Select<request_batches::Entity> {
    let select = scope.rows(request_batches::Entity, Column::Portal, [Column::CustomerId]);
    match (scope.is_administrator(), scope.billing_group_id()) {
        (false, _) => select.filter(Column::UserId.eq(scope.user_id())),
        (true, Some(group)) => select.filter(Column::BillingGroupId.eq(group)),
        (true, None) => select,
    }
}

/// One of these, read.
pub(super) async fn find(services: &Services, scope: &Scope, id: RequestBatchId) -> Result<RequestBatch, Error> {
    let found = seen_by(scope).filter(Column::Id.eq(id)).one(services.db.read()).await?;
    found.ok_or(Error::NotFound)
}

/// One of these, held until the end of the transaction.
pub(super) async fn hold(tx: &Transaction, scope: &Scope, id: RequestBatchId) -> Result<RequestBatch, Error> {
    seen_by(scope).filter(Column::Id.eq(id)).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)
}
