//! What the provider reads of orders: those in a state, and one in full. What it does with them stands beside it (`movements`) and
//! in `order_decisions`.

use madoguchi_domain::dates::jst_date;
use madoguchi_domain::forms::Object;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::rentals::OrderState;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::orders::{self, Column};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{Order, OrderEvent, WholeLine, WholeOrder, details, events, wholes};
use crate::cursors::{List, Page, Part};
use crate::orders::Order as Sorted;
use crate::revisions::Revision;
use crate::{Error, Provider, Services, customers};

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

/// An order as the provider reads it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub whole: WholeOrder,
    /// Units of each line that are in rent today, in their order.
    pub in_rent: Vec<i64>,
    /// Whether nothing of it is in rent or to come any more.
    pub is_over: bool,
    /// Orderer and delivery addresses.
    pub answers: Object,
    /// What happened to it, oldest first.
    pub history: Vec<OrderEvent>,
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
    let select = in_state(provider.portal(), state).order_by_desc(Column::Number).limit(LOOK_MAX);
    let rows = select.all(services.db.read()).await?;
    listed(services, rows).await
}

/// The same part by part, all of them.
///
/// # Errors
/// [`Error::NotFound`] where the portal takes no orders; `invalid_cursor`.
pub async fn pages(
    services: &Services,
    provider: &Provider,
    state: Option<OrderState>,
    part: Part<'_>,
) -> Result<Page<Listed>, Error> {
    provider.portal().orders.as_ref().ok_or(Error::NotFound)?;
    let list = List::new(services, format!("provider orders {} {state:?}", provider.portal().key));
    let last_first = Sorted::unique(Column::Id, |order: &Order| order.id.0);
    let last_first = last_first.led_by(Column::Number, |order| order.number.clone()).descending(true);
    let page = last_first.page_of(services, &list, part, &in_state(provider.portal(), state)).await?;
    Ok(Page { items: listed(services, page.items).await?, next_cursor: page.next_cursor })
}

/// An order by its number, with what happened to it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, number: &str) -> Result<Shown, Error> {
    let db = services.db.read();
    let whole = wholes::whole(db, find(db, provider.portal(), number).await?).await?;
    let history = events::of(db, &whole.order).await?;
    let named = listed(services, vec![whole.order.clone()]).await?.pop().ok_or(Error::NotFound)?;
    let today = jst_date(services.clock.now());
    let is_promised = whole.order.state == OrderState::Arranged;
    Ok(Shown {
        in_rent: whole.lines.iter().map(|it| if is_promised { it.rental().on(today) } else { 0 }).collect(),
        is_over: whole.is_over(today),
        answers: details::answers(&whole)?,
        history,
        customer_number: named.customer_number,
        customer_name: named.customer_name,
        whole,
    })
}

/// From which state of an order the provider does something with it: what can be seen of it and its lines.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn revision(whole: &WholeOrder) -> Result<Revision, Error> {
    let line = |it: &WholeLine| {
        let line = &it.line;
        let ends: Vec<_> = it.ends.iter().map(|end| (end.ends_on, end.quantity, end.state)).collect();
        (line.product_code.clone(), line.quantity, (line.first_on, line.last_on, line.returned_on), ends)
    };
    let lines: Vec<_> = whole.lines.iter().map(line).collect();
    Revision::of(&(whole.order.state, &whole.order.answers, lines))
}

/// An order of the portal by its number, in any width.
pub(crate) async fn find(db: &impl ConnectionTrait, portal: &Portal, number: &str) -> Result<Order, Error> {
    in_state(portal, None).filter(Column::Number.eq(trim_fold(number))).one(db).await?.ok_or(Error::NotFound)
}

fn in_state(portal: &Portal, state: Option<OrderState>) -> Select<orders::Entity> {
    let own = orders::Entity::find().filter(Column::Portal.eq(portal.key.as_str()));
    match state {
        Some(state) => own.filter(Column::State.eq(state)),
        None => own,
    }
}

/// Orders with the names of their customers.
async fn listed(services: &Services, rows: Vec<Order>) -> Result<Vec<Listed>, Error> {
    let names = customers::names(services.db.read(), rows.iter().map(|order| order.customer_id)).await?;
    let listed = |order: Order| {
        let (customer_number, customer_name) = names.get(&order.customer_id).cloned().unwrap_or_default();
        Listed { order, customer_number, customer_name }
    };
    Ok(rows.into_iter().map(listed).collect())
}
