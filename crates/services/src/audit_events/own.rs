//! What a person may read of the audit events: those of the own account, and what others did to it.

use madoguchi_entities::audit_events::{self, Model};
use madoguchi_entities::ids::UserId;
use sea_orm::sea_query::{ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::cursors::{self, Page};
use crate::{Error, Scope, Services};

/// What others did to a user: who manages users, and the provider.
fn done_to(user: UserId) -> SimpleExpr {
    audit_events::Column::SubjectId.eq(user.0).and(audit_events::Column::Action.starts_with("user."))
}

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Logins, and what was refused.
    SignIn,
    /// Everything.
    All,
}

/// Events of the own account, the newest first.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(
    services: &Services,
    scope: &Scope,
    kind: Kind,
    cursor: Option<&str>,
    limit: u64,
) -> Result<Page<Model>, Error> {
    let list = format!("account events {kind:?}");
    let mut select = audit_events::Entity::find()
        .filter(audit_events::Column::UserId.eq(scope.user_id()).or(done_to(scope.user_id())))
        .filter(audit_events::Column::Portal.eq(scope.portal().key.as_str()));
    if kind == Kind::SignIn {
        select = select.filter(audit_events::Column::Action.starts_with("sign_in."));
    }
    if let Some(cursor) = cursor {
        select = select.filter(audit_events::Column::Id.lt(cursors::decode::<Uuid>(&list, cursor)?));
    }
    let rows = select.order_by_desc(audit_events::Column::Id).limit(limit + 1).all(services.db.read()).await?;
    cursors::page(&list, rows, limit, |event| event.id)
}
