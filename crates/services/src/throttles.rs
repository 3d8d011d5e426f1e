//! Counters that slow guessing down. A counter is kept outside the guarded transaction, so that a refused try counts.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::throttles;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{Error, Services, keys};

/// What is counted and how it is slowed.
#[derive(Clone, Copy, Debug)]
pub struct Throttle {
    /// Name in the table.
    pub kind: &'static str,
    /// Tries that cost nothing.
    pub free: u32,
    /// After these, each further try must wait: this long, then twice as long, up to `longest`.
    pub first_delay: TimeDelta,
    /// Longest wait.
    pub longest: TimeDelta,
    /// Without a try for this long (after the wait) the counter starts again.
    pub forget_after: TimeDelta,
}

impl Throttle {
    /// Slows down after `free` tries: a minute, two, four … up to an hour; forgets after a day.
    #[must_use]
    pub const fn growing(kind: &'static str, free: u32) -> Self {
        let (first_delay, longest) = (TimeDelta::minutes(1), TimeDelta::hours(1));
        Self { kind, free, first_delay, longest, forget_after: TimeDelta::days(1) }
    }

    /// Allows `free` tries an hour.
    #[must_use]
    pub const fn hourly(kind: &'static str, free: u32) -> Self {
        let hour = TimeDelta::hours(1);
        Self { kind, free, first_delay: hour, longest: hour, forget_after: hour }
    }

    /// Never waits: only counts the tries of a while, for who asks with [`count`].
    #[must_use]
    pub const fn counting(kind: &'static str, window: TimeDelta) -> Self {
        Self { kind, free: u32::MAX, first_delay: window, longest: window, forget_after: window }
    }

    /// The same with fewer tries that cost nothing.
    #[must_use]
    pub(crate) const fn with_free(self, free: u32) -> Self {
        Self { free, ..self }
    }

    fn delay(&self, count: u32) -> Option<TimeDelta> {
        let over = count.checked_sub(self.free)?;
        let factor = 1_i32.checked_shl(std::cmp::min(over, 20)).unwrap_or(i32::MAX);
        Some(self.first_delay.checked_mul(factor).map_or(self.longest, |d| std::cmp::min(d, self.longest)))
    }
}

/// Counts a try, or refuses it while an earlier one must be waited out.
///
/// # Errors
/// [`Error::TooManyAttempts`] with the time of the next try.
pub async fn hit(services: &Services, portal: &Portal, throttle: Throttle, subject: &str) -> Result<(), Error> {
    let now = services.clock.now();
    let key = key(portal, throttle.kind, subject);
    let blocked = services
        .db
        .transaction(async |tx| {
            let row = throttles::Entity::find_by_id(key.clone()).lock_exclusive().one(tx).await?;
            if let Some(until) = row.as_ref().and_then(|r| r.blocked_until).filter(|until| *until > now) {
                return Ok(Some(until));
            }
            let fresh = row.as_ref().is_none_or(|r| forgotten(r, throttle, now));
            let (before, since) = match row {
                Some(row) if !fresh => (row.count, row.window_started_at),
                _ => (0, now),
            };
            let count = before + 1;
            let delay = throttle.delay(u32::try_from(count).unwrap_or(u32::MAX));
            let row = throttles::ActiveModel {
                portal: Set(key.0.clone()),
                kind: Set(key.1.clone()),
                subject: Set(key.2.clone()),
                count: Set(count),
                window_started_at: Set(since),
                blocked_until: Set(delay.map(|d| now + d)),
            };
            save(tx, row).await?;
            Ok(None)
        })
        .await?;
    blocked.map_or(Ok(()), |until| Err(Error::TooManyAttempts(until)))
}

/// Tries of a subject so far, in the present window.
///
/// # Errors
/// Any error of the database.
pub async fn count(services: &Services, portal: &Portal, throttle: Throttle, subject: &str) -> Result<u32, Error> {
    let row = throttles::Entity::find_by_id(key(portal, throttle.kind, subject)).one(services.db.read()).await?;
    let row = row.filter(|row| !forgotten(row, throttle, services.clock.now()));
    Ok(row.and_then(|row| u32::try_from(row.count).ok()).unwrap_or_default())
}

/// Forgets the tries of a subject after a success.
///
/// # Errors
/// Any error of the database.
pub async fn clear(services: &Services, portal: &Portal, throttle: Throttle, subject: &str) -> Result<(), Error> {
    let key = key(portal, throttle.kind, subject);
    throttles::Entity::delete_by_id(key).exec(services.db.write()).await?;
    Ok(())
}

/// Takes one try back: it turned out to be no guess.
///
/// # Errors
/// Any error of the database.
pub async fn release(services: &Services, portal: &Portal, throttle: Throttle, subject: &str) -> Result<(), Error> {
    let (portal, kind, subject) = key(portal, throttle.kind, subject);
    throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::col(throttles::Column::Count).sub(1))
        .col_expr(throttles::Column::BlockedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(throttles::Column::Portal.eq(portal))
        .filter(throttles::Column::Kind.eq(kind))
        .filter(throttles::Column::Subject.eq(subject))
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

async fn save(tx: &sea_orm::DatabaseTransaction, row: throttles::ActiveModel) -> Result<(), Error> {
    use throttles::Column::{BlockedUntil, Count, Kind, Portal, Subject, WindowStartedAt};
    let replace =
        OnConflict::columns([Portal, Kind, Subject]).update_columns([Count, WindowStartedAt, BlockedUntil]).to_owned();
    throttles::Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

fn forgotten(row: &throttles::Model, throttle: Throttle, now: DateTime<Utc>) -> bool {
    now >= row.blocked_until.unwrap_or(row.window_started_at) + throttle.forget_after
        || (throttle.first_delay == throttle.longest && now >= row.window_started_at + throttle.forget_after)
}

fn key(portal: &Portal, kind: &str, subject: &str) -> (String, String, String) {
    let subject = BASE64_URL_SAFE_NO_PAD.encode(keys::digest(subject));
    (portal.key.clone(), kind.to_owned(), subject)
}
