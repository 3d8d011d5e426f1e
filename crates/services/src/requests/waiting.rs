//! Requests that wait for approval inside their customer: asked for in place of being sent, and listed for those who may
//! approve them.

use std::collections::HashMap;

use madoguchi_domain::requests::RequestState;
use madoguchi_entities::ids::RequestId;
use madoguchi_entities::request_approvals::{self, Column as Asked, Model};
use madoguchi_entities::requests::{self, Column};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Select};

use super::confirmations::Checked;
use super::finders::seen_by;
use super::histories::{self, Doer};
use super::records::event;
use super::sent::sent;
use super::{Request, Row, letters, listed};
use crate::approvals::{self, Need};
use crate::cursors::{List, Listed, Page, Part};
use crate::database::Transaction;
use crate::orders::Order;
use crate::request_parts::Submitted;
use crate::{Error, Origin, ProblemCode, Scope, Services, audit_events, terms};

/// The approval of a request, as a user of the customer sees it.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Who asked, how much, and who decided.
    pub asked: Model,
    /// Whether the user asked, and so never decides.
    pub is_own: bool,
    /// Whether the user may approve or refuse it now.
    pub decidable: bool,
}

/// A request that waits for the user.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub row: Row,
    /// Who asked, and how much.
    pub asked: Model,
}

/// Lets a draft wait for approval instead of sending it. The provider hears nothing, and no order is made.
///
/// # Errors
/// `approver_missing` where nobody else could approve it.
pub(super) async fn ask(
    tx: &Transaction,
    services: &Services,
    (scope, origin): (&Scope, &Origin),
    (draft, checked): (Request, &Checked<'_>),
    (need, agrees): (Need, bool),
) -> Result<(), Error> {
    let (portal, now) = (scope.portal(), services.clock.now());
    let approvers = approvals::others(tx, scope, draft.billing_group_id).await?;
    if approvers.is_empty() {
        return Err(Error::Refused(ProblemCode::ApproverMissing));
    }
    if agrees {
        terms::agree(tx, portal, (scope.customer_id(), scope.user_id()), now, origin).await?;
    }
    let whole = sent(scope, draft, checked, (&Submitted::default(), agrees), now)?;
    let waits = Request { state: RequestState::InApproval, reception: None, submitted_at: None, ..whole };
    let request = waits.into_active_model().reset_all().update(tx).await?;
    let asked = Model {
        customer_id: request.customer_id,
        request_id: request.id,
        portal: portal.key.clone(),
        user_id: scope.user_id(),
        user_name: scope.user_label().to_owned(),
        amount: need.amount.0,
        limit_yen: need.limit.0,
        asked_at: now,
        decided_by: None,
        decided_at: None,
    };
    let asked = asked.into_active_model().reset_all().insert(tx).await?;
    histories::record(tx, services, &request, Doer::customer(scope), "").await?;
    letters::approval_asked(tx, services, portal, (&request, &asked), &approvers).await?;
    let event = event(scope, "request.approval_asked", &request);
    audit_events::record(tx, services, portal, &scope.actor(origin), event).await
}

fn of(request: &Request) -> Select<request_approvals::Entity> {
    request_approvals::Entity::find()
        .filter(Asked::CustomerId.eq(request.customer_id))
        .filter(Asked::RequestId.eq(request.id))
}

/// Who asked for the approval of a request that was found through a scope; none where it needed none.
pub(super) async fn asked(db: &impl ConnectionTrait, request: &Request) -> Result<Option<Model>, Error> {
    Ok(of(request).one(db).await?)
}

/// The approval of a request that was found through a scope, as the user sees it.
pub(super) async fn approval(services: &Services, scope: &Scope, request: &Request) -> Result<Option<Approval>, Error> {
    let db = services.db.read();
    if request.state == RequestState::Draft || scope.portal().approvals.is_none() {
        return Ok(None);
    }
    let Some(asked) = asked(db, request).await? else { return Ok(None) };
    let is_own = asked.user_id == scope.user_id();
    let waits = request.state == RequestState::InApproval && !is_own;
    let decidable = waits && approvals::can_approve(db, scope).await?;
    Ok(Some(Approval { asked, is_own, decidable }))
}

/// Requests that the user may approve or refuse now, the one that waits longest first: none for who may not.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(services: &Services, scope: &Scope, part: Part<'_>) -> Result<Listed<Waiting>, Error> {
    let db = services.db.read();
    let approves = approvals::can_approve(db, scope).await?;
    let list = List::new(services, "waiting requests".to_owned());
    // Who sent a request is its user while it waits.
    let others = seen_by(scope).filter(Column::State.eq(RequestState::InApproval));
    let others = others.filter(Column::UserId.ne(scope.user_id()));
    let waiting = if approves { others } else { others.filter(Column::Id.is_null()) };
    let order = Order::unique(Column::Id, |request: &Request| request.id.0);
    let longest_first = order.led_by(Column::UpdatedAt, |request| request.updated_at);
    let page = longest_first.page_of(services, &list, part, &waiting).await?;
    let Listed { page, total } = part.counted(services, page, waiting).await?;
    let items = with_approvals(services, scope, page.items).await?;
    Ok(Listed { page: Page { items, next_cursor: page.next_cursor }, total })
}

async fn with_approvals(
    services: &Services,
    scope: &Scope,
    requests: Vec<requests::Model>,
) -> Result<Vec<Waiting>, Error> {
    let ids: Vec<RequestId> = requests.iter().map(|request| request.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = request_approvals::Entity::find()
        .filter(Asked::CustomerId.eq(scope.customer_id()))
        .filter(Asked::RequestId.is_in(ids));
    let found = found.all(services.db.read()).await?.into_iter().map(|asked| (asked.request_id, asked));
    let mut found: HashMap<RequestId, Model> = found.collect();
    let rows = listed::rows(services, scope, requests).await?;
    // A decision may come between the two questions.
    let waiting = |row: Row| found.remove(&row.request.id).map(|asked| Waiting { row, asked });
    Ok(rows.into_iter().filter_map(waiting).collect())
}
