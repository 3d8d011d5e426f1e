//! Requests (申込) of customers: read, opened, filled in, confirmed, sent and taken back. What the provider does with them
//! stands beside it, what comes of those about contracts in `contract_requests`.

mod approving;
pub mod by_provider;
mod confirmations;
pub(crate) mod decisions;
mod details;
mod drafts;
pub(crate) mod endings;
mod files;
mod finders;
mod histories;
mod kept;
mod letters;
mod listed;
pub(crate) mod many;
mod reasons;
mod records;
mod sent;
mod submissions;
mod told;
mod waiting;
mod withdrawals;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use madoguchi_domain::dates;
use madoguchi_domain::policy::{Portal, RequestPolicy};
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::request_events;

pub use approving::{approve, refuse};
pub use confirmations::confirmation;
pub use details::{Detail, Form, get};
pub use drafts::{NewDraft, Typed, discard, open, save};
pub use files::document;
use kept::policy;
pub use kept::{ANSWERS_MAX, Choice};
pub(crate) use kept::{answers, revision};
pub use listed::{Filter, Key, Ordering, Row, list};
pub use madoguchi_entities::requests::Model as Request;
pub use request_events::Model as RequestEvent;
pub use submissions::{Submission, submit};
pub use waiting::{Approval, Waiting, list as list_waiting};
pub use withdrawals::withdraw;

/// When a draft ends that nobody touches: not before somebody could read that it will.
fn ends_at(policy: &RequestPolicy, request: &Request) -> DateTime<Utc> {
    let untouched = request.updated_at + TimeDelta::days(policy.draft_days.into());
    let warned = request.warned_at.map(|at| at + TimeDelta::days(policy.remind_days.into()));
    warned.map_or(untouched, |warned| untouched.max(warned))
}

/// The day of it, in Japan; of what was sent none.
#[must_use]
pub fn draft_ends_on(portal: &Portal, request: &Request) -> Option<NaiveDate> {
    let policy = portal.requests.as_ref().filter(|_| request.state == RequestState::Draft)?;
    Some(dates::jst_date(ends_at(policy, request)))
}
