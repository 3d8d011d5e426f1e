//! A file is read: each row that can be read has a draft, new or of before, and what the file says no more is discarded. All of
//! it in one transaction, in statements whose number does not grow with the rows.

use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;
use madoguchi_domain::attachments::safe_file_name;
use madoguchi_domain::requests::{RequestBatchState, RequestRowOutcome, RequestState};
use madoguchi_entities::ids::{ContractId, RequestBatchId, RequestId};
use madoguchi_entities::{contracts, request_batch_rows, request_batches};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, QueryTrait,
};

use super::kept::{Asked, FileColumn, answers, require_open, revision};
use super::reading::{self, ReadRow};
use super::{Detail, RequestBatch, finders};
use crate::audit_events::{self, Event};
use crate::contracts::managed_by;
use crate::database::Transaction;
use crate::imports::sheets::{Sheet, SheetError};
use crate::limits::{self, REQUEST_BATCH_FILE, REQUEST_BATCH_ROW, Whose};
use crate::requests::{Request, many};
use crate::revisions::Expected;
use crate::{Error, Origin, ProblemCode, Scope, Services, keys, rows};

/// Largest file, in bytes: a thousand rows of two thousand.
pub const SIZE_MAX: usize = 2 * 1024 * 1024;

/// A file as it is sent.
#[derive(Clone, Debug)]
pub struct File<'a> {
    /// As the sender calls it.
    pub name: &'a str,
    /// What is in it.
    pub content: Bytes,
}

/// A file larger than [`SIZE_MAX`]; for who reads it piece by piece, too.
#[must_use]
pub fn too_large() -> Error {
    Error::Refused(ProblemCode::RequestFileTooLarge)
}

/// Takes a file in the place of the one before.
///
/// # Errors
/// [`Error::NotFound`]; `request_batch_submitted`; `changed_meanwhile`; `request_file_too_large`, `request_file_empty`,
/// `request_file_too_long`, `request_file_malformed`; `column_missing`, `column_twice` at the field of a column;
/// `request_draft_limit_reached`; too many files or rows.
pub async fn upload(
    services: &Services,
    scope: &Scope,
    (id, expected): (RequestBatchId, &Expected),
    file: &File<'_>,
    origin: &Origin,
) -> Result<Detail, Error> {
    let portal = scope.portal();
    let batch = finders::find(services, scope, id).await?;
    require(&batch, expected)?;
    limits::hit(services, portal, REQUEST_BATCH_FILE, &Whose::of(scope, origin)).await?;
    let asked = Asked::of(portal, &batch.category)?;
    let sheet = sheet(&asked, file.content.clone()).await?;
    let columns = reading::columns(portal, &asked, &sheet.headers)?;
    let read = reading::rows(portal, &asked, (sheet, &columns), &answers(&batch)?)?;
    let known = Known::read(services.db.read(), scope, &batch, &read, false).await?;
    let new = read.iter().filter(|row| known.of(row).is_none() && row.keyed.is_ok()).count();
    if new > 0 {
        let (whose, times) = (Whose::of_customer(scope, origin), u32::try_from(new).unwrap_or(u32::MAX));
        limits::hit_times(services, portal, REQUEST_BATCH_ROW, &whose, times).await?;
    }
    let taken = Taken { file, asked: &asked, columns: &columns, read: &read };
    services
        .db
        .transaction(async |tx| {
            let held = finders::hold(tx, scope, id).await?;
            require(&held, expected)?;
            take(tx, services, (scope, origin), held, &taken).await
        })
        .await?;
    super::get(services, scope, id).await
}

fn require(batch: &RequestBatch, expected: &Expected) -> Result<(), Error> {
    require_open(batch)?;
    expected.require(&revision(batch)?)
}

