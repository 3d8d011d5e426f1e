//! Taking a request back, while the provider has not decided.

use madoguchi_domain::events::EventType;
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::ids::RequestId;

use super::drafts::hold;
use super::histories::Doer;
use super::records::event;
use super::{Detail, decisions, letters, reasons, told};
use crate::request_parts::Answer;
use crate::{Error, Origin, Scope, Services, audit_events, events};

/// Takes a request back. One that was taken back stays so.
///
/// # Errors
/// [`Error::NotFound`]; `request_decided`; `too_long`, `invalid_characters` at `reason`.
pub async fn withdraw(
    services: &Services,
    scope: &Scope,
    id: RequestId,
    reason: &str,
    origin: &Origin,
) -> Result<Detail, Error> {
    let reason = reasons::reason(reason)?;
    let portal = scope.portal();
    services
        .db
        .transaction(async |tx| {
            let request = hold(tx, scope, id).await?;
            if request.state == RequestState::Withdrawn {
                return Ok(());
            }
            let waited = request.state == RequestState::InApproval;
            let actor = scope.actor(origin);
            let answer = Answer { note: reason.clone(), ..Answer::default() };
            let step = decisions::Step { next: RequestState::Withdrawn, doer: Doer::customer(scope), answer: &answer };
            let request = decisions::advance(tx, services, (&actor, portal), request, step).await?;
            letters::settled(tx, services, portal, &request, &reason).await?;
            // Other systems never heard of what waited for approval inside the customer.
            if !waited {
                let told = told::event(EventType::RequestWithdrawn, &request);
                events::record_all(tx, services, &portal.key, vec![told]).await?;
            }
            audit_events::record(tx, services, portal, &actor, event(scope, "request.withdrawn", &request)).await
        })
        .await?;
    super::get(services, scope, id).await
}
