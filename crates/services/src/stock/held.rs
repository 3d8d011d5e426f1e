//! Rows that a change holds until its transaction ends, always in the order of their ids, so that no two wait for each other.

use std::collections::{BTreeSet, HashMap};

use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{OrderLineId, ProductId};
use madoguchi_entities::{products, stock_reservations};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Error;

/// Holds products of the portal, and gives them by id.
pub(super) async fn hold(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    ids: impl Iterator<Item = ProductId>,
) -> Result<HashMap<ProductId, products::Model>, Error> {
    let ids: BTreeSet<ProductId> = ids.collect();
    let held = products::Entity::find()
        .filter(products::Column::Id.is_in(ids))
        .filter(products::Column::Portal.eq(portal.key.as_str()))
        .order_by_asc(products::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(held.into_iter().map(|product| (product.id, product)).collect())
}

/// Holds what a line has, released parts included.
pub(super) async fn lines_held(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    line: OrderLineId,
) -> Result<Vec<stock_reservations::Model>, Error> {
    let own = stock_reservations::Entity::find()
        .filter(stock_reservations::Column::OrderLineId.eq(line))
        .filter(stock_reservations::Column::Portal.eq(portal.key.as_str()))
        .order_by_asc(stock_reservations::Column::Id)
        .lock_exclusive();
    Ok(own.all(tx).await?)
}
