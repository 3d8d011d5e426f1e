//! Drafts: opened with number and day, saved as they are typed, and discarded. What is typed is checked when it is
//! confirmed, not before.

use madoguchi_domain::dates;
use madoguchi_domain::forms::Object;
use madoguchi_domain::policy::{Portal, RequestKind};
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::customers;
use madoguchi_entities::ids::{ContractId, RequestId};
use madoguchi_entities::requests::{self, Column};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::histories::{self, Doer};
use super::records::{event, title, written};
use super::{ANSWERS_MAX, Detail, Request, Row, confirmations, listed, policy, revision};
use crate::audit_events;
use crate::database::Transaction;
use crate::idempotency::Once;
use crate::limits::{self, REQUEST_DRAFT, REQUEST_DRAFT_CUSTOMER, Whose};
use crate::request_parts::{Opened, Opening};
use crate::revisions::Expected;
use crate::{Error, FieldCode, Origin, ProblemCode, Scope, Services, numberings, request_actions};

/// A draft that is asked for.
#[derive(Clone, Debug)]
pub struct NewDraft {
    /// Code of its kind.
    pub kind: String,
    /// Code of the contract category, where the kind makes a contract; the first when absent.
    pub category: Option<String>,
    /// The contract that it is about, where the kind changes or ends one.
    pub contract_id: Option<ContractId>,
    /// Number of the order that it is about, or that is ordered once more.
    pub order_number: Option<String>,
    /// Number of the quote that is ordered.
    pub quote_number: Option<String>,
}

/// What was typed into a draft so far, all of it.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Code of the contract category, or of the kind where one page asks for several; that of before when absent.
    pub category: Option<String>,
    pub answers: Object,
}

/// Opens a draft. It has its number and day from now on: no other request ever gets that number.
///
/// # Errors
/// `unknown` at `kind`, `category`, `contract_id`, `order_number`, `quote_number`; `request_draft_limit_reached`; too many tries;
/// `idempotency_key_reused`.
pub async fn open(
    services: &Services,
    scope: &Scope,
    new: &NewDraft,
    origin: &Origin,
    once: &Once,
) -> Result<Detail, Error> {
    let (portal, who) = (scope.portal(), Some(scope.user_id()));
    let kind = portal.kept_kinds().find(|kind| kind.code == new.kind);
    let kind = kind.ok_or_else(|| Error::invalid("kind", FieldCode::Unknown))?;
    if let Some(made) = once.made(services.db.read(), portal, who).await? {
        return super::get(services, scope, made).await;
    }
    let opening = Opening {
        kind,
        category: new.category.as_deref(),
        contract_id: new.contract_id,
        order_number: new.order_number.as_deref(),
        quote_number: new.quote_number.as_deref(),
    };
    let opened = request_actions::opened(services, scope, opening).await?;
    let opened = filled(portal, kind, opened);
    if let Some(untouched) = take_up(services, scope, (kind, &opened), once).await? {
        return super::get(services, scope, untouched).await;
    }
    // Numbers are shared by all customers of the portal.
    limits::hit(services, portal, REQUEST_DRAFT, &Whose::of(scope, origin)).await?;
    limits::hit(services, portal, REQUEST_DRAFT_CUSTOMER, &Whose::of_customer(scope, origin)).await?;
    let id = services
        .db
        .transaction(async |tx| {
            if let Some(made) = once.made(tx, portal, who).await? {
                return Ok(made);
            }
            require_room(tx, scope).await?;
            let request = insert(tx, services, scope, kind, &opened).await?;
            histories::record(tx, services, &request, Doer::customer(scope), "").await?;
            let event = event(scope, "request.opened", &request);
            audit_events::record(tx, services, portal, &scope.actor(origin), event).await?;
            once.keep(tx, services, portal, who, &request.id).await?;
            Ok(request.id)
        })
        .await?;
    super::get(services, scope, id).await
}

/// What a draft has at first, with the values that the forms begin with.
fn filled(portal: &Portal, kind: &RequestKind, opened: Opened) -> Opened {
    let mut answers = Object::new();
    for choice in confirmations::choices(portal, kind, opened.category.as_deref()) {
        answers.extend(choice.questionnaire.initial());
    }
    answers.extend(opened.answers.clone());
    Opened { answers, ..opened }
}

/// Who opens the same once more gets the draft that they left untouched: looking at a form uses up neither numbers nor places. Its day
/// is today.
async fn take_up(
    services: &Services,
    scope: &Scope,
    (kind, opened): (&RequestKind, &Opened),
    once: &Once,
) -> Result<Option<RequestId>, Error> {
    let portal = scope.portal();
    let answers = written(&opened.answers)?;
    services
        .db
        .transaction(async |tx| {
            let same = requests::Entity::find()
                .filter(Column::CustomerId.eq(scope.customer_id()))
                .filter(Column::State.eq(RequestState::Draft))
                .filter(Column::Portal.eq(portal.key.as_str()))
                .filter(Column::UserId.eq(scope.user_id()))
                .filter(Column::Kind.eq(kind.code.as_str()))
                .filter(Column::BatchId.is_null())
                .filter(Column::Answers.eq(answers.as_str()))
                .filter(
                    opened
                        .category
                        .as_ref()
                        .map_or_else(|| Column::Category.is_null(), |category| Column::Category.eq(category.as_str())),
                )
                .filter(opened.contract_id.map_or_else(|| Column::ContractId.is_null(), |id| Column::ContractId.eq(id)))
                .order_by_desc(Column::Id)
                .lock_exclusive();
            let Some(draft) = same.one(tx).await? else { return Ok(None) };
            // Sent at the same time, it may have been found by the other one.
            if let Some(made) = once.made(tx, portal, Some(scope.user_id())).await? {
                return Ok(Some(made));
            }
            let (id, now) = (draft.id, services.clock.now());
            let mut row = draft.into_active_model();
            row.opened_on = Set(dates::jst_date(now));
            row.updated_at = Set(now);
            row.warned_at = Set(None);
            row.update(tx).await?;
            once.keep(tx, services, portal, Some(scope.user_id()), &id).await?;
            Ok(Some(id))
        })
        .await
}

