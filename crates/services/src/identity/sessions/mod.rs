//! Sessions: a row that decides, and a short-lived signed token that names it. The token carries the idle limit and
//! is made anew with every request; ending the row ends the session at once.

mod own;
pub mod permissions;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{SessionId, UserId};
use madoguchi_entities::users::{self, UserState};
use madoguchi_entities::{customers, sessions};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect, RelationDef};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit_events::{self, Event};
use crate::{Error, Origin, ProblemCode, Scope, Services};

pub use madoguchi_entities::sessions::Model as Session;
use own::TOUCH_AFTER;
pub(crate) use own::end_all;
pub use own::{end_one, end_others, list};

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    /// Session.
    sid: Uuid,
    /// Portal.
    aud: String,
    /// Idle limit, seconds since 1970.
    exp: i64,
    /// Version of the token: the session's, or it is worth nothing.
    #[serde(default)]
    ver: i32,
}

/// A session and the token that names it.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Row.
    pub id: SessionId,
    /// For the cookie.
    pub token: String,
    /// The user, as now stored.
    pub scope: Scope,
    /// Ends then without another request.
    pub idle_expires_at: DateTime<Utc>,
    /// Ends then in any case.
    pub expires_at: DateTime<Utc>,
}

/// Who is logged in.
#[derive(Clone, Debug)]
pub struct Current {
    pub user: users::Model,
    /// The user's customer.
    pub customer: customers::Model,
}

/// What a session must do before anything else.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct First {
    /// Choose a password.
    pub password_change: bool,
    /// Add a second factor.
    pub enrolment: bool,
    /// Say who the contractor is.
    pub contractor: bool,
}

/// Starts a session in the caller's transaction; by policy the user's oldest ones end.
pub(crate) async fn create(
    tx: &impl ConnectionTrait,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    origin: &Origin,
    first: First,
) -> Result<NewSession, Error> {
    let now = services.clock.now();
    if let Some(limit) = portal.sessions.concurrent {
        end_oldest(tx, user.id, limit, now).await?;
    }
    let row = sessions::ActiveModel {
        id: Set(SessionId(Uuid::now_v7())),
        portal: Set(portal.key.clone()),
        user_id: Set(user.id),
        created_at: Set(now),
        last_used_at: Set(now),
        expires_at: Set(now + TimeDelta::hours(portal.sessions.absolute_hours.into())),
        ended_at: Set(None),
        user_agent: Set(origin.user_agent.chars().take(256).collect()),
        address: Set(origin.address.clone()),
        reauthenticated_at: Set(None),
        password_change_required: Set(first.password_change),
        enrolment_required: Set(first.enrolment),
        contractor_required: Set(first.contractor),
        token_version: Set(0),
    };
    let session = row.insert(tx).await?;
    renew(services, services.portals.get(&portal.key)?, &session, user)
}

async fn end_oldest(tx: &impl ConnectionTrait, user: UserId, limit: u32, now: DateTime<Utc>) -> Result<(), Error> {
    // Logins at the same moment count each other: one waits for the other here.
    users::Entity::find_by_id(user).lock_exclusive().one(tx).await?;
    let open = sessions::Entity::find()
        .filter(sessions::Column::UserId.eq(user))
        .filter(sessions::Column::EndedAt.is_null())
        .filter(sessions::Column::ExpiresAt.gt(now))
        .order_by_desc(sessions::Column::CreatedAt)
        .order_by_desc(sessions::Column::Id)
        .all(tx)
        .await?;
    let keep = usize::try_from(limit.saturating_sub(1)).unwrap_or(usize::MAX);
    let ended: Vec<_> = open.into_iter().skip(keep).map(|session| session.id).collect();
    if !ended.is_empty() {
        sessions::Entity::update_many()
            .col_expr(sessions::Column::EndedAt, Expr::value(now))
            .filter(sessions::Column::Id.is_in(ended))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Who the token speaks for. One statement on the database, and seldom a second.
///
/// # Errors
/// `session_missing` (no, altered or foreign token), `session_expired` (idle or absolute limit), `session_ended`.
pub async fn authenticate(services: &Services, portal: Arc<Portal>, token: Option<&str>) -> Result<NewSession, Error> {
    let missing = || Error::Unauthenticated(ProblemCode::SessionMissing);
    let claims = decode(services, token.ok_or_else(missing)?).ok_or_else(missing)?;
    if claims.aud != portal.key {
        return Err(missing());
    }
    let now = services.clock.now();
    if claims.exp <= now.timestamp() {
        return Err(Error::Unauthenticated(ProblemCode::SessionExpired));
    }
    let (session, user) = sessions::Entity::find_by_id(SessionId(claims.sid))
        .filter(sessions::Column::Portal.eq(portal.key.as_str()))
        .join(JoinType::InnerJoin, user_of_session())
        .select_also(users::Entity)
        .one(services.db.read())
        .await?
        .and_then(|(session, user)| Some((session, user?)))
        .ok_or_else(missing)?;
    if session.ended_at.is_some() || user.state != UserState::Active || session.token_version != claims.ver {
        return Err(Error::Unauthenticated(ProblemCode::SessionEnded));
    }
    if session.expires_at <= now {
        return Err(Error::Unauthenticated(ProblemCode::SessionExpired));
    }
    if now - session.last_used_at >= TOUCH_AFTER {
        touch(services, session.id, now).await?;
    }
    renew(services, portal, &session, &user)
}

fn user_of_session() -> RelationDef {
    sessions::Entity::belongs_to(users::Entity).from(sessions::Column::UserId).to(users::Column::Id).into()
}

async fn touch(services: &Services, id: SessionId, now: DateTime<Utc>) -> Result<(), Error> {
    sessions::Entity::update_many()
        .col_expr(sessions::Column::LastUsedAt, Expr::value(now))
        .filter(sessions::Column::Id.eq(id))
        .exec(services.db.single())
        .await?;
    Ok(())
}

fn renew(
    services: &Services,
    portal: Arc<Portal>,
    session: &sessions::Model,
    user: &users::Model,
) -> Result<NewSession, Error> {
    let idle = TimeDelta::minutes(portal.sessions.idle_minutes.into());
    let idle_expires_at = std::cmp::min(services.clock.now() + idle, session.expires_at);
    let claims = Claims {
        sid: session.id.0,
        aud: portal.key.clone(),
        exp: idle_expires_at.timestamp(),
        ver: session.token_version,
    };
    let (kid, key) = services.keys.newest_sessions();
    let header = Header { kid, ..Header::new(Algorithm::HS256) };
    let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&key)).map_err(Error::internal)?;
    let scope = Scope::of_session(portal, session, user);
    Ok(NewSession { id: session.id, token, scope, idle_expires_at, expires_at: session.expires_at })
}

