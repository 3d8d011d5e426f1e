//! Counting tries and holding to a limit. A counter is kept outside the transaction that it guards, so that a refused
//! try counts. Must not know what is counted.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{CustomerId, UserId};
use madoguchi_entities::{throttles, users};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::listed::{Limit, WIDE_FACTOR};
use super::networks::{network_of, wide_network_of};
use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, Origin, Scope, Services, keys};

/// Ends the name of a counter for wide networks.
pub(super) const WIDE: &str = "_wide";

/// Whose tries are counted, and who is told of in the event when there are too many.
#[derive(Clone, Debug)]
pub struct Whose<'a> {
    subject: String,
    person: Option<(CustomerId, UserId)>,
    /// Who tries, when logged in.
    user: Option<UserId>,
    origin: &'a Origin,
}

impl<'a> Whose<'a> {
    /// Of the person who is logged in.
    #[must_use]
    pub fn of(scope: &Scope, origin: &'a Origin) -> Self {
        Self::of_colleague(scope, scope.user_id(), origin)
    }

    /// Of a person of the customer of the one who is logged in.
    #[must_use]
    pub fn of_colleague(scope: &Scope, user: UserId, origin: &'a Origin) -> Self {
        Self { user: Some(scope.user_id()), ..Self::person(scope.customer_id(), user, origin) }
    }

    /// Of all people of the customer of the one who is logged in.
    #[must_use]
    pub fn of_customer(scope: &Scope, origin: &'a Origin) -> Self {
        Self { subject: scope.customer_id().to_string(), ..Self::of(scope, origin) }
    }

    /// Of a user who is not logged in yet.
    #[must_use]
    pub fn user(user: &users::Model, origin: &'a Origin) -> Self {
        Self::person(user.customer_id, user.id, origin)
    }

    /// Of whatever has a name; none for the whole portal.
    #[must_use]
    pub fn named(subject: impl Into<String>, origin: &'a Origin) -> Self {
        Self { subject: subject.into(), person: None, user: None, origin }
    }

    fn person(customer: CustomerId, user: UserId, origin: &'a Origin) -> Self {
        Self { subject: user.to_string(), person: Some((customer, user)), user: None, origin }
    }

    fn actor(&self) -> Actor {
        self.user.map_or_else(|| Actor::visitor(self.origin), |user| Actor::known(user, self.origin))
    }
}

/// Counts a try, or refuses it while an earlier one must be waited out. Tells how many there were, this one included.
/// When a limit is reached, that is written down: once for each wait.
///
/// # Errors
/// [`Error::TooManyAttempts`] with the time of the next try.
pub async fn hit(services: &Services, portal: &Portal, limit: Limit, whose: &Whose<'_>) -> Result<u32, Error> {
    hit_kind(services, portal, (limit, limit.kind, limit.free_at(portal)), whose, 1).await
}

/// The same for so many tries at once: all of them count, or none does.
///
/// # Errors
/// As [`hit`]; of a limit by window also when not all of them are free, with the time from which the window is a new one.
pub async fn hit_times(
    services: &Services,
    portal: &Portal,
    limit: Limit,
    whose: &Whose<'_>,
    times: u32,
) -> Result<u32, Error> {
    hit_kind(services, portal, (limit, limit.kind, limit.free_at(portal)), whose, times).await
}

/// The same for the network of a request, and with more free tries for the wide network around it.
///
/// # Errors
/// As [`hit`].
pub async fn hit_network(services: &Services, portal: &Portal, limit: Limit, origin: &Origin) -> Result<(), Error> {
    let free = limit.free_at(portal);
    let network = Whose::named(network_of(&origin.address), origin);
    hit_kind(services, portal, (limit, limit.kind, free), &network, 1).await?;
    if let Some(wide) = wide_network_of(&origin.address) {
        let (kind, wide) = (wide_kind(limit), Whose::named(wide, origin));
        let outcome = hit_kind(services, portal, (limit, &kind, free.saturating_mul(WIDE_FACTOR)), &wide, 1).await;
        if matches!(outcome, Err(Error::TooManyAttempts(_))) {
            // Refused, so it is no try.
            release(services, key(portal, limit.kind, &network.subject)).await?;
        }
        outcome?;
    }
    Ok(())
}

