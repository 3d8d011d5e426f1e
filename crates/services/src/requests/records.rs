//! What is written of a request: its answers, whom it is for, and what a user did with it.

use madoguchi_domain::forms::{Object, Value, tidy};
use madoguchi_domain::policy::Portal;

use super::{Request, policy};
use crate::audit_events::Event;
use crate::{Error, Scope};

/// What a user did with a request.
pub(super) fn event(scope: &Scope, action: &'static str, request: &Request) -> Event {
    Event::of(scope, action).to(request.id).with(serde_json::json!({ "number": request.number }))
}

pub(super) fn written(answers: &Object) -> Result<String, Error> {
    serde_json::to_string(answers).map_err(Error::internal)
}

/// Whom a request is for, by the answers to the field that the portal names; none where they do not hold that field. What
/// the field does not take is refused when it is confirmed; until then a list shows nothing of it.
pub(super) fn title(portal: &Portal, answers: &Object) -> Result<Option<String>, Error> {
    let path = &policy(portal)?.title;
    let typed = answer(answers, path);
    Ok(typed.map(|typed| portal.field(path).and_then(|field| tidy(field, typed).ok()).unwrap_or_default()))
}

/// The answer to a `form.field`, if it is one text.
fn answer<'a>(answers: &'a Object, path: &str) -> Option<&'a str> {
    let (form, field) = path.split_once('.')?;
    answers.get(form)?.as_object()?.get(field).and_then(Value::as_text)
}
