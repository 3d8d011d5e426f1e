//! The list of requests: filtered, in any order both ways, with how many there are, and a request as it stands in it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use madoguchi_domain::policy::{Localized, Portal};
use madoguchi_domain::requests::{RequestDecision, RequestState};
use madoguchi_entities::contracts;
use madoguchi_entities::ids::ContractId;
use madoguchi_entities::requests::{self, Column};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, Select};
use serde::Deserialize;

use super::finders::seen_by;
use super::{Request, confirmations, revision};
use crate::contracts::managed_by;
use crate::cursors::{List, Listed, Page, Part};
use crate::orders::Order;
use crate::revisions::Revision;
use crate::{Error, FieldCode, Scope, Services, rows};

/// A request as it stands in a list.
#[derive(Clone, Debug)]
pub struct Row {
    pub request: Request,
    /// Label of its kind: of the day it was sent, of a draft today's.
    pub kind_label: Localized,
    /// The same for its category.
    pub category_label: Option<Localized>,
    /// The contract, if the user may see it.
    pub contract_id: Option<ContractId>,
}

impl Row {
    /// From which state a change of it is made.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn revision(&self) -> Result<Revision, Error> {
        revision(&self.request)
    }
}

/// Which requests. What is absent does not narrow; all that is there narrows together.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<RequestState>,
    /// Code of the kind.
    pub kind: Option<String>,
    /// Code of the contract category.
    pub category: Option<String>,
    /// Opened on this day or later.
    pub from: Option<NaiveDate>,
    /// Opened on this day or earlier.
    pub until: Option<NaiveDate>,
    /// A part of the number, in any width.
    pub number: Option<String>,
    pub decision: Option<RequestDecision>,
    /// A part of the number of the order, in any width.
    pub order_number: Option<String>,
    /// Whether it was sent; drafts were not.
    pub sent: Option<bool>,
}

/// By what the list is ordered. Equal ones are ordered by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Key {
    /// 申込日.
    #[default]
    OpenedOn,
    /// 申込ID.
    Number,
    /// When it was sent; drafts were not yet, and count as later than all.
    SubmittedAt,
    State,
    Kind,
    /// 申込結果; drafts have none, and count as later than all.
    Reception,
    /// 確認結果; those without one count as later than all.
    Decision,
    /// The number of the order; the same.
    OrderNumber,
    /// Whom it is for.
    Title,
}

/// Order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordering {
    /// By what.
    pub key: Key,
    /// Largest first.
    pub descending: bool,
}

/// Requests that the user may see.
///
/// # Errors
/// `invalid_cursor`; `range_reversed` at `until`.
pub async fn list(
    services: &Services,
    scope: &Scope,
    filter: &Filter,
    ordering: Ordering,
    part: Part<'_>,
) -> Result<Listed<Row>, Error> {
    if filter.from.zip(filter.until).is_some_and(|(from, until)| until < from) {
        return Err(Error::invalid("until", FieldCode::RangeReversed));
    }
    let list = List::new(services, format!("requests {filter:?} {ordering:?}"));
    let chosen = filter.narrow(seen_by(scope));
    let page = order(ordering).page_of(services, &list, part, &chosen).await?;
    let Listed { page, total } = part.counted(services, page, chosen).await?;
    let items = rows(services, scope, page.items).await?;
    Ok(Listed { page: Page { items, next_cursor: page.next_cursor }, total })
}

impl Filter {
    fn narrow(&self, mut select: Select<requests::Entity>) -> Select<requests::Entity> {
        if let Some(state) = self.state {
            select = select.filter(Column::State.eq(state));
        }
        if let Some(kind) = &self.kind {
            select = select.filter(Column::Kind.eq(kind.as_str()));
        }
        if let Some(category) = &self.category {
            select = select.filter(Column::Category.eq(category.as_str()));
        }
        if let Some(from) = self.from {
            select = select.filter(Column::OpenedOn.gte(from));
        }
        if let Some(until) = self.until {
            select = select.filter(Column::OpenedOn.lte(until));
        }
        if let Some(decision) = self.decision {
            select = select.filter(Column::Decision.eq(decision));
        }
        match self.sent {
            Some(true) => select = select.filter(Column::State.ne(RequestState::Draft)),
            Some(false) => select = select.filter(Column::State.eq(RequestState::Draft)),
            None => {}
        }
        for (column, part) in [(Column::Number, &self.number), (Column::OrderNumber, &self.order_number)] {
            select = rows::holding(select, column, part.as_deref());
        }
        select
    }
}

fn order(Ordering { key, descending }: Ordering) -> Order<Request> {
    let order = Order::unique(Column::Id, |request: &Request| request.id.0);
    let order = match key {
        Key::OpenedOn => order.led_by(Column::OpenedOn, |request| request.opened_on),
        Key::Number => order.led_by(Column::Number, |request| request.number.clone()),
        Key::SubmittedAt => order.led_by_optional(Column::SubmittedAt, |request| request.submitted_at),
        Key::State => order.led_by(Column::State, |request| request.state.as_str()),
        Key::Kind => order.led_by(Column::Kind, |request| request.kind.clone()),
        Key::Reception => order.led_by_optional(Column::Reception, |request| request.reception.map(|it| it.as_str())),
        Key::Decision => order.led_by_optional(Column::Decision, |request| request.decision.map(|it| it.as_str())),
        Key::OrderNumber => order.led_by_optional(Column::OrderNumber, |request| request.order_number.clone()),
        Key::Title => order.led_by(Column::Title, |request| request.title.clone()),
    };
    order.descending(descending)
}

/// A request as it stands in a list.
pub(super) async fn row(services: &Services, scope: &Scope, request: Request) -> Result<Row, Error> {
    rows(services, scope, vec![request]).await?.pop().ok_or(Error::NotFound)
}

pub(super) async fn rows(services: &Services, scope: &Scope, requests: Vec<Request>) -> Result<Vec<Row>, Error> {
    let named: BTreeSet<ContractId> = requests.iter().filter_map(|request| request.contract_id).collect();
    let visible: BTreeSet<ContractId> = if named.is_empty() {
        BTreeSet::new()
    } else {
        let own = managed_by(scope).filter(contracts::Column::Id.is_in(named)).select_only();
        let own: Vec<ContractId> = own.column(contracts::Column::Id).into_tuple().all(services.db.read()).await?;
        own.into_iter().collect()
    };
    let row = |request: Request| {
        let (kind_label, category_label) = labels(scope.portal(), &request)?;
        let contract_id = request.contract_id.filter(|id| visible.contains(id));
        Ok(Row { request, kind_label, category_label, contract_id })
    };
    requests.into_iter().map(row).collect()
}

/// What a list reads of a confirmation.
#[derive(Deserialize)]
struct Labels {
    kind: Localized,
    category: Option<Localized>,
}

pub(super) fn labels(portal: &Portal, request: &Request) -> Result<(Localized, Option<Localized>), Error> {
    if let Some(json) = &request.confirmation {
        let Labels { kind, category } = serde_json::from_str(json).map_err(Error::internal)?;
        return Ok((kind, category));
    }
    let kind = portal.request_kind(&request.kind).map(|kind| kind.label.clone());
    // A kind that the portal has no more.
    let kind = kind.unwrap_or_else(|| Localized { ja: request.kind.clone(), en: request.kind.clone() });
    let category = request.category.as_deref().and_then(|code| confirmations::category_label(portal, code));
    Ok((kind, category.cloned()))
}
