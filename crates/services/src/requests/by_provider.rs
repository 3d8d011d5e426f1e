//! What the provider does with requests: reads those that were sent, looks into them, and decides. Drafts, and what waits for
//! approval inside the customer, are the customer's alone.

use madoguchi_domain::policy::{Portal, RequestAction, RequestKind};
use madoguchi_domain::requests::{Confirmation, RequestState};
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::requests::{self, Column};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::decisions::Decision;
use super::{Request, RequestEvent, confirmations, decisions, histories, reasons, revision};
use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::request_parts::Answer;
use crate::revisions::{Named, Revision};
use crate::{Error, Provider, Services, customers};

/// Requests of one look at the queue.
const LOOK_MAX: u64 = 500;

/// A request in the provider's list.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub request: Request,
    /// The provider's number of the customer.
    pub customer_number: String,
    /// Name of the customer.
    pub customer_name: String,
}

/// A request as the provider reads it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub request: Request,
    /// What was sent.
    pub confirmation: Confirmation,
    /// What happened to it, oldest first.
    pub history: Vec<RequestEvent>,
    /// Whose it is.
    pub customer_number: String,
    /// Name of the customer.
    pub customer_name: String,
}

impl Shown {
    /// From which state a decision on it is made.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn revision(&self) -> Result<Revision, Error> {
        revision(&self.request)
    }
}

/// Requests in a state, the one that waits longest first, at most 500: those not decided yet when none is named.
///
/// # Errors
/// Any error of the database.
pub async fn list(
    services: &Services,
    provider: &Provider,
    state: Option<RequestState>,
) -> Result<Vec<Waiting>, Error> {
    let rows = in_state(provider.portal(), state)
        .order_by_asc(Column::UpdatedAt)
        .order_by_asc(Column::Id)
        .limit(LOOK_MAX)
        .all(services.db.read())
        .await?;
    waiting(services, rows).await
}

/// The same part by part, all of them.
///
/// # Errors
/// `invalid_cursor`.
pub async fn pages(
    services: &Services,
    provider: &Provider,
    state: Option<RequestState>,
    part: Part<'_>,
) -> Result<Page<Waiting>, Error> {
    let list = List::new(services, format!("provider requests {} {state:?}", provider.portal().key));
    let longest_first = Order::unique(Column::Id, |request: &Request| request.id.0);
    let longest_first = longest_first.led_by(Column::UpdatedAt, |request| request.updated_at);
    let page = longest_first.page_of(services, &list, part, &in_state(provider.portal(), state)).await?;
    Ok(Page { items: waiting(services, page.items).await?, next_cursor: page.next_cursor })
}

fn in_state(portal: &Portal, state: Option<RequestState>) -> Select<requests::Entity> {
    let open = RequestState::ALL.iter().copied().filter(|state| state.is_open());
    let states: Vec<RequestState> = state.map_or_else(|| open.collect(), |state| vec![state]);
    of_portal(portal).filter(Column::State.is_in(states))
}

/// Requests with the names of their customers.
async fn waiting(services: &Services, rows: Vec<Request>) -> Result<Vec<Waiting>, Error> {
    let names = customers::names(services.db.read(), rows.iter().map(|request| request.customer_id)).await?;
    let waiting = |request: Request| {
        let (customer_number, customer_name) = names.get(&request.customer_id).cloned().unwrap_or_default();
        Waiting { request, customer_number, customer_name }
    };
    Ok(rows.into_iter().map(waiting).collect())
}

/// A request by its number.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, number: &str) -> Result<Shown, Error> {
    let request = by_number(provider.portal(), number).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    let confirmation = confirmations::kept(&request)?.ok_or(Error::NotFound)?;
    let history = histories::of(services.db.read(), &request).await?;
    let named = waiting(services, vec![request]).await?.pop().ok_or(Error::NotFound)?;
    let Waiting { request, customer_number, customer_name } = named;
    Ok(Shown { request, confirmation, history, customer_number, customer_name })
}

/// Begins to look into a request (確認中). The customer sees it, and is not mailed.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`; `request_decided`.
pub async fn review<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
) -> Result<Request, Error> {
    decide(services, provider, named.into(), decisions::REVIEWED, &Answer::default()).await
}

/// Completes a request (手配済, 登録済), and mails the customer. `note` is for the customer; it may be empty.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`; `request_decided`; `too_long`, `invalid_characters` at `note`; what the request's
/// action refuses.
pub async fn complete<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
    note: &str,
) -> Result<Request, Error> {
    let answer = Answer { note: reasons::note(note)?, ..Answer::default() };
    decide(services, provider, named.into(), decisions::COMPLETED, &answer).await
}

/// The same with what a quote is answered by.
///
/// # Errors
/// As [`complete`]; [`Error::NotFound`] for a request that asks for no quote; `before_today` at `valid_until`; `unknown` at
/// `prices`.
pub async fn answer<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
    answer: Answer,
) -> Result<Request, Error> {
    let named = named.into();
    let answer = Answer { note: reasons::note(&answer.note)?, ..answer };
    let request = by_number(provider.portal(), named.name).one(services.db.read()).await?;
    let kind = request.and_then(|request| provider.portal().request_kind(&request.kind));
    let asks = |kind: &RequestKind| matches!(kind.action, RequestAction::Quote | RequestAction::QuoteAndOrder);
    kind.filter(|kind| asks(kind)).ok_or(Error::NotFound)?;
    decide(services, provider, named, decisions::COMPLETED, &answer).await
}

/// Rejects a request (却下) for a reason that the customer reads, and mails it.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`; `request_decided`; `required`, `too_long`, `invalid_characters` at `reason`.
pub async fn reject<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
    reason: &str,
) -> Result<Request, Error> {
    let reason = Answer { note: reasons::required(reason)?, ..Answer::default() };
    decide(services, provider, named.into(), decisions::REJECTED, &reason).await
}

/// Does not take a request (受付失敗) for a reason that the customer reads, and mails it. One that is looked into was taken:
/// it is rejected.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`; `request_decided`; `required`, `too_long`, `invalid_characters` at `reason`.
pub async fn fail<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
    reason: &str,
) -> Result<Request, Error> {
    let reason = Answer { note: reasons::required(reason)?, ..Answer::default() };
    decide(services, provider, named.into(), decisions::FAILED, &reason).await
}

/// A decision that was made already is left as it is.
async fn decide(
    services: &Services,
    provider: &Provider,
    named: Named<'_>,
    (next, action): Decision,
    answer: &Answer,
) -> Result<Request, Error> {
    let portal = provider.portal();
    services
        .db
        .transaction(async |tx| {
            let request = by_number(portal, named.name).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)?;
            if request.state == next {
                return Ok(request);
            }
            named.expected.require(&revision(&request)?)?;
            decisions::decide(tx, services, provider, request, (next, action), answer).await
        })
        .await
}

/// Requests that reached the provider: no draft, and nothing that waits for approval inside the customer or ended there.
fn of_portal(portal: &Portal) -> Select<requests::Entity> {
    requests::Entity::find().filter(Column::Portal.eq(portal.key.as_str())).filter(Column::Reception.is_not_null())
}

fn by_number(portal: &Portal, number: &str) -> Select<requests::Entity> {
    of_portal(portal).filter(Column::Number.eq(trim_fold(number)))
}