/// The customer is held, so that two drafts at once do not take the same last place. Drafts that came by files have
/// places of their own.
async fn require_room(tx: &Transaction, scope: &Scope) -> Result<(), Error> {
    let alone = Column::BatchId.is_null();
    require_places(tx, scope, alone, 1, policy(scope.portal())?.drafts_max).await
}

/// Refuses so many more drafts of some sort when there would be more than so many. Holds the customer.
pub(super) async fn require_places(
    tx: &Transaction,
    scope: &Scope,
    sort: SimpleExpr,
    more: usize,
    most: u32,
) -> Result<(), Error> {
    let customer = customers::Entity::find_by_id(scope.customer_id()).lock_exclusive().one(tx).await?;
    customer.ok_or(Error::NotFound)?;
    let drafts = requests::Entity::find()
        .filter(Column::CustomerId.eq(scope.customer_id()))
        .filter(Column::Portal.eq(scope.portal().key.as_str()))
        .filter(Column::State.eq(RequestState::Draft))
        .filter(sort);
    let more = u64::try_from(more).unwrap_or(u64::MAX);
    if more > 0 && drafts.count(tx).await?.saturating_add(more) > u64::from(most) {
        return Err(Error::Refused(ProblemCode::RequestDraftLimitReached));
    }
    Ok(())
}

async fn insert(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    kind: &RequestKind,
    opened: &Opened,
) -> Result<Request, Error> {
    let (portal, today) = (scope.portal(), dates::jst_date(services.clock.now()));
    let number = numberings::next(tx, portal, kind.numbering.as_deref().unwrap_or_default(), today).await?;
    let row = row(services, scope, kind, number, opened.clone())?;
    Ok(row.into_active_model().reset_all().insert(tx).await?)
}

/// A draft that is opened now.
pub(super) fn row(
    services: &Services,
    scope: &Scope,
    kind: &RequestKind,
    number: String,
    opened: Opened,
) -> Result<Request, Error> {
    let (portal, now) = (scope.portal(), services.clock.now());
    Ok(Request {
        customer_id: scope.customer_id(),
        id: RequestId(Uuid::now_v7()),
        portal: portal.key.clone(),
        billing_group_id: scope.billing_group_id(),
        user_id: scope.user_id(),
        number,
        kind: kind.code.clone(),
        category: opened.category,
        state: RequestState::Draft,
        answers: written(&opened.answers)?,
        contract_id: opened.contract_id,
        opened_on: dates::jst_date(now),
        title: title(portal, &opened.answers)?.unwrap_or(opened.title),
        submitted_at: None,
        confirmation: None,
        terms_version: None,
        agreed_by: String::new(),
        warned_at: None,
        created_at: now,
        updated_at: now,
        batch_id: None,
        batch_key: None,
        order_id: None,
        order_number: None,
        quote_number: None,
        reception: None,
        decision: None,
    })
}

/// Saves what was typed so far.
///
/// # Errors
/// [`Error::NotFound`]; `request_not_draft`; `changed_meanwhile`; `unknown` at `category`; `too_long` at `answers`.
pub async fn save(
    services: &Services,
    scope: &Scope,
    (id, expected): (RequestId, &Expected),
    typed: &Typed,
) -> Result<Row, Error> {
    let portal = scope.portal();
    let answers = written(&typed.answers)?;
    if answers.len() > ANSWERS_MAX {
        return Err(Error::invalid("answers", FieldCode::TooLong));
    }
    let saved = services
        .db
        .transaction(async |tx| {
            let draft = hold_draft(tx, scope, id).await?;
            expected.require(&revision(&draft)?)?;
            let kind = portal.request_kind(&draft.kind).ok_or(Error::NotFound)?;
            let chosen = typed.category.as_deref();
            let (kind, category) = confirmations::chosen(portal, kind, draft.category.as_deref(), chosen)?;
            let mut row = draft.into_active_model();
            row.kind = Set(kind);
            if let Some(title) = title(portal, &typed.answers)? {
                row.title = Set(title);
            }
            row.answers = Set(answers.clone());
            row.category = Set(category);
            row.updated_at = Set(services.clock.now());
            row.warned_at = Set(None);
            Ok(row.update(tx).await?)
        })
        .await?;
    listed::row(services, scope, saved).await
}

/// Discards a draft. Its number stays taken.
///
/// # Errors
/// [`Error::NotFound`]; `request_not_draft`.
pub async fn discard(services: &Services, scope: &Scope, id: RequestId, origin: &Origin) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            let draft = hold_draft(tx, scope, id).await?;
            let event = event(scope, "request.discarded", &draft);
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            draft.delete(tx).await?;
            Ok(())
        })
        .await
}

/// A request that the user may see, held.
pub(super) async fn hold(tx: &Transaction, scope: &Scope, id: RequestId) -> Result<Request, Error> {
    super::finders::one_seen_by(scope, id).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)
}

/// The same for a draft.
async fn hold_draft(tx: &Transaction, scope: &Scope, id: RequestId) -> Result<Request, Error> {
    let found = hold(tx, scope, id).await?;
    require_draft(&found)?;
    Ok(found)
}

pub(super) fn require_draft(request: &Request) -> Result<(), Error> {
    match request.state {
        RequestState::Draft => Ok(()),
        _ => Err(Error::Refused(ProblemCode::RequestNotDraft)),
    }
}
