//! Whether somebody logged in to an account from an address before: guessing from elsewhere must not keep them out.

use chrono::TimeDelta;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::sessions;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{Error, Origin, Services};

/// How long a login makes its address known.
const MEMORY: TimeDelta = TimeDelta::days(90);

/// Whether a session of the account was begun at the address of this request.
pub(super) async fn is_known(services: &Services, portal: &Portal, key: &str, origin: &Origin) -> Result<bool, Error> {
    let db = services.db.read();
    let Some(user) = crate::users::find_by_key(db, portal, key).await? else { return Ok(false) };
    let known = sessions::Entity::find()
        .filter(sessions::Column::UserId.eq(user.id))
        .filter(sessions::Column::CreatedAt.gt(services.clock.now() - MEMORY))
        .filter(sessions::Column::Address.eq(origin.address.as_str()))
        .limit(1);
    Ok(known.one(db).await?.is_some())
}