fn decode(services: &Services, token: &str) -> Option<Claims> {
    let mut validation = Validation::new(Algorithm::HS256);
    // Time and audience are checked by the caller: with the injected clock and the portal of the path.
    validation.validate_exp = false;
    validation.validate_aud = false;
    let named = jsonwebtoken::decode_header(token).ok()?;
    let key = services.keys.sessions(named.kid.as_deref())?;
    jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_secret(&key), &validation).ok().map(|token| token.claims)
}

/// Makes a new token for a session that its person proved again; the ones before are worth nothing (ASVS 7.2.4).
pub(crate) async fn renew_token(
    tx: &impl ConnectionTrait,
    services: &Services,
    scope: &Scope,
) -> Result<String, Error> {
    sessions::Entity::update_many()
        .col_expr(sessions::Column::TokenVersion, Expr::col(sessions::Column::TokenVersion).add(1))
        .col_expr(sessions::Column::ReauthenticatedAt, Expr::value(services.clock.now()))
        .filter(sessions::Column::Id.eq(scope.session_id()))
        .exec(tx)
        .await?;
    let session = sessions::Entity::find_by_id(scope.session_id()).one(tx).await?.ok_or(Error::NotFound)?;
    let user = users::Entity::find_by_id(scope.user_id()).one(tx).await?.ok_or(Error::NotFound)?;
    Ok(renew(services, services.portals.get(&scope.portal().key)?, &session, &user)?.token)
}

/// User and customer of a session.
///
/// # Errors
/// Any error of the database.
pub async fn current(services: &Services, scope: &Scope) -> Result<Current, Error> {
    let found = users::Entity::find_by_id(scope.user_id()).one(services.db.read()).await?;
    let user = found.ok_or(Error::NotFound)?;
    let found = customers::Entity::find_by_id(scope.customer_id()).one(services.db.read()).await?;
    Ok(Current { user, customer: found.ok_or(Error::NotFound)? })
}

/// Ends the session that asks (ログアウト).
///
/// # Errors
/// Any error of the database.
pub async fn end(services: &Services, scope: &Scope, origin: &Origin) -> Result<(), Error> {
    let now = services.clock.now();
    let event = Event::of(scope, "session.ended").to(scope.session_id());
    services
        .db
        .transaction(async |tx| {
            sessions::Entity::update_many()
                .col_expr(sessions::Column::EndedAt, Expr::value(now))
                .filter(sessions::Column::Id.eq(scope.session_id()))
                .exec(tx)
                .await?;
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event.clone()).await
        })
        .await
}

/// Ends the session that a browser gives up for another one: nobody could log it out any more.
///
/// # Errors
/// Any error of the database.
pub async fn end_replaced(services: &Services, new: &Scope, token: &str, origin: &Origin) -> Result<(), Error> {
    let portal = new.portal();
    let Some(old) = decode(services, token).filter(|claims| claims.aud == portal.key) else { return Ok(()) };
    let (old, now) = (SessionId(old.sid), services.clock.now());
    if old == new.session_id() {
        return Ok(());
    }
    services
        .db
        .transaction(async |tx| {
            let found = sessions::Entity::find_by_id(old)
                .filter(sessions::Column::Portal.eq(portal.key.as_str()))
                .filter(sessions::Column::EndedAt.is_null())
                .join(JoinType::InnerJoin, user_of_session())
                .select_also(users::Entity)
                .one(tx)
                .await?;
            let Some((session, Some(user))) = found else { return Ok(()) };
            let mut row = session.into_active_model();
            row.ended_at = Set(Some(now));
            row.update(tx).await?;
            let event = Event::about("session.ended", user.customer_id, user.id).to(old);
            let event = event.with(serde_json::json!({ "by": "another login in the same browser" }));
            audit_events::record(tx, services, portal, &new.actor(origin), event).await
        })
        .await
}
