//! Reading the feed: what comes after a cursor, in its order, at least once.

use madoguchi_entities::events::{Column, Entity, EventType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{acknowledgements, cursors, positions};
use crate::cursors::limit;
use crate::event_rows::Told;
use crate::{Error, FieldCode, Provider, Services};

/// Which part of the feed is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The cursor of the part before, or `oldest`, or `newest`; without one it goes on after what the reader acknowledged,
    /// and from the oldest where it acknowledged nothing.
    pub after: Option<&'a str>,
    /// Types, separated by commas; all without any.
    pub types: Option<&'a str>,
    /// Events at most.
    pub limit: Option<u64>,
}

/// A part of the feed.
#[derive(Clone, Debug)]
pub struct Batch {
    /// In the order of the feed.
    pub events: Vec<Told>,
    /// Stands behind them, and behind what was passed over because its type was not asked for.
    pub next_cursor: String,
    /// Whether there is more already.
    pub has_more: bool,
}

/// A part of the feed of the portal.
///
/// # Errors
/// `invalid_cursor` at `after`; `unknown` at `type`; `limit`; `events_expired` where what comes next is gone.
pub async fn list(services: &Services, provider: &Provider, asked: Asked<'_>) -> Result<Batch, Error> {
    let portal = provider.portal().key.as_str();
    let (types, limit) = (asked.types.map(types).transpose()?, limit(asked.limit)?);
    positions::settle(services, portal).await?;
    let db = services.db.read();
    let reach = positions::reach(db, portal).await?;
    let from = match asked.after {
        Some(cursor) => cursors::read("after", cursor, portal, reach)?,
        None => match acknowledgements::position(db, provider).await? {
            Some(position) => cursors::within(position, reach)?,
            None => reach.cut,
        },
    };
    let mut select = Entity::find()
        .filter(Column::Portal.eq(portal))
        .filter(Column::Position.gt(from))
        .filter(Column::Position.lte(reach.end));
    if let Some(types) = types {
        select = select.filter(Column::Kind.is_in(types));
    }
    let mut rows = select.order_by_asc(Column::Position).limit(limit + 1).all(db).await?;
    // What was cut off meanwhile is missing among them.
    cursors::within(from, positions::reach(db, portal).await?)?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    let last = rows.last().and_then(|row| row.position).filter(|_| has_more);
    Ok(Batch {
        next_cursor: cursors::write(portal, last.unwrap_or(reach.end)),
        has_more,
        events: rows.into_iter().map(Told::try_from).collect::<Result<_, _>>()?,
    })
}

fn types(text: &str) -> Result<Vec<EventType>, Error> {
    let unknown = || Error::invalid("type", FieldCode::Unknown);
    text.split(',').map(|code| EventType::from_code(code.trim()).ok_or_else(unknown)).collect()
}
