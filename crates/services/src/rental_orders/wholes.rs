//! An order with its lines and what ends of them before.

use std::collections::HashMap;

use chrono::NaiveDate;
use madoguchi_domain::rentals::{End, LineEndState, OrderState, RentalLine};
use madoguchi_entities::ids::OrderLineId;
use madoguchi_entities::{order_line_ends, order_lines};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Line, LineEnd, Order};
use crate::Error;

/// An order in full.
#[derive(Clone, Debug)]
pub struct WholeOrder {
    pub order: Order,
    /// By their numbers.
    pub lines: Vec<WholeLine>,
}

/// A line with what ends of it before.
#[derive(Clone, Debug)]
pub struct WholeLine {
    pub line: Line,
    /// The earliest first.
    pub ends: Vec<LineEnd>,
}

impl WholeLine {
    /// As its days go by: what the provider took ends.
    #[must_use]
    pub fn rental(&self) -> RentalLine {
        self.with_ends(|end| end.state == LineEndState::Done)
    }

    /// The same as if all were taken that was asked for: what may be asked for still.
    #[must_use]
    pub fn asked(&self) -> RentalLine {
        self.with_ends(|_| true)
    }

    fn with_ends(&self, counts: impl Fn(&LineEnd) -> bool) -> RentalLine {
        let ends = self.ends.iter().filter(|end| counts(end));
        let last = self.line.returned_on.map_or(self.line.last_on, |returned| returned.min(self.line.last_on));
        RentalLine {
            quantity: self.line.quantity,
            first: self.line.first_on,
            last,
            // What was given back before its end was ends with it.
            ends: ends.map(|end| End { on: end.ends_on.min(last), quantity: end.quantity }).collect(),
        }
    }
}

impl WholeOrder {
    /// A line by its number.
    #[must_use]
    pub fn line(&self, position: i64) -> Option<&WholeLine> {
        self.lines.iter().find(|it| i64::from(it.line.position) == position)
    }

    /// Whether nothing of it is in rent or to come any more.
    #[must_use]
    pub fn is_over(&self, today: NaiveDate) -> bool {
        matches!(self.order.state, OrderState::Refused | OrderState::Withdrawn)
            || self.lines.iter().all(|it| it.rental().is_over(today))
    }

    /// The first day of its lines, and the last on which anything of it is in rent.
    #[must_use]
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        let first = self.lines.iter().map(|it| it.line.first_on).min().unwrap_or(self.order.first_on);
        let groups = self.lines.iter().flat_map(|it| it.rental().groups());
        (first, groups.map(|group| group.last).max().unwrap_or(self.order.last_on))
    }
}

/// Reads lines and ends of an order that was found through a scope, or by the provider.
pub(super) async fn whole(db: &impl ConnectionTrait, order: Order) -> Result<WholeOrder, Error> {
    let lines = order_lines::Entity::find()
        .filter(order_lines::Column::CustomerId.eq(order.customer_id))
        .filter(order_lines::Column::OrderId.eq(order.id))
        .order_by_asc(order_lines::Column::Position)
        .all(db)
        .await?;
    let found = order_line_ends::Entity::find()
        .filter(order_line_ends::Column::CustomerId.eq(order.customer_id))
        .filter(order_line_ends::Column::OrderId.eq(order.id))
        .order_by_asc(order_line_ends::Column::EndsOn)
        .order_by_asc(order_line_ends::Column::Id)
        .all(db)
        .await?;
    let mut ends: HashMap<OrderLineId, Vec<LineEnd>> = HashMap::new();
    for end in found {
        ends.entry(end.line_id).or_default().push(end);
    }
    let lines = lines.into_iter().map(|line| WholeLine { ends: ends.remove(&line.id).unwrap_or_default(), line });
    Ok(WholeOrder { lines: lines.collect(), order })
}