/// The rows of a file, read off the threads of requests.
async fn sheet(asked: &Asked<'_>, content: Bytes) -> Result<Sheet, Error> {
    if content.len() > SIZE_MAX {
        return Err(too_large());
    }
    let rows_max = usize::try_from(asked.policy.rows_max).unwrap_or(usize::MAX);
    let read = tokio::task::spawn_blocking(move || Sheet::read(&content, rows_max)).await.map_err(Error::internal)?;
    let code = match read {
        Ok(sheet) if !sheet.rows.is_empty() => return Ok(sheet),
        Ok(_) => ProblemCode::RequestFileEmpty,
        Err(SheetError::Malformed) => ProblemCode::RequestFileMalformed,
        Err(SheetError::TooManyRows) => ProblemCode::RequestFileTooLong,
    };
    Err(Error::Refused(code))
}

/// A file that was read.
struct Taken<'a> {
    file: &'a File<'a>,
    asked: &'a Asked<'a>,
    columns: &'a [FileColumn],
    read: &'a [ReadRow],
}

/// The requests that stand for rows already, by key.
struct Known(HashMap<String, Request>);

impl Known {
    async fn read(
        db: &impl ConnectionTrait,
        scope: &Scope,
        batch: &RequestBatch,
        read: &[ReadRow],
        hold: bool,
    ) -> Result<Self, Error> {
        let keys = read.iter().filter_map(|row| row.keyed.as_ref().ok()).map(|keyed| keyed.key.clone());
        let select = many::of_keys(scope, &batch.kind, &batch.category, keys);
        let found = if hold { select.lock_exclusive().all(db).await? } else { select.all(db).await? };
        let over = over(db, scope, &found).await?;
        let mut known = HashMap::new();
        for request in found.into_iter().filter(|it| it.contract_id.is_none_or(|id| !over.contains(&id))) {
            let Some(key) = request.batch_key.clone() else { continue };
            // What was sent goes before a draft.
            let is_draft = |request: &Request| request.state == RequestState::Draft;
            if known.get(&key).is_none_or(is_draft) {
                known.insert(key, request);
            }
        }
        Ok(Self(known))
    }

    fn of(&self, row: &ReadRow) -> Option<&Request> {
        self.0.get(&row.keyed.as_ref().ok()?.key)
    }
}

/// Contracts of requests that run no more: what they asked for may be asked again.
async fn over(db: &impl ConnectionTrait, scope: &Scope, requests: &[Request]) -> Result<BTreeSet<ContractId>, Error> {
    let ids: BTreeSet<ContractId> = requests.iter().filter_map(|request| request.contract_id).collect();
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let found = managed_by(scope).filter(contracts::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().filter(|contract| !contract.status.is_running()).map(|contract| contract.id).collect())
}

