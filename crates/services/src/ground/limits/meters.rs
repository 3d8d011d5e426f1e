//! A limit that many requests a second may use up: counted in one statement, and told with what is left. Must not know what
//! is counted.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::throttles::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryTrait};

use super::counters::key;
use super::listed::Limit;
use crate::{Error, Services};

/// How much of a limit is used in the present window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meter {
    /// Free in a window.
    pub most: u32,
    /// Used of it, this time included.
    pub used: u32,
    pub window: TimeDelta,
    /// When the next window begins.
    pub resets_at: DateTime<Utc>,
}

impl Meter {
    /// How much is left.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.most.saturating_sub(self.used)
    }

    /// Whether this time was too much.
    #[must_use]
    pub fn is_exceeded(&self) -> bool {
        self.used > self.most
    }
}

/// Counts once in a limit by window.
///
/// # Errors
/// Any error of the database; that it was too much is for the caller to say.
pub async fn meter(services: &Services, portal: &Portal, limit: Limit, subject: &str) -> Result<Meter, Error> {
    let now = services.clock.now();
    let (portal_key, kind, subject) = key(portal, limit.kind, subject);
    let first = ActiveModel {
        portal: Set(portal_key),
        kind: Set(kind),
        subject: Set(subject),
        count: Set(1),
        window_started_at: Set(now),
        blocked_until: Set(None),
    };
    let (count, since) = (Expr::col((Entity, Column::Count)), Expr::col((Entity, Column::WindowStartedAt)));
    let is_over = since.clone().lte(now - limit.window);
    let again = OnConflict::columns([Column::Portal, Column::Kind, Column::Subject])
        .value(Column::Count, Expr::case(is_over.clone(), 1).finally(count.add(1)))
        .value(Column::WindowStartedAt, Expr::case(is_over, now).finally(since))
        .to_owned();
    let mut statement = Entity::insert(first).on_conflict(again).into_query();
    statement.returning(Query::returning().columns([Column::Count, Column::WindowStartedAt]));
    let row = services.db.single().query_one(&statement).await?;
    let row = row.ok_or_else(|| Error::internal("a counter that tells nothing"))?;
    let (used, since): (i32, DateTime<Utc>) = (row.try_get("", "count")?, row.try_get("", "window_started_at")?);
    Ok(Meter {
        most: limit.free_at(portal),
        used: used.try_into().unwrap_or(u32::MAX),
        window: limit.window,
        resets_at: since + limit.window,
    })
}
