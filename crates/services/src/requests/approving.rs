//! What an approver of the customer decides: a request that waited is sent as it was approved, or refused with the reason. One
//! decision, and never by who asked.

use madoguchi_domain::events::EventType;
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::ids::RequestId;
use madoguchi_entities::request_approvals::Model as Asked;
use madoguchi_entities::users::{self, UserState};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::confirmations::{self, Checked};
use super::decisions::{Step, advance};
use super::drafts::hold;
use super::histories::{self, Doer};
use super::records::event;
use super::sent::sent;
use super::{Detail, Request, finders, letters, reasons, told, waiting};
use crate::database::Transaction;
use crate::request_parts::{self, Answer};
use crate::{Error, FieldCode, Origin, ProblemCode, Scope, Services, approvals, audit_events, events, request_actions};

/// Approves a request: it is sent now, in the name of who asked. The one who approved it before hears the same again.
///
/// # Errors
/// [`Error::NotFound`]; `own_request`; `not_approver`; `request_not_waiting`; `request_outdated` when price, period or goods are
/// not what was asked for any more; what the request's action refuses.
pub async fn approve(services: &Services, scope: &Scope, id: RequestId, origin: &Origin) -> Result<Detail, Error> {
    let request = finders::find(services, scope, id).await?;
    let asked = waiting::asked(services.db.read(), &request).await?;
    if may_decide(scope, &request, asked.as_ref(), true)? == Decision::Made {
        return super::get(services, scope, id).await;
    }
    if !approvals::can_approve(services.db.read(), scope).await? {
        return Err(Error::Refused(ProblemCode::NotApprover));
    }
    let requester = users::Entity::find_by_id(request.user_id).one(services.db.read()).await?;
    let requester = requester.ok_or(Error::NotFound)?;
    let theirs = scope.for_colleague(&requester).ok_or(Error::NotFound)?;
    let checked = confirmations::check(services, &theirs, &request).await.map_err(outdated)?;
    services
        .db
        .transaction(async |tx| {
            let (held, asked) = hold_waiting(tx, scope, id, true).await?;
            let Some(asked) = asked else { return Ok(()) };
            // Nothing is sent at a price that nobody approved.
            if checked.amount.map(|amount| amount.0) != Some(asked.amount) {
                return Err(Error::Refused(ProblemCode::RequestOutdated));
            }
            let is_active = requester.state == UserState::Active;
            send(tx, services, (scope, &theirs, origin), (held, asked, &checked), is_active).await
        })
        .await?;
    super::get(services, scope, id).await
}

/// Refuses a request for a reason that who asked reads. It ends there; the provider never sees it.
///
/// # Errors
/// [`Error::NotFound`]; `own_request`; `not_approver`; `request_not_waiting`; `required`, `too_long`, `invalid_characters` at
/// `reason`.
pub async fn refuse(
    services: &Services,
    scope: &Scope,
    (id, reason): (RequestId, &str),
    origin: &Origin,
) -> Result<Detail, Error> {
    // Who may not see it hears nothing of what was typed.
    finders::find(services, scope, id).await?;
    let reason = reasons::reason(reason)?;
    if reason.is_empty() {
        return Err(Error::invalid("reason", FieldCode::Required));
    }
    let portal = scope.portal();
    services
        .db
        .transaction(async |tx| {
            let (held, asked) = hold_waiting(tx, scope, id, false).await?;
            let Some(asked) = asked else { return Ok(()) };
            let (actor, doer) = (scope.actor(origin), Doer::customer(scope));
            let answer = Answer { note: reason.clone(), ..Answer::default() };
            let step = Step { next: RequestState::NotApproved, doer, answer: &answer };
            let request = advance(tx, services, (&actor, portal), held, step).await?;
            decided(tx, services, scope, asked).await?;
            letters::approval_decided(tx, services, portal, &request, (scope.user_label(), &reason)).await?;
            let event = event(scope, "request.not_approved", &request);
            audit_events::record(tx, services, portal, &actor, event).await
        })
        .await?;
    super::get(services, scope, id).await
}

/// Whether a decision is still to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    Open,
    /// The same user made the same one before.
    Made,
}

fn may_decide(scope: &Scope, request: &Request, asked: Option<&Asked>, approves: bool) -> Result<Decision, Error> {
    let asked = asked.ok_or(Error::Refused(ProblemCode::RequestNotWaiting))?;
    if asked.user_id == scope.user_id() {
        return Err(Error::Refused(ProblemCode::OwnRequest));
    }
    if request.state == RequestState::InApproval {
        return Ok(Decision::Open);
    }
    let was_approved = request.state != RequestState::NotApproved;
    if asked.decided_by == Some(scope.user_id()) && was_approved == approves {
        return Ok(Decision::Made);
    }
    Err(Error::Refused(ProblemCode::RequestNotWaiting))
}

/// A request that waits, held by somebody who may decide it; without its approval when the same was decided before.
async fn hold_waiting(
    tx: &Transaction,
    scope: &Scope,
    id: RequestId,
    approves: bool,
) -> Result<(Request, Option<Asked>), Error> {
    let approver = match approvals::hold_approver(tx, scope).await {
        Err(Error::Refused(code)) => Some(code),
        held => held.map(|()| None)?,
    };
    let held = hold(tx, scope, id).await?;
    let asked = waiting::asked(tx, &held).await?;
    if may_decide(scope, &held, asked.as_ref(), approves)? == Decision::Made {
        return Ok((held, None));
    }
    approver.map_or(Ok((held, asked)), |code| Err(Error::Refused(code)))
}

/// What is wrong with its answers cannot be mended any more: it was approved, or not, as it stands.
fn outdated(error: Error) -> Error {
    match error {
        Error::Invalid(_) => Error::Refused(ProblemCode::RequestOutdated),
        other => other,
    }
}

async fn send(
    tx: &Transaction,
    services: &Services,
    (scope, theirs, origin): (&Scope, &Scope, &Origin),
    (held, asked, checked): (Request, Asked, &Checked<'_>),
    is_active: bool,
) -> Result<(), Error> {
    let (portal, now) = (scope.portal(), services.clock.now());
    let of = request_parts::Asked { request: &held, kind: checked.kind, answers: &checked.answers };
    let done = request_actions::submitted(tx, services, theirs, origin, of).await.map_err(outdated)?;
    // What was approved is what is sent, in the words in which it was read.
    let (answers, confirmation, title) = (held.answers.clone(), held.confirmation.clone(), held.title.clone());
    let row = sent(theirs, held, checked, (&done, false), now)?;
    let row = Request { answers, confirmation, title, ..row };
    let sent = row.into_active_model().reset_all().update(tx).await?;
    decided(tx, services, scope, asked).await?;
    histories::record(tx, services, &sent, Doer::customer(scope), "").await?;
    letters::approval_decided(tx, services, portal, &sent, (scope.user_label(), "")).await?;
    if is_active {
        letters::completion(tx, services, theirs, (&sent, checked), &done).await?;
    }
    let told = told::event(EventType::RequestSubmitted, &sent);
    events::record_all(tx, services, &portal.key, vec![told]).await?;
    let event = event(scope, "request.approved", &sent);
    audit_events::record(tx, services, portal, &scope.actor(origin), event).await
}

async fn decided(tx: &Transaction, services: &Services, scope: &Scope, asked: Asked) -> Result<(), Error> {
    let mut row = asked.into_active_model();
    row.decided_by = Set(Some(scope.user_id()));
    row.decided_at = Set(Some(services.clock.now()));
    row.update(tx).await?;
    Ok(())
}