async fn take(
    tx: &Transaction,
    services: &Services,
    (scope, origin): (&Scope, &Origin),
    batch: RequestBatch,
    taken: &Taken<'_>,
) -> Result<(), Error> {
    let known = Known::read(tx, scope, &batch, taken.read, true).await?;
    let matched: BTreeSet<RequestId> = taken.read.iter().filter_map(|row| known.of(row)).map(|it| it.id).collect();
    let mut gone = many::drafts_of(scope, batch.id).lock_exclusive().all(tx).await?;
    gone.retain(|draft| !matched.contains(&draft.id));
    many::discard(tx, services, (scope, origin), &gone).await?;
    let new: Vec<many::Keyed> =
        taken.read.iter().filter(|row| known.of(row).is_none()).filter_map(|row| row.keyed.clone().ok()).collect();
    many::require_places(tx, scope, new.len(), taken.asked.policy.rows_max).await?;
    let opening = (batch.id, taken.asked.kind, batch.category.as_str());
    let mut opened = many::open(tx, services, (scope, origin), opening, new).await?.into_iter();
    let (mut changed, mut set_down) = (Vec::new(), Vec::with_capacity(taken.read.len()));
    for row in taken.read {
        let (request_id, outcome) = match (&row.keyed, known.of(row)) {
            (Err(_), _) => (None, RequestRowOutcome::Refused),
            (Ok(_), None) => (opened.next().map(|request| request.id), RequestRowOutcome::Opened),
            (Ok(_), Some(sent)) if sent.state != RequestState::Draft => (Some(sent.id), RequestRowOutcome::Sent),
            (Ok(keyed), Some(draft)) => {
                let is_same = draft.answers == many::kept(&keyed.answers)?;
                if !is_same || draft.batch_id != Some(batch.id) {
                    changed.push(many::changed(services, scope, draft.clone(), batch.id, &keyed.answers)?);
                }
                let outcome = if is_same { RequestRowOutcome::Unchanged } else { RequestRowOutcome::Updated };
                (Some(draft.id), outcome)
            }
        };
        set_down.push(model(&batch, row, request_id, outcome)?);
    }
    let moved: Vec<RequestId> = changed.iter().map(|draft| draft.id).collect();
    many::write(tx, changed).await?;
    replace_rows(tx, &batch, set_down, moved).await?;
    let id = batch.id;
    let mut row = batch.into_active_model();
    row.file_name = Set(safe_file_name(taken.file.name));
    row.file_digest = Set(hex::encode(keys::digest_bytes(&taken.file.content)));
    row.columns = Set(serde_json::to_string(taken.columns).map_err(Error::internal)?);
    row.row_count = Set(i32::try_from(taken.read.len()).map_err(Error::internal)?);
    row.updated_at = Set(services.clock.now());
    row.update(tx).await?;
    let event = Event::of(scope, "request_batch.read").to(id).with(serde_json::json!({ "rows": taken.read.len() }));
    audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await
}

fn model(
    batch: &RequestBatch,
    row: &ReadRow,
    request_id: Option<RequestId>,
    outcome: RequestRowOutcome,
) -> Result<request_batch_rows::Model, Error> {
    let offsets = if row.offsets.is_empty() { Ok(String::new()) } else { serde_json::to_string(&row.offsets) };
    let faults = row.keyed.as_ref().err().map_or(Ok(String::new()), serde_json::to_string);
    Ok(request_batch_rows::Model {
        customer_id: batch.customer_id,
        batch_id: batch.id,
        position: i32::try_from(row.row).map_err(Error::internal)?,
        portal: batch.portal.clone(),
        line: i32::try_from(row.line).map_err(Error::internal)?,
        key: row.shown_key.clone(),
        request_id,
        outcome,
        cells: offsets.map_err(Error::internal)?,
        faults: faults.map_err(Error::internal)?,
    })
}

/// The rows of a file in the place of those of before. A draft belongs to the file that came last: files that have no draft any
/// more are gone.
async fn replace_rows(
    tx: &Transaction,
    batch: &RequestBatch,
    set_down: Vec<request_batch_rows::Model>,
    moved: Vec<RequestId>,
) -> Result<(), Error> {
    use request_batch_rows::Column as Rows;
    let own = || request_batch_rows::Entity::delete_many().filter(Rows::CustomerId.eq(batch.customer_id));
    own().filter(Rows::BatchId.eq(batch.id)).exec(tx).await?;
    if !moved.is_empty() {
        own().filter(Rows::RequestId.is_in(moved)).exec(tx).await?;
    }
    let rows = set_down.into_iter().map(|row| row.into_active_model().reset_all());
    rows::insert(tx, rows, None).await?;
    let with_rows = request_batch_rows::Entity::find()
        .select_only()
        .column(Rows::BatchId)
        .filter(Rows::CustomerId.eq(batch.customer_id))
        .into_query();
    request_batches::Entity::delete_many()
        .filter(request_batches::Column::CustomerId.eq(batch.customer_id))
        .filter(request_batches::Column::State.eq(RequestBatchState::Open))
        .filter(request_batches::Column::FileDigest.ne(""))
        .filter(request_batches::Column::Id.not_in_subquery(with_rows))
        .exec(tx)
        .await?;
    Ok(())
}
