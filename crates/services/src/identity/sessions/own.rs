//! The sessions of a user, as the user sees and ends them.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_entities::ids::{SessionId, UserId};
use madoguchi_entities::sessions::{self, Model};
use madoguchi_entities::sign_in_attempts;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::audit_events::{self, Event};
use crate::{Error, Origin, Scope, Services};

/// `last_used_at` is written when it is older than this: one write a while, not one a request.
pub(super) const TOUCH_AFTER: TimeDelta = TimeDelta::seconds(30);
/// Most sessions that are listed.
const LISTED: u64 = 100;

/// The open sessions of the user who asks, the one last used first.
///
/// # Errors
/// Any error of the database.
pub async fn list(services: &Services, scope: &Scope) -> Result<Vec<Model>, Error> {
    let select = open(services, scope).order_by_desc(sessions::Column::LastUsedAt).limit(LISTED);
    Ok(select.all(services.db.read()).await?)
}

/// Ends one of them.
///
/// # Errors
/// [`Error::NotFound`] for a session that is not open or not the user's.
pub async fn end_one(services: &Services, scope: &Scope, id: SessionId, origin: &Origin) -> Result<(), Error> {
    let now = services.clock.now();
    services
        .db
        .transaction(async |tx| {
            let found = open(services, scope).filter(sessions::Column::Id.eq(id)).lock_exclusive().one(tx).await?;
            let session = found.ok_or(Error::NotFound)?;
            sessions::Entity::update_many()
                .col_expr(sessions::Column::EndedAt, Expr::value(now))
                .filter(sessions::Column::Id.eq(session.id))
                .exec(tx)
                .await?;
            let event = Event::of(scope, "session.ended_by_owner").to(id);
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await
        })
        .await
}

/// Ends all of them but the one that asks, and tells how many.
///
/// # Errors
/// Any error of the database.
pub async fn end_others(services: &Services, scope: &Scope, origin: &Origin) -> Result<u64, Error> {
    let now = services.clock.now();
    services
        .db
        .transaction(async |tx| {
            let ended = end_all(tx, scope.user_id(), Some(scope.session_id()), now).await?;
            let event = Event::of(scope, "session.others_ended").with(serde_json::json!({ "count": ended }));
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            Ok(ended)
        })
        .await
}

/// Ends every session of a user but `keep`, and tells how many. Logins under way end first: whoever gave a password that
/// is worth nothing any more must not come in with it minutes later.
pub(crate) async fn end_all(
    tx: &impl ConnectionTrait,
    user: UserId,
    keep: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    sign_in_attempts::Entity::update_many()
        .col_expr(sign_in_attempts::Column::ClosedAt, Expr::value(now))
        .filter(sign_in_attempts::Column::UserId.eq(user))
        .filter(sign_in_attempts::Column::ClosedAt.is_null())
        .exec(tx)
        .await?;
    let mut update = sessions::Entity::update_many()
        .col_expr(sessions::Column::EndedAt, Expr::value(now))
        .filter(sessions::Column::UserId.eq(user))
        .filter(sessions::Column::EndedAt.is_null());
    if let Some(keep) = keep {
        update = update.filter(sessions::Column::Id.ne(keep));
    }
    Ok(update.exec(tx).await?.rows_affected)
}

/// Not ended, and within both limits; the idle limit to within the half minute in which use is noted.
fn open(services: &Services, scope: &Scope) -> Select<sessions::Entity> {
    let now = services.clock.now();
    let idle = TimeDelta::minutes(scope.portal().sessions.idle_minutes.into()) + TOUCH_AFTER;
    sessions::Entity::find()
        .filter(sessions::Column::UserId.eq(scope.user_id()))
        .filter(sessions::Column::Portal.eq(scope.portal().key.as_str()))
        .filter(sessions::Column::EndedAt.is_null())
        .filter(sessions::Column::ExpiresAt.gt(now))
        .filter(sessions::Column::LastUsedAt.gt(now - idle))
}
