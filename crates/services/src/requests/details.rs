//! One request in full.

use madoguchi_domain::forms::{Object, Value, with_empty};
use madoguchi_domain::policy::Portal;
use madoguchi_domain::requests::{Confirmation, RequestDoer, RequestState};
use madoguchi_entities::ids::RequestId;

use super::kept::{Choice, answers};
use super::{Approval, Request, RequestEvent, Row, confirmations, finders, histories, listed, waiting};
use crate::{Error, Scope, Services, request_actions};

/// A request in full.
#[derive(Clone, Debug)]
pub struct Detail {
    /// As in the list.
    pub row: Row,
    /// What a draft is filled in with.
    pub form: Option<Form>,
    /// What was sent.
    pub confirmation: Option<Confirmation>,
    /// What happened to it, oldest first.
    pub history: Vec<RequestEvent>,
    /// The approval that it waited for, or waits for.
    pub approval: Option<Approval>,
}

impl Detail {
    /// Whether the customer may take it back now.
    #[must_use]
    pub fn is_withdrawable(&self) -> bool {
        self.row.request.state.may_become(RequestState::Withdrawn, RequestDoer::Customer)
    }
}

/// What a draft is filled in with.
#[derive(Clone, Debug)]
pub struct Form {
    /// What is asked for each category that can be chosen.
    pub choices: Vec<Choice>,
    /// What was typed so far.
    pub answers: Object,
    /// Answers that can be copied into forms, by the name of the form they come from.
    pub copyable: Object,
    /// Values that stand in the forms and are changed elsewhere.
    pub read_only: Object,
    /// Whether a confirmation comes before it is sent.
    pub confirm: bool,
}

/// One request in full.
///
/// # Errors
/// [`Error::NotFound`] when it is absent or not the user's to see.
pub async fn get(services: &Services, scope: &Scope, id: RequestId) -> Result<Detail, Error> {
    let request = finders::find(services, scope, id).await?;
    let history = histories::of(services.db.read(), &request).await?;
    let form = match request.state {
        RequestState::Draft => Some(form(services, scope, &request).await?),
        _ => None,
    };
    let confirmation = confirmations::kept(&request)?;
    let approval = waiting::approval(services, scope, &request).await?;
    let row = listed::row(services, scope, request).await?;
    Ok(Detail { row, form, confirmation, history, approval })
}

async fn form(services: &Services, scope: &Scope, request: &Request) -> Result<Form, Error> {
    let portal = scope.portal();
    let kind = portal.request_kind(&request.kind).ok_or(Error::NotFound)?;
    let answers = answers(request)?;
    Ok(Form {
        choices: confirmations::choices(portal, kind, request.category.as_deref()),
        copyable: named(portal, request_actions::copyable(services, scope, kind).await?),
        read_only: request_actions::read_only(services, scope, kind, &answers).await?,
        answers,
        confirm: kind.confirm,
    })
}

/// What can be copied names all fields of its forms, so that a copy replaces what stood there.
pub(crate) fn named(portal: &Portal, copyable: Object) -> Object {
    let whole = |(name, answers): (String, Value)| match portal.forms.get(&name) {
        Some(form) => (name, with_empty(form, answers)),
        None => (name, answers),
    };
    copyable.into_iter().map(whole).collect()
}
