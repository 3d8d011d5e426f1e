//! What requests about orders (見積依頼, 注文, 見積依頼と注文, 注文修正, 機器交換依頼, 解約) do: what a draft is opened with, what is said before
//! it is sent, and what comes of it. Must not know how requests are kept.

mod answers;
mod cancellations;
mod confirming;
mod corrections;
mod decisions;
mod exchanges;
mod known;
mod opening;
mod ordered;
mod words;

use madoguchi_domain::policy::{Portal, RequestAction, RequestKind};
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::requests::Model as Request;

use crate::actor::Actor;
use crate::database::Transaction;
use crate::rental_orders::WholeOrder;
use crate::request_parts::{Answer, Asked, Decided, OrderNamed, Submitted};
use crate::{Error, Origin, Scope, Services};

pub(crate) use confirming::confirmation;
use decisions::Decision;
pub(crate) use opening::{copyable, opened, read_only};

/// Does what a request that is sent does, in the transaction that sends it.
///
/// # Errors
/// Every fault at its path.
pub(crate) async fn submitted(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    asked: Asked<'_>,
) -> Result<Submitted, Error> {
    let order = match asked.kind.action {
        RequestAction::Order | RequestAction::QuoteAndOrder => {
            Some(ordered::place(tx, services, scope, origin, asked).await?)
        }
        RequestAction::OrderChange => Some(corrections::file(tx, services, scope, asked).await?),
        RequestAction::Exchange => Some(exchanges::file(tx, services, scope, asked).await?),
        RequestAction::OrderCancellation => Some(cancellations::file(tx, services, scope, origin, asked).await?),
        _ => None,
    };
    if asked.kind.action.begins_anew() {
        known::empty_basket(tx, scope, asked.answers).await?;
    }
    let customer = known::customer(tx, scope).await?;
    Ok(Submitted {
        order: order.map(named),
        contractor_number: customer.number,
        contractor_name: customer.name,
        ..Submitted::default()
    })
}

fn named(whole: WholeOrder) -> OrderNamed {
    OrderNamed { id: whole.order.id, number: whole.order.number }
}

/// Does what follows when the provider decides or the customer takes it back.
///
/// # Errors
/// What cannot be done as it was asked for: the request stays as it was.
pub(crate) async fn decided(
    tx: &Transaction,
    services: &Services,
    who: (&Actor, &Portal),
    (request, kind): (&Request, &RequestKind),
    (state, answer): (RequestState, &Answer),
) -> Result<Decided, Error> {
    if !state.is_final() {
        return Ok(Decided::default());
    }
    let decision = Decision { services, who, request, kind, state, answer };
    match kind.action {
        RequestAction::Quote | RequestAction::Order | RequestAction::QuoteAndOrder => {
            ordered::decide(tx, decision).await
        }
        RequestAction::OrderChange => corrections::decide(tx, decision).await,
        RequestAction::Exchange => exchanges::decide(tx, decision).await,
        RequestAction::OrderCancellation => cancellations::decide(tx, decision).await,
        _ => Ok(Decided::default()),
    }
}
