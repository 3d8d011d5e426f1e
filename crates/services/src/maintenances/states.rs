//! How a portal stands by what is planned.

use chrono::{DateTime, Utc};
use madoguchi_entities::maintenances::{Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

pub use madoguchi_entities::maintenances::Model as Maintenance;

use crate::Error;

/// How a portal stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The maintenance that is going on.
    pub current: Option<Maintenance>,
    /// The next one that is told already.
    pub announced: Option<Maintenance>,
}

impl State {
    /// How a portal stands at a moment, by what is planned in the order in which it starts.
    pub(super) fn of(planned: &[Maintenance], portal: &str, now: DateTime<Utc>) -> Self {
        let own = || planned.iter().filter(|it| it.portal == portal && it.ends_at > now);
        // Of those that overlap, the one that lasts longest says when the portal opens again.
        let current = own().filter(|it| it.starts_at <= now).max_by_key(|it| it.ends_at);
        let announced = own().find(|it| it.starts_at > now && it.announced_at <= now);
        Self { current: current.cloned(), announced: announced.cloned() }
    }
}

/// What is planned at all portals and not over.
pub(super) async fn planned(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Maintenance>, Error> {
    let planned = Entity::find()
        .filter(Column::EndsAt.gt(now))
        .filter(Column::CancelledAt.is_null())
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id);
    Ok(planned.all(conn).await?)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    fn maintenance(portal: &str, (from, until): (i64, i64)) -> Maintenance {
        let at = |minutes| DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
        Maintenance {
            id: Uuid::nil().into(),
            portal: portal.to_owned(),
            announced_at: at(from - 60),
            starts_at: at(from),
            ends_at: at(until),
            reason: String::new(),
            reason_en: String::new(),
            cancelled_at: None,
            created_at: at(0),
        }
    }

    #[test]
    fn the_last_moment_is_open_and_the_first_is_closed() {
        let planned = [maintenance("a", (100, 110)), maintenance("b", (100, 200)), maintenance("a", (105, 120))];
        let at = |minute| State::of(&planned, "a", DateTime::UNIX_EPOCH + TimeDelta::minutes(minute));
        assert_eq!(at(39), State::default());
        assert_eq!(at(40).announced.as_ref(), Some(&planned[0]));
        assert!(at(99).current.is_none());
        assert_eq!(at(100).current.as_ref(), Some(&planned[0]));
        assert_eq!(at(105).current.as_ref(), Some(&planned[2]));
        assert!(at(119).current.is_some() && at(120).current.is_none());
    }
}
