//! Which orders a user may see: those of the customer.

use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::ids::{CustomerId, OrderId};
use madoguchi_entities::orders::{self, Column};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use super::{Order, WholeOrder, wholes};
use crate::database::Transaction;
use crate::{Error, Scope};

/// Orders of the customer.
pub(super) fn seen_by(scope: &Scope) -> Select<orders::Entity> {
    scope.rows(orders::Entity, Column::Portal, [Column::CustomerId])
}

/// One of them by its number, in any width.
pub(crate) async fn find(db: &impl ConnectionTrait, scope: &Scope, number: &str) -> Result<WholeOrder, Error> {
    let order = seen_by(scope).filter(Column::Number.eq(trim_fold(number))).one(db).await?;
    wholes::whole(db, order.ok_or(Error::NotFound)?).await
}

/// The same, held until the end of the transaction: what is asked of an order comes one after the other.
pub(crate) async fn hold(tx: &Transaction, scope: &Scope, number: &str) -> Result<WholeOrder, Error> {
    let order = seen_by(scope).filter(Column::Number.eq(trim_fold(number))).lock_exclusive().one(tx).await?;
    wholes::whole(tx, order.ok_or(Error::NotFound)?).await
}

/// An order by its key, held, for what the provider decides.
pub(crate) async fn hold_of(
    tx: &Transaction,
    portal: &Portal,
    (customer, id): (CustomerId, OrderId),
) -> Result<WholeOrder, Error> {
    let found: Option<Order> = orders::Entity::find_by_id((customer, id))
        .filter(Column::Portal.eq(portal.key.as_str()))
        .lock_exclusive()
        .one(tx)
        .await?;
    wholes::whole(tx, found.ok_or(Error::NotFound)?).await
}