async fn hit_kind(
    services: &Services,
    portal: &Portal,
    (limit, kind, free): (Limit, &str, u32),
    whose: &Whose<'_>,
    times: u32,
) -> Result<u32, Error> {
    let now = services.clock.now();
    let key = key(portal, kind, &whose.subject);
    services
        .db
        .transaction(async |tx| {
            let row = throttles::Entity::find_by_id(key.clone()).lock_exclusive().one(tx).await?;
            if let Some(until) = row.as_ref().and_then(|r| r.blocked_until).filter(|until| *until > now) {
                return Ok(Err(Error::TooManyAttempts(until)));
            }
            let (before, since) = match row {
                Some(row) if !forgotten(&row, limit, now) => (row.count, row.window_started_at),
                _ => (0, now),
            };
            let count = before.saturating_add(times.try_into().unwrap_or(i32::MAX));
            let tries = u32::try_from(count).unwrap_or(u32::MAX);
            if times > 1 && limit.has_window() && tries > free {
                return Ok(Err(Error::TooManyAttempts(since + limit.window)));
            }
            let delay = limit.delay(tries, free);
            let row = throttles::ActiveModel {
                portal: Set(key.0.clone()),
                kind: Set(key.1.clone()),
                subject: Set(key.2.clone()),
                count: Set(count),
                window_started_at: Set(since),
                blocked_until: Set(delay.map(|d| now + d)),
            };
            save(tx, row).await?;
            if delay.is_some() && free > 1 {
                audit_events::record(tx, services, portal, &whose.actor(), reached(kind, tries, whose)).await?;
            }
            Ok(Ok(tries))
        })
        .await?
}

fn reached(kind: &str, tries: u32, whose: &Whose<'_>) -> Event {
    let event = match whose.person {
        Some((customer, user)) => Event::about("limit.reached", customer, user),
        None => Event::named("limit.reached"),
    };
    event.with(serde_json::json!({ "limit": kind, "tries": tries }))
}

/// Tries of a subject so far, in the present window.
///
/// # Errors
/// Any error of the database.
pub async fn count(services: &Services, portal: &Portal, limit: Limit, subject: &str) -> Result<u32, Error> {
    let row = throttles::Entity::find_by_id(key(portal, limit.kind, subject)).one(services.db.read()).await?;
    let row = row.filter(|row| !forgotten(row, limit, services.clock.now()));
    Ok(row.and_then(|row| u32::try_from(row.count).ok()).unwrap_or_default())
}

/// Forgets the tries of a subject after a success.
///
/// # Errors
/// Any error of the database.
pub async fn clear(services: &Services, portal: &Portal, limit: Limit, subject: &str) -> Result<(), Error> {
    let key = key(portal, limit.kind, subject);
    throttles::Entity::delete_by_id(key).exec(services.db.write()).await?;
    Ok(())
}

/// Takes one try of a network back: it turned out to be no guess.
///
/// # Errors
/// Any error of the database.
pub async fn release_network(services: &Services, portal: &Portal, limit: Limit, origin: &Origin) -> Result<(), Error> {
    release(services, key(portal, limit.kind, &network_of(&origin.address))).await?;
    match wide_network_of(&origin.address) {
        Some(wide) => release(services, key(portal, &wide_kind(limit), &wide)).await,
        None => Ok(()),
    }
}

async fn release(services: &Services, (portal, kind, subject): (String, String, String)) -> Result<(), Error> {
    throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::col(throttles::Column::Count).sub(1))
        .col_expr(throttles::Column::BlockedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(throttles::Column::Portal.eq(portal))
        .filter(throttles::Column::Kind.eq(kind))
        .filter(throttles::Column::Subject.eq(subject))
        .filter(throttles::Column::Count.gt(0))
        .exec(services.db.write())
        .await?;
    Ok(())
}

/// Deletes counters that nobody hit for two days.
pub(crate) async fn delete_old(services: &Services) -> Result<(), Error> {
    let old = services.clock.now() - TimeDelta::days(2);
    throttles::Entity::delete_many()
        .filter(throttles::Column::WindowStartedAt.lt(old))
        .filter(throttles::Column::BlockedUntil.is_null().or(throttles::Column::BlockedUntil.lt(old)))
        .exec(services.db.write())
        .await?;
    Ok(())
}

async fn save(tx: &Transaction, row: throttles::ActiveModel) -> Result<(), Error> {
    use throttles::Column::{BlockedUntil, Count, Kind, Portal, Subject, WindowStartedAt};
    let replace =
        OnConflict::columns([Portal, Kind, Subject]).update_columns([Count, WindowStartedAt, BlockedUntil]).to_owned();
    throttles::Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

fn forgotten(row: &throttles::Model, limit: Limit, now: DateTime<Utc>) -> bool {
    now >= row.blocked_until.unwrap_or(row.window_started_at) + limit.window
        || (limit.has_window() && now >= row.window_started_at + limit.window)
}

fn wide_kind(limit: Limit) -> String {
    format!("{}{WIDE}", limit.kind)
}

pub(super) fn key(portal: &Portal, kind: &str, subject: &str) -> (String, String, String) {
    let subject = BASE64_URL_SAFE_NO_PAD.encode(keys::digest(subject));
    (portal.key.clone(), kind.to_owned(), subject)
}
