//! Addresses by which a calendar program reads the deadlines of a user (カレンダーへの取り込み). One a user: its secret is shown
//! once and stored as a digest, it reads deadlines and nothing else, and it is good only while the account is as it was when
//! the address was made.

mod reading;
mod words;

use chrono::{DateTime, Utc};
use madoguchi_entities::calendar_feeds::{self, Column};
use madoguchi_entities::{sessions, users as people};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::limits::{self, CALENDAR_FEED_MADE, Whose};
use crate::{Error, Origin, ProblemCode, Scope, Services, keys, passwords, users};

pub use madoguchi_entities::calendar_feeds::Model as CalendarFeed;
pub use reading::read;

/// An address just made. Its secret is nowhere else.
#[derive(Debug)]
pub struct NewCalendarFeed {
    /// The whole address.
    pub address: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// The address of the user who asks, when one is in force.
///
/// # Errors
/// Any error of the database.
pub async fn get(services: &Services, scope: &Scope) -> Result<Option<CalendarFeed>, Error> {
    let id = (scope.portal().key.clone(), scope.user_id());
    let feed = calendar_feeds::Entity::find_by_id(id).one(services.db.read()).await?;
    let user = people::Entity::find_by_id(scope.user_id()).one(services.db.read()).await?;
    Ok(feed.filter(|feed| user.is_some_and(|user| user.credentials_version == feed.credentials_version)))
}

/// Makes an address; one that was made before ends.
///
/// # Errors
/// `reauthentication_required`: who took over a session must not take the deadlines along for good; too many tries;
/// `session_ended`.
pub async fn create(services: &Services, scope: &Scope, origin: &Origin) -> Result<NewCalendarFeed, Error> {
    passwords::require_recent(services, scope)?;
    let (portal, now) = (scope.portal(), services.clock.now());
    limits::hit(services, portal, CALENDAR_FEED_MADE, &Whose::of(scope, origin)).await?;
    services
        .db
        .transaction(async |tx| {
            let user = users::hold(tx, scope.user_id()).await?;
            require_open(tx, scope).await?;
            let replaced = delete(tx, scope).await?;
            let secret = keys::token()?;
            let row = calendar_feeds::ActiveModel {
                portal: Set(portal.key.clone()),
                user_id: Set(user.id),
                secret_hash: Set(keys::digest(&secret)),
                credentials_version: Set(user.credentials_version),
                created_at: Set(now),
                last_read_at: Set(None),
            };
            row.insert(tx).await?;
            let event = Event::of(scope, "calendar_feed.created").with(serde_json::json!({ "replaced": replaced }));
            audit_events::record(tx, services, portal, &scope.actor(origin), event).await?;
            let address = format!("{}/api/v1/{}/calendar-feeds/{secret}.ics", services.base_url, portal.key);
            Ok(NewCalendarFeed { address, created_at: now })
        })
        .await
}

/// Ends the address of the user who asks; without one there is nothing to end.
///
/// # Errors
/// Any error of the database.
pub async fn revoke(services: &Services, scope: &Scope, origin: &Origin) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            if delete(tx, scope).await? {
                let event = Event::of(scope, "calendar_feed.revoked");
                audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            }
            Ok(())
        })
        .await
}

/// What changes an account ends its sessions, and holds the user first: a session that was ended while this one waited
/// must leave nothing behind that is good for the account as it is now.
async fn require_open(tx: &Transaction, scope: &Scope) -> Result<(), Error> {
    let open = sessions::Entity::find_by_id(scope.session_id()).filter(sessions::Column::EndedAt.is_null());
    match open.one(tx).await? {
        Some(_) => Ok(()),
        None => Err(Error::Unauthenticated(ProblemCode::SessionEnded)),
    }
}

/// Whether there was one.
async fn delete(tx: &Transaction, scope: &Scope) -> Result<bool, Error> {
    let gone = calendar_feeds::Entity::delete_many()
        .filter(Column::Portal.eq(scope.portal().key.as_str()))
        .filter(Column::UserId.eq(scope.user_id()))
        .exec(tx)
        .await?;
    Ok(gone.rows_affected > 0)
}
