//! What happened to orders: written in the transaction that does it, read with the order.

use madoguchi_domain::policy::Portal;
use madoguchi_domain::rentals::OrderEventKind;
use madoguchi_domain::requests::RequestDoer;
use madoguchi_entities::audit_events::DoerKind;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::order_events::{self, Column};
use madoguchi_entities::users;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{Order, OrderEvent, told};
use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, Services};

/// What happened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Happened<'a> {
    pub kind: OrderEventKind,
    /// What in particular, for the customer to read.
    pub note: &'a str,
    /// Number of the request that brought it.
    pub request_number: Option<&'a str>,
}

/// Writes that something happened to an order, with its audit event, and tells other systems.
pub(crate) async fn record(
    tx: &Transaction,
    services: &Services,
    (actor, portal): (&Actor, &Portal),
    order: &Order,
    happened: Happened<'_>,
) -> Result<(), Error> {
    let (doer, name) = doer(tx, actor).await?;
    let row = OrderEvent {
        customer_id: order.customer_id,
        id: Uuid::now_v7().into(),
        portal: portal.key.clone(),
        order_id: order.id,
        kind: happened.kind,
        at: services.clock.now(),
        doer,
        name,
        note: happened.note.to_owned(),
        request_number: happened.request_number.map(str::to_owned),
    };
    row.into_active_model().reset_all().insert(tx).await?;
    told::tell(tx, services, order, (happened.kind, happened.request_number)).await?;
    let detail = serde_json::json!({ "number": order.number, "request": happened.request_number });
    let event = Event::at(action(happened.kind), order.customer_id).to(order.id).with(detail);
    audit_events::record(tx, services, portal, actor, event).await
}

/// The name of an event among audit events.
fn action(kind: OrderEventKind) -> &'static str {
    match kind {
        OrderEventKind::Ordered => "order.ordered",
        OrderEventKind::Arranged => "order.arranged",
        OrderEventKind::Refused => "order.refused",
        OrderEventKind::Withdrawn => "order.withdrawn",
        OrderEventKind::Corrected => "order.corrected",
        OrderEventKind::Extended => "order.extended",
        OrderEventKind::Exchanged => "order.exchanged",
        OrderEventKind::CancellationFiled => "order.cancellation_filed",
        OrderEventKind::Cancelled => "order.cancelled",
        OrderEventKind::CancellationDropped => "order.cancellation_dropped",
        OrderEventKind::Shipped => "order.shipped",
        OrderEventKind::Returned => "order.returned",
    }
}

/// Who did it, and the person's name where it was one of the customer's people.
async fn doer(tx: &Transaction, actor: &Actor) -> Result<(RequestDoer, String), Error> {
    Ok(match actor.doer() {
        (DoerKind::User, Some(id), _) => {
            let user = users::Entity::find_by_id(UserId(id)).one(tx).await?;
            (RequestDoer::Customer, user.map(|user| user.shown_name().to_owned()).unwrap_or_default())
        }
        (DoerKind::User | DoerKind::Visitor, ..) => (RequestDoer::Customer, String::new()),
        (DoerKind::System, ..) => (RequestDoer::System, String::new()),
        _ => (RequestDoer::Provider, String::new()),
    })
}

/// What happened to an order, oldest first.
pub(super) async fn of(db: &impl ConnectionTrait, order: &Order) -> Result<Vec<OrderEvent>, Error> {
    let events = order_events::Entity::find()
        .filter(Column::CustomerId.eq(order.customer_id))
        .filter(Column::OrderId.eq(order.id))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id);
    Ok(events.all(db).await?)
}
