//! Sending all drafts of a file, with what comes of them and their mails: in one transaction, so all of them or none.

use std::collections::HashMap;

use madoguchi_domain::requests::{RequestBatchState, RequestState};
use madoguchi_entities::ids::{RequestBatchId, RequestId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel, QuerySelect};

use super::kept::{Asked, revision};
use super::{Detail, RequestBatch, finders, listed};
use crate::audit_events::{self, Event};
use crate::requests::{Request, many};
use crate::revisions::Expected;
use crate::{Error, Origin, ProblemCode, Scope, Services};

/// Sends all drafts of a file. One that was sent stays so, and is answered alike.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`; `request_batch_incomplete` while a row is not right; `terms_not_agreed` and
/// `terms_changed` at `terms_version`; `numbers_exhausted`.
pub async fn submit(
    services: &Services,
    scope: &Scope,
    (id, expected): (RequestBatchId, &Expected),
    terms_version: Option<&str>,
    origin: &Origin,
) -> Result<Detail, Error> {
    let portal = scope.portal();
    let batch = finders::find(services, scope, id).await?;
    if batch.state == RequestBatchState::Submitted {
        return super::get(services, scope, id).await;
    }
    expected.require(&revision(&batch)?)?;
    let asked = Asked::of(portal, &batch.category)?;
    let agrees = many::require_agreement(portal, asked.kind, terms_version)?;
    let drafts = complete(services, scope, &batch).await?;
    let checked = drafts
        .iter()
        .map(|draft| Ok((draft, many::check(portal, &asked.of_row, draft)?)))
        .collect::<Result<Vec<_>, Error>>()?;
    let ready = many::ready(services, scope, (asked.kind, &asked.of_row), checked).await?;
    services
        .db
        .transaction(async |tx| {
            let held = finders::hold(tx, scope, id).await?;
            if held.state == RequestBatchState::Submitted {
                return Ok(());
            }
            let present = many::drafts_of(scope, id).lock_exclusive().all(tx).await?;
            // What was checked is what is sent.
            if revision(&held)? != revision(&batch)? || !are_same(&drafts, present) {
                return Err(Error::Refused(ProblemCode::ChangedMeanwhile));
            }
            many::send(tx, services, (scope, origin), (drafts.clone(), &ready), agrees).await?;
            let now = services.clock.now();
            let mut row = held.into_active_model();
            row.state = Set(RequestBatchState::Submitted);
            row.submitted_at = Set(Some(now));
            row.updated_at = Set(now);
            row.update(tx).await?;
            let event = Event::of(scope, "request_batch.submitted").to(id);
            let event = event.with(serde_json::json!({ "requests": drafts.len() }));
            audit_events::record(tx, services, portal, &scope.actor(origin), event).await
        })
        .await?;
    super::get(services, scope, id).await
}

/// The drafts of a file in its order, when every row is right.
async fn complete(services: &Services, scope: &Scope, batch: &RequestBatch) -> Result<Vec<Request>, Error> {
    let rows = listed::all(services.db.read(), scope, batch).await?;
    if rows.is_empty() || rows.iter().any(|row| !row.faults.is_empty()) {
        return Err(Error::Refused(ProblemCode::RequestBatchIncomplete));
    }
    let requests = rows.into_iter().filter_map(|row| row.request);
    Ok(requests.filter(|request| request.state == RequestState::Draft).collect())
}

fn are_same(checked: &[Request], present: Vec<Request>) -> bool {
    let mut present: HashMap<RequestId, Request> = present.into_iter().map(|draft| (draft.id, draft)).collect();
    let is_same = |draft: &Request| present.remove(&draft.id).is_some_and(|now| now == *draft);
    checked.iter().all(is_same) && present.is_empty()
}
