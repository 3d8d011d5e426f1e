//! 見積履歴: filtered, in any order both ways, with how many there are.

use chrono::NaiveDate;
use madoguchi_domain::rentals::QuoteState;
use madoguchi_entities::quotes::{self, Column};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, Select};

use super::Quote;
use super::finders::seen_by;
use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, FieldCode, Scope, Services, rows};

/// Which quotes. What is absent does not narrow; all that is there narrows together.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<QuoteState>,
    /// Answered on this day or later.
    pub from: Option<NaiveDate>,
    /// Answered on this day or earlier.
    pub until: Option<NaiveDate>,
    /// A part of the number, in any width.
    pub number: Option<String>,
}

/// By what the list is ordered. Equal ones are ordered by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Key {
    /// 見積日.
    #[default]
    QuotedOn,
    /// 見積番号.
    Number,
    /// 有効期限.
    ValidUntil,
    State,
    Amount,
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
    pub page: Page<Quote>,
    /// Quotes that the filter leaves in all.
    pub total: u64,
}

/// Quotes of the customer.
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
    if filter.from.zip(filter.until).is_some_and(|(from, until)| until < from) {
        return Err(Error::invalid("until", FieldCode::RangeReversed));
    }
    let list = List::new(services, format!("quotes {filter:?} {ordering:?}"));
    let chosen = filter.narrow(seen_by(scope));
    let page = order(ordering).page_of(services, &list, part, &chosen).await?;
    let total = if part.is_whole(&page) {
        u64::try_from(page.items.len()).unwrap_or(u64::MAX)
    } else {
        chosen.count(services.db.read()).await?
    };
    Ok(Listed { page, total })
}

impl Filter {
    fn narrow(&self, mut select: Select<quotes::Entity>) -> Select<quotes::Entity> {
        if let Some(state) = self.state {
            select = select.filter(Column::State.eq(state));
        }
        if let Some(from) = self.from {
            select = select.filter(Column::QuotedOn.gte(from));
        }
        if let Some(until) = self.until {
            select = select.filter(Column::QuotedOn.lte(until));
        }
        rows::holding(select, Column::Number, self.number.as_deref())
    }
}

fn order(Ordering { key, descending }: Ordering) -> Order<Quote> {
    let order = Order::unique(Column::Id, |quote: &Quote| quote.id.0);
    let order = match key {
        Key::QuotedOn => order.led_by(Column::QuotedOn, |quote| quote.quoted_on),
        Key::Number => order.led_by(Column::Number, |quote| quote.number.clone()),
        Key::ValidUntil => order.led_by(Column::ValidUntil, |quote| quote.valid_until),
        Key::State => order.led_by(Column::State, |quote| quote.state.as_str()),
        Key::Amount => order.led_by(Column::Amount, |quote| quote.amount),
    };
    order.descending(descending)
}
