//! Links that were mailed: unguessable, stored as digests, of use once, and only while the account is as it was when they
//! went out. A link never makes a session by itself.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{OneTimeLinkId, UserId};
use madoguchi_entities::one_time_links::{self, LinkPurpose};
use madoguchi_entities::users;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use crate::database::Transaction;
use crate::{Error, ProblemCode, Services, keys, users as people};

/// A link just made. The token is nowhere else.
#[derive(Debug)]
pub(crate) struct NewLink {
    /// Goes into the URL.
    pub token: String,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
}

/// Makes a link for a user.
pub(crate) async fn create(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    user: &users::Model,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
    lifetime: TimeDelta,
    detail: Option<serde_json::Value>,
) -> Result<NewLink, Error> {
    let link = NewLink { token: keys::token()?, expires_at: now + lifetime };
    let row = one_time_links::ActiveModel {
        id: Set(OneTimeLinkId(Uuid::now_v7())),
        portal: Set(portal.key.clone()),
        user_id: Set(user.id),
        purpose: Set(purpose),
        token_hash: Set(keys::digest(&link.token)),
        created_at: Set(now),
        expires_at: Set(link.expires_at),
        closed_at: Set(None),
        ticket_hash: Set(None),
        ticket_expires_at: Set(None),
        detail: Set(detail),
        credentials_version: Set(user.credentials_version),
    };
    row.insert(tx).await?;
    Ok(link)
}

/// Finds a link that can be used, and its user, held until the end of the transaction. There is no other way to use a
/// link: one that went out in another state of the account is refused here, whatever it is for.
///
/// # Errors
/// `link_unknown`, `link_used`, `link_expired`.
pub(crate) async fn find(
    tx: &Transaction,
    portal: &Portal,
    purpose: LinkPurpose,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(one_time_links::Model, users::Model), Error> {
    let unknown = || Error::Refused(ProblemCode::LinkUnknown);
    let select = one_time_links::Entity::find()
        .filter(one_time_links::Column::TokenHash.eq(keys::digest(token)))
        .filter(one_time_links::Column::Portal.eq(portal.key.as_str()))
        .filter(one_time_links::Column::Purpose.eq(purpose));
    // Whatever changes an account or its links holds the user first: so what is read after that stays true.
    let found = select.clone().one(tx).await?.ok_or_else(unknown)?;
    let user = people::hold(tx, found.user_id).await?;
    let link = select.one(tx).await?.ok_or_else(unknown)?;
    if link.closed_at.is_some() || link.credentials_version != user.credentials_version {
        return Err(Error::Refused(ProblemCode::LinkUsed));
    }
    if link.expires_at <= now {
        return Err(Error::Refused(ProblemCode::LinkExpired));
    }
    Ok((link, user))
}

/// The same outside a transaction, to tell before anything is typed.
///
/// # Errors
/// As [`find`].
pub(crate) async fn check(
    services: &Services,
    portal: &Portal,
    purpose: LinkPurpose,
    token: &str,
) -> Result<(one_time_links::Model, users::Model), Error> {
    let now = services.clock.now();
    services.db.transaction(async |tx| find(tx, portal, purpose, token, now).await).await
}

/// Notes that the identity was proved, and gives the ticket for the next step.
pub(crate) async fn give_ticket(
    tx: &impl ConnectionTrait,
    link: one_time_links::Model,
    expires_at: DateTime<Utc>,
) -> Result<String, Error> {
    let ticket = keys::token()?;
    let mut row = link.into_active_model();
    row.ticket_hash = Set(Some(keys::digest(&ticket)));
    row.ticket_expires_at = Set(Some(expires_at));
    row.update(tx).await?;
    Ok(ticket)
}

/// Checks the ticket of a link.
///
/// # Errors
/// `ticket_expired` for a wrong ticket too: both mean that the step before must be done again.
pub(crate) fn check_ticket(link: &one_time_links::Model, ticket: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let hash = link.ticket_hash.as_deref().unwrap_or_default();
    let alive = link.ticket_expires_at.is_some_and(|until| until > now);
    if alive && keys::same(hash, &keys::digest(ticket)) {
        return Ok(());
    }
    Err(Error::Refused(ProblemCode::TicketExpired))
}

/// Closes all open links of a user for a purpose: one was used, or a newer one takes their place.
pub(crate) async fn close(
    tx: &impl ConnectionTrait,
    user: UserId,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    close_since(tx, user, purpose, DateTime::UNIX_EPOCH, now).await
}

/// Closes those of them that went out at a time or later.
pub(crate) async fn close_since(
    tx: &impl ConnectionTrait,
    user: UserId,
    purpose: LinkPurpose,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    one_time_links::Entity::update_many()
        .col_expr(one_time_links::Column::ClosedAt, Expr::value(now))
        .filter(one_time_links::Column::UserId.eq(user))
        .filter(one_time_links::Column::CreatedAt.gte(since))
        .filter(one_time_links::Column::Purpose.eq(purpose))
        .filter(one_time_links::Column::ClosedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
