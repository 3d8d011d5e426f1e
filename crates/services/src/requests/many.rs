//! Many requests for new contracts at once, in statements whose number does not grow with theirs: drafts that came by a
//! file are set down, dropped and sent. Must not know files.

use madoguchi_domain::dates;
use madoguchi_domain::events::EventType;
use madoguchi_domain::forms::{Object, Questionnaire};
use madoguchi_domain::policy::{Portal, RequestKind};
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::ids::{RequestBatchId, RequestId};
use madoguchi_entities::requests::{self, Column};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Select};

use super::confirmations::{self, Checked};
use super::drafts;
use super::histories::{self, Doer};
use super::records::{event, title, written};
use super::sent::sent;
use super::{Request, letters, submissions, told};
use crate::contract_requests;
use crate::database::Transaction;
use crate::request_parts::{Asked, Opened};
use crate::{Error, Origin, Scope, Services, audit_events, events, numberings, rows, terms};

pub(crate) use super::confirmations::{category_label, questionnaire};

/// A draft that is asked for by its key, with all of its answers.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    /// By what it is known again.
    pub key: String,
    /// Its answers, as they were typed.
    pub answers: Object,
}

/// Answers as they are kept.
///
/// # Errors
/// When they cannot be written as JSON.
pub(crate) fn kept(answers: &Object) -> Result<String, Error> {
    written(answers)
}

/// Refuses so many more drafts of files when there would be more than `most`. Holds the customer.
///
/// # Errors
/// `request_draft_limit_reached`.
pub(crate) async fn require_places(tx: &Transaction, scope: &Scope, more: usize, most: u32) -> Result<(), Error> {
    drafts::require_places(tx, scope, Column::BatchId.is_not_null(), more, most).await
}

/// Opens drafts, in their order, with numbers that rise.
///
/// # Errors
/// `numbers_exhausted`.
pub(crate) async fn open(
    tx: &Transaction,
    services: &Services,
    (scope, origin): (&Scope, &Origin),
    (batch, kind, category): (RequestBatchId, &RequestKind, &str),
    new: Vec<Keyed>,
) -> Result<Vec<Request>, Error> {
    let portal = scope.portal();
    let today = dates::jst_date(services.clock.now());
    let noun = kind.numbering.as_deref().unwrap_or_default();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let numbers = numberings::take(tx, portal, noun, today, new.len()).await?;
    let opened = numbers.into_iter().zip(new).map(|(number, Keyed { key, answers })| {
        let opened = Opened { category: Some(category.to_owned()), answers, ..Opened::default() };
        let row = drafts::row(services, scope, kind, number, opened)?;
        Ok(Request { batch_id: Some(batch), batch_key: Some(key), ..row })
    });
    let opened = opened.collect::<Result<Vec<_>, Error>>()?;
    rows::insert(tx, opened.iter().map(|row| row.clone().into_active_model().reset_all()), None).await?;
    histories::record_all(tx, services, &opened, Doer::customer(scope), "").await?;
    let events = opened.iter().map(|request| event(scope, "request.opened", request));
    audit_events::record_all(tx, services, portal, &scope.actor(origin), events).await?;
    Ok(opened)
}

/// A draft with other answers, in a file that it may not have come with.
///
/// # Errors
/// When the answers cannot be written as JSON.
pub(crate) fn changed(
    services: &Services,
    scope: &Scope,
    draft: Request,
    batch: RequestBatchId,
    answers: &Object,
) -> Result<Request, Error> {
    Ok(Request {
        answers: written(answers)?,
        title: title(scope.portal(), answers)?.unwrap_or_default(),
        batch_id: Some(batch),
        updated_at: services.clock.now(),
        warned_at: None,
        ..draft
    })
}

/// Writes drafts that were there.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn write(tx: &Transaction, changed: Vec<Request>) -> Result<(), Error> {
    // The rows are there and held, so each insertion turns into a change.
    let columns = [Column::Answers, Column::Title, Column::BatchId, Column::UpdatedAt, Column::WarnedAt];
    let change = OnConflict::columns([Column::CustomerId, Column::Id]).update_columns(columns).to_owned();
    let changed = changed.into_iter().map(|row| row.into_active_model().reset_all());
    rows::insert(tx, changed, Some(&change)).await
}

/// Requests of the user's customer with these keys that may stand for what they ask: drafts, and what was sent and neither
/// refused nor taken back.
pub(crate) fn of_keys(
    scope: &Scope,
    kind: &str,
    category: &str,
    keys: impl IntoIterator<Item = String>,
) -> Select<requests::Entity> {
    use RequestState::{Accepted, Completed, Draft, InReview};
    scope
        .rows(requests::Entity, Column::Portal, [Column::CustomerId])
        .filter(Column::BatchKey.is_in(keys))
        .filter(Column::Kind.eq(kind))
        .filter(Column::Category.eq(category))
        .filter(Column::State.is_in([Draft, Accepted, InReview, Completed]))
        .order_by_asc(Column::Id)
}

