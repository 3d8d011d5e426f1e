//! A change that is asked for again because its answer was lost is done once. The name that the asker gave it is kept in
//! the transaction that does it, with what was made: so there is no moment in which one is there without the other. What
//! was made is read anew for the second answer, so nothing of it is kept twice. Must not know what is made.
//!
//! That is how a browser's changes are done once. What systems ask for is kept with its whole answer ([`requests`]).

pub mod requests;

use chrono::TimeDelta;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::idempotency_keys::{self as table, Column};
use madoguchi_entities::ids::UserId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, ProblemCode, Services, keys};

/// How long a name is kept.
const MEMORY: TimeDelta = TimeDelta::days(1);

/// A change that may be asked for more than once.
#[derive(Clone, Debug, Default)]
pub struct Once(Option<Named>);

#[derive(Clone, Debug)]
struct Named {
    /// Digest of the asker's name for the change.
    key: Vec<u8>,
    /// Digest of what is asked.
    request: Vec<u8>,
}

impl Once {
    /// A change with the name that its asker gave it; without one it is done as often as it is asked for. `operation`
    /// tells changes apart, with whatever stands in the path.
    ///
    /// # Errors
    /// When the body cannot be written as JSON.
    pub fn new(name: Option<&str>, operation: &str, body: &impl Serialize) -> Result<Self, Error> {
        let Some(name) = name else { return Ok(Self(None)) };
        let body = serde_json::to_vec(body).map_err(Error::internal)?;
        let request = keys::digest_bytes(&[operation.as_bytes(), b"\n", &body].concat());
        Ok(Self(Some(Named { key: keys::digest(name), request })))
    }

    /// What was made when this was asked before.
    ///
    /// # Errors
    /// `idempotency_key_reused` for the same name with another request.
    pub(crate) async fn made<T: DeserializeOwned>(
        &self,
        db: &impl ConnectionTrait,
        portal: &Portal,
        who: Option<UserId>,
    ) -> Result<Option<T>, Error> {
        let Some(named) = &self.0 else { return Ok(None) };
        let key = (portal.key.clone(), name_of(who), named.key.clone());
        let Some(row) = table::Entity::find_by_id(key).one(db).await? else { return Ok(None) };
        if row.request != named.request {
            return Err(Error::Refused(ProblemCode::IdempotencyKeyReused));
        }
        Ok(Some(serde_json::from_str(&row.made).map_err(Error::internal)?))
    }

    /// Keeps what was made, in the transaction that makes it. Of two that do this at once the second waits here; then its
    /// transaction is run again and finds what the first one made.
    pub(crate) async fn keep(
        &self,
        tx: &impl ConnectionTrait,
        services: &Services,
        portal: &Portal,
        who: Option<UserId>,
        made: &(impl Serialize + Sync),
    ) -> Result<(), Error> {
        let Some(named) = &self.0 else { return Ok(()) };
        let row = table::ActiveModel {
            portal: Set(portal.key.clone()),
            who: Set(name_of(who)),
            key: Set(named.key.clone()),
            request: Set(named.request.clone()),
            made: Set(serde_json::to_string(made).map_err(Error::internal)?),
            created_at: Set(services.clock.now()),
        };
        row.insert(tx).await?;
        Ok(())
    }
}

fn name_of(who: Option<UserId>) -> String {
    who.map(|user| user.to_string()).unwrap_or_default()
}

/// Forgets names after a day.
pub(crate) async fn delete_old(services: &Services) -> Result<(), Error> {
    let old = services.clock.now() - MEMORY;
    table::Entity::delete_many().filter(Column::CreatedAt.lt(old)).exec(services.db.write()).await?;
    Ok(())
}
