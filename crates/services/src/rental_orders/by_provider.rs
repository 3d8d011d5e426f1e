//! What the provider reads of orders: those in a state, and one in full. It decides on requests, not on orders.

use std::collections::{BTreeSet, HashMap};

use madoguchi_domain::rentals::OrderState;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::customers;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::orders::{self, Column};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Order, OrderEvent, WholeOrder, events, wholes};
use crate::{Error, Provider, Services};

/// Orders of one look.
const LOOK_MAX: u64 = 500;

/// An order in the provider's list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub order: Order,
    /// The provider's number of the customer.
    pub customer_number: String,
    /// Name of the customer.
    pub customer_name: String,
}

/// Orders in a state, the last one first, at most 500: all of them when none is named.
///
/// # Errors
/// Any error of the database.
pub async fn list(services: &Services, provider: &Provider, state: Option<OrderState>) -> Result<Vec<Listed>, Error> {
    let mut select = orders::Entity::find().filter(Column::Portal.eq(provider.portal().key.as_str()));
    if let Some(state) = state {
        select = select.filter(Column::State.eq(state));
    }
    let select = select.order_by_desc(Column::Number).limit(LOOK_MAX);
    let rows = select.all(services.db.read()).await?;
    let ids: BTreeSet<CustomerId> = rows.iter().map(|order| order.customer_id).collect();
    let found = customers::Entity::find().filter(customers::Column::Id.is_in(ids)).all(services.db.read()).await?;
    let names: HashMap<CustomerId, (String, String)> =
        found.into_iter().map(|customer| (customer.id, (customer.number, customer.name))).collect();
    let listed = |order: Order| {
        let (customer_number, customer_name) = names.get(&order.customer_id).cloned().unwrap_or_default();
        Listed { order, customer_number, customer_name }
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// An order by its number, with what happened to it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(
    services: &Services,
    provider: &Provider,
    number: &str,
) -> Result<(WholeOrder, Vec<OrderEvent>), Error> {
    let db = services.db.read();
    let order = orders::Entity::find()
        .filter(Column::Portal.eq(provider.portal().key.as_str()))
        .filter(Column::Number.eq(trim_fold(number)))
        .one(db)
        .await?;
    let whole = wholes::whole(db, order.ok_or(Error::NotFound)?).await?;
    let history = events::of(db, &whole.order).await?;
    Ok((whole, history))
}
