//! How a draft stands once it is sent. Must not know what comes of it.

use chrono::{DateTime, Utc};
use madoguchi_domain::requests::RequestState;

use super::Request;
use super::confirmations::Checked;
use super::records::{title, written};
use crate::request_parts::Submitted;
use crate::{Error, Scope};

/// A draft as it is once it is sent.
pub(super) fn sent(
    scope: &Scope,
    draft: Request,
    checked: &Checked<'_>,
    (done, agrees): (&Submitted, bool),
    now: DateTime<Utc>,
) -> Result<Request, Error> {
    let portal = scope.portal();
    let (terms_version, agreed_by) = if agrees {
        (Some(portal.terms.version.clone()), scope.user_label().to_owned())
    } else {
        (draft.terms_version, draft.agreed_by)
    };
    Ok(Request {
        state: RequestState::Accepted,
        answers: written(&checked.answers)?,
        confirmation: Some(serde_json::to_string(&checked.confirmation).map_err(Error::internal)?),
        title: title(portal, &checked.answers)?.unwrap_or(draft.title),
        user_id: scope.user_id(),
        contract_id: done.contract_id,
        order_id: done.order.as_ref().map(|order| order.id),
        order_number: done.order.as_ref().map(|order| order.number.clone()),
        reception: RequestState::Accepted.reception(),
        submitted_at: Some(now),
        updated_at: now,
        warned_at: None,
        terms_version,
        agreed_by,
        ..draft
    })
}
