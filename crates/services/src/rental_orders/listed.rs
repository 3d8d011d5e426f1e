//! 注文履歴: filtered, in any order both ways, with how many there are.

use chrono::NaiveDate;
use madoguchi_domain::rentals::OrderState;
use madoguchi_entities::orders::{self, Column};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, Select};

use super::Order;
use super::finders::seen_by;
use crate::cursors::{List, Page, Part};
use crate::orders::Order as Sorted;
use crate::{Error, FieldCode, Scope, Services, rows};

/// Which orders. What is absent does not narrow; all that is there narrows together.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<OrderState>,
    /// Ordered on this day or later.
    pub from: Option<NaiveDate>,
    /// Ordered on this day or earlier.
    pub until: Option<NaiveDate>,
    /// In rent on this day.
    pub in_rent_on: Option<NaiveDate>,
    /// A part of the number, in any width.
    pub number: Option<String>,
}

/// By what the list is ordered. Equal ones are ordered by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Key {
    /// 注文日.
    #[default]
    OrderedOn,
    /// 注文番号.
    Number,
    State,
    /// The first day of its lines.
    FirstOn,
    /// The last day on which anything of it is in rent.
    LastOn,
}

/// Order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordering {
    /// By what.
    pub key: Key,
    /// Largest first.
    pub descending: bool,
}

/// A part of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The part.
    pub page: Page<Order>,
    /// Orders that the filter leaves in all.
    pub total: u64,
}

/// Orders of the customer.
///
/// # Errors
/// `invalid_cursor`; `range_reversed` at `until`.
pub async fn list(
    services: &Services,
    scope: &Scope,
    filter: &Filter,
    ordering: Ordering,
    part: Part<'_>,
) -> Result<Listed, Error> {
    let list = List::new(services, format!("orders {filter:?} {ordering:?}"));
    let chosen = chosen(scope, filter)?;
    let page = order(ordering).page_of(services, &list, part, &chosen).await?;
    let total = if part.is_whole(&page) {
        u64::try_from(page.items.len()).unwrap_or(u64::MAX)
    } else {
        chosen.count(services.db.read()).await?
    };
    Ok(Listed { page, total })
}

/// What a filter leaves of the customer's orders.
pub(super) fn chosen(scope: &Scope, filter: &Filter) -> Result<Select<orders::Entity>, Error> {
    if filter.from.zip(filter.until).is_some_and(|(from, until)| until < from) {
        return Err(Error::invalid("until", FieldCode::RangeReversed));
    }
    let mut select = seen_by(scope);
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(from) = filter.from {
        select = select.filter(Column::OrderedOn.gte(from));
    }
    if let Some(until) = filter.until {
        select = select.filter(Column::OrderedOn.lte(until));
    }
    if let Some(day) = filter.in_rent_on {
        select = select.filter(Column::State.eq(OrderState::Arranged));
        select = select.filter(Column::FirstOn.lte(day)).filter(Column::LastOn.gte(day));
    }
    Ok(rows::holding(select, Column::Number, filter.number.as_deref()))
}

pub(super) fn order(Ordering { key, descending }: Ordering) -> Sorted<Order> {
    let order = Sorted::unique(Column::Id, |order: &Order| order.id.0);
    let order = match key {
        Key::OrderedOn => order.led_by(Column::OrderedOn, |order| order.ordered_on),
        Key::Number => order.led_by(Column::Number, |order| order.number.clone()),
        Key::State => order.led_by(Column::State, |order| order.state.as_str()),
        Key::FirstOn => order.led_by(Column::FirstOn, |order| order.first_on),
        Key::LastOn => order.led_by(Column::LastOn, |order| order.last_on),
    };
    order.descending(descending)
}
