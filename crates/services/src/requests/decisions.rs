//! How a request that is held comes into another state, with all that follows in the same transaction. Knows who may bring it
//! there, not who asks.

use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::{Portal, RequestAction, RequestKind};
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::requests::{self, Column};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

use super::histories::{self, Doer};
use super::{Request, letters, reasons, told};
use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::request_parts::{Answer, Decided};
use crate::{Error, ProblemCode, Provider, Services, events, request_actions};

/// A state with the name of the audit event.
pub(super) type Decision = (RequestState, &'static str);

pub(super) const REVIEWED: Decision = (RequestState::InReview, "request.reviewed");
pub(super) const COMPLETED: Decision = (RequestState::Completed, "request.completed");
pub(super) const REJECTED: Decision = (RequestState::Rejected, "request.rejected");
pub(super) const FAILED: Decision = (RequestState::Failed, "request.failed");

/// Decides a request that is held, with its mail, event and audit event.
pub(super) async fn decide(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    request: Request,
    (next, action): Decision,
    answer: &Answer,
) -> Result<Request, Error> {
    let portal = provider.portal();
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
}

/// The request that made an order, held until the end of the transaction; none where the provider's own system said of it.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn hold_making(
    tx: &Transaction,
    portal: &Portal,
    (customer, order): (CustomerId, &str),
) -> Result<Option<Request>, Error> {
    let makes = |kind: &&RequestKind| matches!(kind.action, RequestAction::Order | RequestAction::QuoteAndOrder);
    let kinds: Vec<&str> = portal.kept_kinds().filter(makes).map(|kind| kind.code.as_str()).collect();
    let making = requests::Entity::find()
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::OrderNumber.eq(order))
        .filter(Column::Reception.is_not_null())
        .filter(Column::Kind.is_in(kinds));
    Ok(making.lock_exclusive().one(tx).await?)
}

/// Completes a request that is held, as `by_provider::complete`.
///
/// # Errors
/// As there.
pub(crate) async fn complete(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    request: Request,
    note: &str,
) -> Result<(), Error> {
    let answer = Answer { note: reasons::note(note)?, ..Answer::default() };
    decide(tx, services, provider, request, COMPLETED, &answer).await.map(drop)
}

/// Decides against a request that is held: it is not taken, or where somebody looked into it already, rejected.
///
/// # Errors
/// As `by_provider::fail` and `by_provider::reject`.
pub(crate) async fn refuse(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    request: Request,
    reason: &str,
) -> Result<(), Error> {
    let answer = Answer { note: reasons::required(reason)?, ..Answer::default() };
    let next = if request.state == RequestState::InReview { REJECTED } else { FAILED };
    decide(tx, services, provider, request, next, &answer).await.map(drop)
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
    if step.next.is_final() && step.next != RequestState::Completed {
        // Boxed: each of them advances in the same way.
        Box::pin(end_dependents(tx, services, (actor, portal), &request)).await?;
    }
    Ok(request)
}

/// Ends what was asked for about an order or a contract that comes to nothing with the request that made it: nobody could do it
/// any more. Each is told and mailed as if it had been decided alone.
async fn end_dependents(
    tx: &Transaction,
    services: &Services,
    (actor, portal): (&Actor, &Portal),
    made_it: &Request,
) -> Result<(), Error> {
    let of = match portal.request_kind(&made_it.kind).map(|kind| kind.action) {
        Some(RequestAction::Order | RequestAction::QuoteAndOrder) => made_it.order_id.map(|id| Column::OrderId.eq(id)),
        Some(RequestAction::ContractNew) => made_it.contract_id.map(|id| Column::ContractId.eq(id)),
        _ => None,
    };
    let Some(of) = of else { return Ok(()) };
    let open = [RequestState::Accepted, RequestState::InReview];
    let dependents = requests::Entity::find()
        .filter(Column::CustomerId.eq(made_it.customer_id))
        .filter(of)
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::State.is_in(open))
        .filter(Column::Id.ne(made_it.id))
        .lock_exclusive()
        .all(tx)
        .await?;
    let answer = Answer { note: reasons::ORIGIN_GONE.to_owned(), ..Answer::default() };
    for request in dependents {
        let (next, action) = if request.state == RequestState::InReview { REJECTED } else { FAILED };
        let step = Step { next, doer: Doer::SYSTEM, answer: &answer };
        let request = advance(tx, services, (actor, portal), request, step).await?;
        letters::settled(tx, services, portal, &request, &answer.note).await?;
        let told = told::event(EventType::RequestDecided, &request);
        events::record_all(tx, services, &portal.key, vec![told]).await?;
        let event = Event::about(action, request.customer_id, request.user_id).to(request.id);
        let event = event.with(serde_json::json!({ "number": request.number, "follows": made_it.number }));
        audit_events::record(tx, services, portal, actor, event).await?;
    }
    Ok(())
}
