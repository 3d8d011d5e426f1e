//! Giving a file up: its drafts are discarded with it.

use madoguchi_entities::ids::RequestBatchId;
use sea_orm::{ModelTrait, QuerySelect};

use super::finders;
use super::kept::require_open;
use crate::audit_events::{self, Event};
use crate::requests::many;
use crate::{Error, Origin, Scope, Services};

/// Gives a file up that was not sent. The numbers of its drafts stay taken.
///
/// # Errors
/// [`Error::NotFound`]; `request_batch_submitted`.
pub async fn discard(services: &Services, scope: &Scope, id: RequestBatchId, origin: &Origin) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            let batch = finders::hold(tx, scope, id).await?;
            require_open(&batch)?;
            let drafts = many::drafts_of(scope, id).lock_exclusive().all(tx).await?;
            many::discard(tx, services, (scope, origin), &drafts).await?;
            let event = Event::of(scope, "request_batch.discarded").to(id);
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            batch.delete(tx).await?;
            Ok(())
        })
        .await
}
