//! What a request does, by the action of its kind: about contracts, or about orders. The one place that asks which.

use madoguchi_domain::forms::Object;
use madoguchi_domain::policy::{Portal, RequestKind};
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::requests::Model as Request;

use crate::actor::Actor;
use crate::database::Transaction;
use crate::request_parts::{Answer, Asked, Confirming, Decided, Opened, Opening, Submitted};
use crate::{Error, Origin, Scope, Services, contract_requests, order_requests};

/// Looks whether a draft may be opened, and with what it is filled in.
///
/// # Errors
/// What it may not be opened for.
pub(crate) async fn opened(services: &Services, scope: &Scope, opening: Opening<'_>) -> Result<Opened, Error> {
    if opening.kind.action.concerns_orders() {
        order_requests::opened(services, scope, opening).await
    } else {
        contract_requests::opened(services, scope, opening).await
    }
}

/// Answers that can be copied into forms, by the name of the form they come from: one, or a list of several.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn copyable(services: &Services, scope: &Scope, kind: &RequestKind) -> Result<Object, Error> {
    if kind.action.concerns_orders() {
        order_requests::copyable(services, scope).await
    } else {
        contract_requests::copyable(services, scope).await
    }
}

/// Values that stand in the forms of a draft and are changed elsewhere.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn read_only(
    services: &Services,
    scope: &Scope,
    kind: &RequestKind,
    answers: &Object,
) -> Result<Object, Error> {
    if kind.action.concerns_orders() {
        order_requests::read_only(services, scope, answers).await
    } else {
        Ok(Object::new())
    }
}

/// What is said before a request is sent.
///
/// # Errors
/// When it may not be sent as it is.
pub(crate) async fn confirmation(services: &Services, scope: &Scope, asked: Asked<'_>) -> Result<Confirming, Error> {
    if asked.kind.action.concerns_orders() {
        order_requests::confirmation(services, scope, asked).await
    } else {
        contract_requests::confirmation(services, scope, asked).await
    }
}

/// Does what a request that is sent does, in the transaction that sends it.
///
/// # Errors
/// When it may not be done.
pub(crate) async fn submitted(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    asked: Asked<'_>,
) -> Result<Submitted, Error> {
    if asked.kind.action.concerns_orders() {
        order_requests::submitted(tx, services, scope, origin, asked).await
    } else {
        contract_requests::submitted(tx, services, scope, origin, asked).await
    }
}

/// Does what follows when a request comes into another state after it was sent, in the transaction that brings it there.
///
/// # Errors
/// When it may not be done: the request stays as it was.
pub(crate) async fn decided(
    tx: &Transaction,
    services: &Services,
    (actor, portal): (&Actor, &Portal),
    request: &Request,
    (state, answer): (RequestState, &Answer),
) -> Result<Decided, Error> {
    let Some(kind) = portal.request_kind(&request.kind) else { return Ok(Decided::default()) };
    if kind.action.concerns_orders() {
        return order_requests::decided(tx, services, (actor, portal), (request, kind), (state, answer)).await;
    }
    contract_requests::decided(tx, services, actor, portal, request, state).await?;
    Ok(Decided::default())
}
