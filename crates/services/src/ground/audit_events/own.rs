//! What a person may read of the audit events: what they did, what was done to their account, and by whom.

use std::collections::HashMap;

use madoguchi_entities::audit_events::{self, Column, DoerKind, Model};
use madoguchi_entities::ids::UserId;
use madoguchi_entities::users;
use sea_orm::sea_query::{ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, Scope, Services};

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Logins, and what was refused.
    SignIn,
    /// Everything.
    All,
}

/// Who did something, when it was somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Other {
    /// Another user; without a name where that one's is not for this person, or is forgotten.
    User(Option<String>),
    /// The provider: its staff, its commands, its program.
    Provider,
}

/// An event as the person reads it.
#[derive(Clone, Debug)]
pub struct OwnEvent {
    pub event: Model,
    /// Who did it; none: the person, or somebody who did not show who they are.
    pub by: Option<Other>,
}

/// Events of the own account, the newest first.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(services: &Services, scope: &Scope, kind: Kind, part: Part<'_>) -> Result<Page<OwnEvent>, Error> {
    let list = List::new(services, format!("account events {kind:?} {}", scope.user_id()));
    let mut select = audit_events::Entity::find()
        .filter(concerns(scope.user_id()))
        .filter(Column::Portal.eq(scope.portal().key.as_str()));
    if kind == Kind::SignIn {
        select = select.filter(Column::Action.starts_with("sign_in."));
    }
    let newest_first = Order::unique(Column::Id, |event: &Model| event.id.0).descending(true);
    let page = newest_first.page_of(services, &list, part, &select).await?;
    let names = names(services, scope, &page.items).await?;
    Ok(page.map(|event| OwnEvent { by: other(&event, scope.user_id(), &names), event }))
}

/// What the user did, what was done to their account, and what of before doers were told was done to it.
fn concerns(user: UserId) -> SimpleExpr {
    let of_before =
        Column::SubjectId.eq(user.0).and(Column::Action.starts_with("user.")).and(Column::DoerKind.is_null());
    Column::UserId.eq(user).or(Column::DoerId.eq(user.0)).or(of_before)
}

/// The user who did it. Events that tell no doer name the user who did it as theirs.
fn user_who_did(event: &Model) -> Option<UserId> {
    match event.doer_kind {
        Some(DoerKind::User) => event.doer_id.map(UserId),
        Some(_) => None,
        None => event.user_id,
    }
}

fn other(event: &Model, own: UserId, names: &HashMap<UserId, String>) -> Option<Other> {
    match (user_who_did(event), event.doer_kind) {
        (Some(user), _) if user == own => None,
        (Some(user), _) => Some(Other::User(names.get(&user).cloned())),
        (None, Some(DoerKind::Visitor | DoerKind::User)) => None,
        (None, Some(DoerKind::Command | DoerKind::Client | DoerKind::System) | None) => Some(Other::Provider),
    }
}

/// What the other users who did these are called. Those of other customers, who shared a browser, are not told.
async fn names(services: &Services, scope: &Scope, rows: &[Model]) -> Result<HashMap<UserId, String>, Error> {
    let others: Vec<UserId> = rows.iter().filter_map(user_who_did).filter(|user| *user != scope.user_id()).collect();
    if others.is_empty() {
        return Ok(HashMap::new());
    }
    let people = users::Entity::find()
        .filter(users::Column::CustomerId.eq(scope.customer_id()))
        .filter(users::Column::Id.is_in(others))
        .all(services.db.read())
        .await?;
    let named = people.into_iter().map(|user| (user.id, user.shown_name().to_owned()));
    Ok(named.filter(|(_, name)| !name.is_empty()).collect())
}