/// Drafts that came with a file.
pub(crate) fn drafts_of(scope: &Scope, batch: RequestBatchId) -> Select<requests::Entity> {
    let rows = scope.rows(requests::Entity, Column::Portal, [Column::CustomerId]);
    rows.filter(Column::BatchId.eq(batch)).filter(Column::State.eq(RequestState::Draft)).order_by_asc(Column::Id)
}

/// Discards drafts. Their numbers stay taken.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn discard(
    tx: &Transaction,
    services: &Services,
    (scope, origin): (&Scope, &Origin),
    drafts: &[Request],
) -> Result<(), Error> {
    let ids: Vec<RequestId> = drafts.iter().map(|draft| draft.id).collect();
    for ids in ids.chunks(rows::KEYS_MAX) {
        requests::Entity::delete_many()
            .filter(Column::CustomerId.eq(scope.customer_id()))
            .filter(Column::State.eq(RequestState::Draft))
            .filter(Column::Id.is_in(ids.iter().copied()))
            .exec(tx)
            .await?;
    }
    let events = drafts.iter().map(|draft| event(scope, "request.discarded", draft));
    audit_events::record_all(tx, services, scope.portal(), &scope.actor(origin), events).await
}

/// The answers of a draft, checked by what is asked.
///
/// # Errors
/// Every fault at its path.
pub(crate) fn check(portal: &Portal, asked: &Questionnaire, draft: &Request) -> Result<Object, Error> {
    confirmations::check_answers(portal, asked, draft)
}

/// Drafts that were checked, as they will be sent.
#[derive(Debug)]
pub(crate) struct Ready<'a>(Vec<Checked<'a>>);

/// Makes how drafts read whose answers were checked, in their order.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn ready<'a>(
    services: &Services,
    scope: &Scope,
    (kind, asked): (&'a RequestKind, &Questionnaire),
    checked: impl IntoIterator<Item = (&Request, Object)>,
) -> Result<Ready<'a>, Error> {
    let applicant = contract_requests::applicant(services, scope).await?;
    let ready = checked.into_iter().map(|(request, answers)| {
        let said = contract_requests::of_new(services, scope, &applicant, Asked { request, kind, answers: &answers })?;
        confirmations::checked(scope.portal(), (request, kind), asked, answers, said)
    });
    Ok(Ready(ready.collect::<Result<_, Error>>()?))
}

/// Whether terms are agreed to; where the kind asks for it, they must be, and those in force.
///
/// # Errors
/// `terms_not_agreed` and `terms_changed` at `terms_version`.
pub(crate) fn require_agreement(portal: &Portal, kind: &RequestKind, version: Option<&str>) -> Result<bool, Error> {
    submissions::require_agreement(portal, kind, version)
}

/// Sends drafts that are held, with what comes of them and their mails, in the caller's transaction: all or none.
///
/// # Errors
/// `numbers_exhausted`.
pub(crate) async fn send(
    tx: &Transaction,
    services: &Services,
    (scope, origin): (&Scope, &Origin),
    (drafts, Ready(checked)): (Vec<Request>, &Ready<'_>),
    agrees: bool,
) -> Result<(), Error> {
    let (portal, now) = (scope.portal(), services.clock.now());
    if drafts.is_empty() {
        return Ok(());
    }
    let asked = drafts.iter().zip(checked);
    let asked = asked.map(|(request, checked)| Asked { request, kind: checked.kind, answers: &checked.answers });
    let asked: Vec<Asked<'_>> = asked.collect();
    let done = contract_requests::all_submitted(tx, services, scope, origin, &asked).await?;
    if agrees {
        terms::agree(tx, portal, (scope.customer_id(), scope.user_id()), now, origin).await?;
    }
    let sent = drafts
        .into_iter()
        .zip(checked)
        .zip(&done)
        .map(|((draft, checked), done)| sent(scope, draft, checked, (done, agrees), now))
        .collect::<Result<Vec<_>, _>>()?;
    let columns = [
        Column::State,
        Column::Answers,
        Column::Confirmation,
        Column::Title,
        Column::UserId,
        Column::ContractId,
        Column::SubmittedAt,
        Column::UpdatedAt,
        Column::WarnedAt,
        Column::TermsVersion,
        Column::AgreedBy,
        Column::Reception,
    ];
    let change = OnConflict::columns([Column::CustomerId, Column::Id]).update_columns(columns).to_owned();
    let changed = sent.iter().map(|row| row.clone().into_active_model().reset_all());
    rows::insert(tx, changed, Some(&change)).await?;
    histories::record_all(tx, services, &sent, Doer::customer(scope), "").await?;
    let told: Vec<_> =
        sent.iter().zip(checked).zip(&done).map(|((sent, checked), done)| (sent, checked, done)).collect();
    letters::completions(tx, services, scope, &told).await?;
    let told = sent.iter().map(|request| told::event(EventType::RequestSubmitted, request)).collect();
    events::record_all(tx, services, &portal.key, told).await?;
    let audited = sent.iter().map(|request| event(scope, "request.submitted", request));
    audit_events::record_all(tx, services, portal, &scope.actor(origin), audited).await
}
