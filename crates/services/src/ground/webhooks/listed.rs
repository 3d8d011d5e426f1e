//! What was sent to a webhook, and what came of it.

use chrono::{DateTime, Utc};
use madoguchi_entities::ids::{WebhookDeliveryId, WebhookId};
use madoguchi_entities::webhook_deliveries::{Column, Entity, WebhookDeliveryState};
use madoguchi_entities::webhooks;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::administration::of;
use crate::cursors::{List, Page, Part};
use crate::{Error, Provider, Services};

pub use madoguchi_entities::webhook_deliveries::Model as Delivery;

/// Rows that go in one statement.
const BATCH: u64 = 1_000;

/// The deliveries of a webhook, the newest first; all, or those in a state.
///
/// # Errors
/// [`Error::NotFound`]; `invalid_cursor`.
pub async fn deliveries_of(
    services: &Services,
    provider: &Provider,
    webhook: WebhookId,
    state: Option<WebhookDeliveryState>,
    part: Part<'_>,
) -> Result<Page<Delivery>, Error> {
    let db = services.db.read();
    let known = of(provider).filter(webhooks::Column::Id.eq(webhook)).one(db).await?;
    let webhook = known.ok_or(Error::NotFound)?.id;
    let state_name = state.map(WebhookDeliveryState::as_str).unwrap_or_default();
    let list = List::new(services, format!("webhook deliveries {webhook} {state_name}"));
    let mut select = Entity::find().filter(Column::WebhookId.eq(webhook));
    if let Some(state) = state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(cursor) = part.cursor {
        select = select.filter(Column::Id.lt(list.open::<WebhookDeliveryId>(cursor)?));
    }
    let rows = select.order_by_desc(Column::Id).limit(part.limit + 1).all(db).await?;
    list.page(rows, part.limit, |row| row.id)
}

/// Deletes deliveries from before a time; what is still tried stays.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn delete_before(services: &Services, old: DateTime<Utc>) -> Result<(), Error> {
    loop {
        let ids: Vec<WebhookDeliveryId> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::CreatedAt.lt(old))
            .filter(Column::State.ne(WebhookDeliveryState::Pending))
            .limit(BATCH)
            .into_tuple()
            .all(services.db.read())
            .await?;
        if ids.is_empty() {
            return Ok(());
        }
        Entity::delete_many().filter(Column::Id.is_in(ids)).exec(services.db.write()).await?;
    }
}
