//! What the provider does with requests: reads those that were sent, looks into them, and decides. Drafts, and what waits for
//! approval inside the customer, are the customer's alone.

use std::collections::{BTreeSet, HashMap};

use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::requests::{Confirmation, RequestState};
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::customers;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::requests::{self, Column};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::histories::{self, Doer};
use super::{Request, RequestEvent, confirmations, letters, reasons, revision, told};
use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::cursors::{List, Page, Part};
use crate::database::Transaction;
use crate::orders::Order;
use crate::request_parts::{Answer, Decided};
use crate::revisions::{Named, Revision};
use crate::{Error, FieldCode, ProblemCode, Provider, Services, events, request_actions};

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
    let ids: BTreeSet<CustomerId> = rows.iter().map(|request| request.customer_id).collect();
    let found = customers::Entity::find().filter(customers::Column::Id.is_in(ids)).all(services.db.read()).await?;
    let names: HashMap<CustomerId, (String, String)> =
        found.into_iter().map(|customer| (customer.id, (customer.number, customer.name))).collect();
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
    decide(services, provider, named.into(), (RequestState::InReview, "request.reviewed"), &Answer::default()).await
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
    answer(services, provider, named, Answer { note: note.to_owned(), ..Answer::default() }).await
}

/// The same with what a quote is answered by.
///
/// # Errors
/// As [`complete`]; `before_today` at `valid_until`; `unknown` at `prices`.
pub async fn answer<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
    answer: Answer,
) -> Result<Request, Error> {
    let answer = Answer { note: reasons::note(&answer.note)?, ..answer };
    decide(services, provider, named.into(), (RequestState::Completed, "request.completed"), &answer).await
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
    let reason = Answer { note: required(reason)?, ..Answer::default() };
    decide(services, provider, named.into(), (RequestState::Rejected, "request.rejected"), &reason).await
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
    let reason = Answer { note: required(reason)?, ..Answer::default() };
    decide(services, provider, named.into(), (RequestState::Failed, "request.failed"), &reason).await
}

fn required(reason: &str) -> Result<String, Error> {
    let reason = reasons::reason(reason)?;
    if reason.is_empty() { Err(Error::invalid("reason", FieldCode::Required)) } else { Ok(reason) }
}

/// A decision that was made already is left as it is.
async fn decide(
    services: &Services,
    provider: &Provider,
    named: Named<'_>,
    (next, action): (RequestState, &'static str),
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
            let step = Step { next, doer: Doer::PROVIDER, answer };
            let request = advance(tx, services, (provider.actor(), portal), request, step).await?;
            if next.is_final() {
                letters::settled(tx, services, portal, &request, &answer.note).await?;
            }
            let kind = if next.is_final() { EventType::RequestDecided } else { EventType::RequestReviewed };
            events::record_all(tx, services, &portal.key, vec![told::event(kind, &request)]).await?;
            let event = Event::about(action, request.customer_id, request.user_id).to(request.id);
            let event = event.with(serde_json::json!({ "number": request.number }));
            audit_events::record(tx, services, portal, provider.actor(), event).await?;
            Ok(request)
        })
        .await
}

/// A step of a request that was sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    /// The state that it comes into.
    pub next: RequestState,
    /// Who brings it there.
    pub doer: Doer<'a>,
    /// Why, and what is said with it.
    pub answer: &'a Answer,
}

/// Brings a request that is held into another state, with what follows from it.
///
/// # Errors
/// `request_decided` where the present state does not lead there; what the request's action refuses.
pub(super) async fn advance(
    tx: &Transaction,
    services: &Services,
    (actor, portal): (&Actor, &Portal),
    request: Request,
    step: Step<'_>,
) -> Result<Request, Error> {
    if !step.doer.may(request.state, step.next) {
        return Err(Error::Refused(ProblemCode::RequestDecided));
    }
    // Nothing came of what still waits for approval: the provider never saw it.
    let waits = request.state == RequestState::InApproval;
    let came = if waits {
        Decided::default()
    } else {
        request_actions::decided(tx, services, (actor, portal), &request, (step.next, step.answer)).await?
    };
    let mut row = request.into_active_model();
    if came.quote_number.is_some() {
        row.quote_number = Set(came.quote_number);
    }
    row.state = Set(step.next);
    row.reception = Set(step.next.reception().filter(|_| !waits));
    row.decision = Set(step.next.decision());
    row.updated_at = Set(services.clock.now());
    let request = row.update(tx).await?;
    histories::record(tx, services, &request, step.doer, &step.answer.note).await?;
    Ok(request)
}

/// Requests that reached the provider: no draft, and nothing that waits for approval inside the customer or ended there.
fn of_portal(portal: &Portal) -> Select<requests::Entity> {
    requests::Entity::find().filter(Column::Portal.eq(portal.key.as_str())).filter(Column::Reception.is_not_null())
}

fn by_number(portal: &Portal, number: &str) -> Select<requests::Entity> {
    of_portal(portal).filter(Column::Number.eq(trim_fold(number)))
}
