//! Uploads as who sent them looks at them, while they run and afterwards.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::batches::ImportState;
use madoguchi_entities::call_record_imports::{Column, Entity, Model as Import};
use madoguchi_entities::ids::CallRecordImportId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, Provider, Services};

/// After so long without a batch nobody reads any more: the process that did has ended.
const SILENCE: TimeDelta = TimeDelta::minutes(10);

/// How long one can be looked at after its end.
const KEPT: TimeDelta = TimeDelta::days(400);

/// One upload.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, id: CallRecordImportId) -> Result<Import, Error> {
    let own = Entity::find_by_id(id).filter(Column::Portal.eq(provider.portal().key.as_str()));
    let found = own.one(services.db.read()).await?.ok_or(Error::NotFound)?;
    Ok(as_it_is(found, services.clock.now()))
}

/// The uploads of a portal, the newest first.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(services: &Services, provider: &Provider, part: Part<'_>) -> Result<Page<Import>, Error> {
    let portal = provider.portal().key.as_str();
    let list = List::new(services, format!("call record imports {portal}"));
    let order = Order::unique(Column::Id, |import: &Import| import.id.0);
    let newest_first = order.led_by(Column::StartedAt, |import| import.started_at).descending(true);
    let own = Entity::find().filter(Column::Portal.eq(portal));
    let page = newest_first.page_of(services, &list, part, &own).await?;
    let now = services.clock.now();
    Ok(page.map(|import| as_it_is(import, now)))
}

/// Forgets what came of imports that are long over; their records have an end of their own.
pub(crate) async fn delete_old(services: &Services) -> Result<(), Error> {
    let old = services.clock.now() - KEPT;
    Entity::delete_many().filter(Column::UpdatedAt.lt(old)).exec(services.db.write()).await?;
    Ok(())
}

/// One whose process ended says so, though nobody was left to write it.
fn as_it_is(import: Import, now: DateTime<Utc>) -> Import {
    let is_dead = import.state == ImportState::Running && now - import.updated_at > SILENCE;
    if is_dead { Import { state: ImportState::Interrupted, ..import } } else { import }
}
