//! Sending a draft: once, with the agreement to the terms, what comes of it, and the mail, in one transaction.

use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::{Portal, RequestKind};
use madoguchi_entities::ids::RequestId;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::confirmations::{self, Checked};
use super::drafts::{hold, require_draft};
use super::histories::{self, Doer};
use super::records::event;
use super::sent::sent;
use super::{Detail, Request, letters, revision, told, waiting};
use crate::database::Transaction;
use crate::idempotency::Once;
use crate::request_parts::Asked;
use crate::revisions::Expected;
use crate::{
    Error, FieldCode, Origin, ProblemCode, Scope, Services, approvals, audit_events, events, request_actions, terms,
};

/// Which draft is sent, from which state, and what is agreed to.
#[derive(Clone, Debug)]
pub struct Submission<'a> {
    /// The draft.
    pub id: RequestId,
    /// From which state.
    pub expected: &'a Expected,
    /// Version of the terms that are agreed to.
    pub terms_version: Option<&'a str>,
}

/// Sends a draft. One that needs approval inside the customer waits for it, and nothing else comes of it yet.
///
/// # Errors
/// `approver_missing`;
/// [`Error::NotFound`]; `request_not_draft`; `changed_meanwhile`; every fault of its answers at its path;
/// `terms_not_agreed` and `terms_changed` at `terms_version`; `idempotency_key_reused`.
pub async fn submit(
    services: &Services,
    scope: &Scope,
    submission: &Submission<'_>,
    (origin, once): (&Origin, &Once),
) -> Result<Detail, Error> {
    let (portal, who) = (scope.portal(), Some(scope.user_id()));
    if let Some(made) = once.made(services.db.read(), portal, who).await? {
        return super::get(services, scope, made).await;
    }
    let (draft, checked, agrees) = match prepare(services, scope, submission).await {
        Ok(prepared) => prepared,
        // The same, asked for a moment before, may be why.
        Err(error) => match once.made(services.db.read(), portal, who).await? {
            Some(made) => return super::get(services, scope, made).await,
            None => return Err(error),
        },
    };
    services
        .db
        .transaction(async |tx| {
            // Held first: who waited here sees what was kept meanwhile.
            let held = hold(tx, scope, submission.id).await?;
            if once.made::<RequestId>(tx, portal, who).await?.is_some() {
                return Ok(());
            }
            require_draft(&held)?;
            // What was checked is what is sent.
            if revision(&held)? != revision(&draft)? {
                return Err(Error::Refused(ProblemCode::ChangedMeanwhile));
            }
            send(tx, services, scope, origin, (held, &checked), agrees).await?;
            once.keep(tx, services, portal, who, &submission.id).await
        })
        .await?;
    super::get(services, scope, submission.id).await
}

/// The draft as it is now, checked in full, and whether terms are agreed to.
async fn prepare<'a>(
    services: &Services,
    scope: &'a Scope,
    submission: &Submission<'_>,
) -> Result<(Request, Checked<'a>, bool), Error> {
    let draft = super::finders::find(services, scope, submission.id).await?;
    require_draft(&draft)?;
    submission.expected.require(&revision(&draft)?)?;
    let checked = confirmations::check(services, scope, &draft).await?;
    let agrees = require_agreement(scope.portal(), checked.kind, submission.terms_version)?;
    Ok((draft, checked, agrees))
}

/// Whether terms are agreed to; where the kind asks for it, they must be, and those in force.
pub(super) fn require_agreement(portal: &Portal, kind: &RequestKind, version: Option<&str>) -> Result<bool, Error> {
    match version {
        Some(version) if version != portal.terms.version => {
            Err(Error::invalid("terms_version", FieldCode::TermsChanged))
        }
        None if kind.terms => Err(Error::invalid("terms_version", FieldCode::TermsNotAgreed)),
        version => Ok(version.is_some()),
    }
}

async fn send(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    (draft, checked): (Request, &Checked<'_>),
    agrees: bool,
) -> Result<(), Error> {
    let (portal, now) = (scope.portal(), services.clock.now());
    let need = approvals::need(tx, scope, (checked.kind, checked.amount), draft.billing_group_id).await?;
    if let Some(need) = need {
        return waiting::ask(tx, services, (scope, origin), (draft, checked), (need, agrees)).await;
    }
    let asked = Asked { request: &draft, kind: checked.kind, answers: &checked.answers };
    let done = request_actions::submitted(tx, services, scope, origin, asked).await?;
    if agrees {
        terms::agree(tx, portal, (scope.customer_id(), scope.user_id()), now, origin).await?;
    }
    let row = sent(scope, draft, checked, (&done, agrees), now)?.into_active_model().reset_all();
    let sent = row.update(tx).await?;
    histories::record(tx, services, &sent, Doer::customer(scope), "").await?;
    letters::completion(tx, services, scope, (&sent, checked), &done).await?;
    let told = told::event(EventType::RequestSubmitted, &sent);
    events::record_all(tx, services, &portal.key, vec![told]).await?;
    let event = event(scope, "request.submitted", &sent);
    audit_events::record(tx, services, portal, &scope.actor(origin), event).await
}
