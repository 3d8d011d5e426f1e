//! What happened to a request: each state that it came into. Must not know what brings it there.

use madoguchi_domain::requests::{RequestDoer, RequestState};
use madoguchi_entities::ids::RequestEventId;
use madoguchi_entities::request_events::{self, Column};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{Request, RequestEvent};
use crate::database::Transaction;
use crate::{Error, Scope, Services, rows};

/// Who brings a request into a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doer<'a> {
    kind: RequestDoer,
    id: Option<Uuid>,
    name: &'a str,
}

impl<'a> Doer<'a> {
    /// Somebody of the customer.
    pub(super) fn customer(scope: &'a Scope) -> Self {
        Self { kind: RequestDoer::Customer, id: Some(scope.user_id().0), name: scope.user_label() }
    }

    /// The provider. Who of its people, only the audit events tell.
    pub(super) const PROVIDER: Self = Self { kind: RequestDoer::Provider, id: None, name: "" };

    /// Nobody: it follows from something else.
    pub(super) const SYSTEM: Self = Self { kind: RequestDoer::System, id: None, name: "" };

    pub(super) fn may(&self, from: RequestState, to: RequestState) -> bool {
        from.may_become(to, self.kind)
    }
}

/// Writes that a request came into its present state.
pub(super) async fn record(
    tx: &Transaction,
    services: &Services,
    request: &Request,
    doer: Doer<'_>,
    reason: &str,
) -> Result<(), Error> {
    record_all(tx, services, [request], doer, reason).await
}

/// The same for many, by one doer and for one reason.
pub(super) async fn record_all(
    tx: &Transaction,
    services: &Services,
    requests: impl IntoIterator<Item = &Request>,
    doer: Doer<'_>,
    reason: &str,
) -> Result<(), Error> {
    let row = |request: &Request| request_events::ActiveModel {
        customer_id: Set(request.customer_id),
        id: Set(RequestEventId(Uuid::now_v7())),
        portal: Set(request.portal.clone()),
        request_id: Set(request.id),
        state: Set(request.state),
        at: Set(services.clock.now()),
        doer: Set(doer.kind),
        doer_id: Set(doer.id),
        name: Set(doer.name.to_owned()),
        reason: Set(reason.to_owned()),
    };
    rows::insert(tx, requests.into_iter().map(row), None).await
}

/// What happened to a request that was found through a scope, or by the provider, oldest first.
pub(super) async fn of(db: &impl ConnectionTrait, request: &Request) -> Result<Vec<RequestEvent>, Error> {
    let events = request_events::Entity::find()
        .filter(Column::CustomerId.eq(request.customer_id))
        .filter(Column::RequestId.eq(request.id))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id);
    Ok(events.all(db).await?)
}
