//! Leave of a session to see called numbers in full: whether it is in force, and its end.

use chrono::TimeDelta;
use madoguchi_entities::call_record_unmaskings as unmaskings;
use madoguchi_entities::ids::ContractId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{Error, Scope, Services};

/// Days after which leave that has ended is deleted; the log of views has kept the reason.
const KEPT_DAYS: i64 = 7;

/// Leave of this session to see the called numbers of a contract.
pub(super) async fn in_force(
    services: &Services,
    scope: &Scope,
    contract: ContractId,
) -> Result<Option<unmaskings::Model>, Error> {
    let found = unmaskings::Entity::find()
        .filter(unmaskings::Column::CustomerId.eq(scope.customer_id()))
        .filter(unmaskings::Column::SessionId.eq(scope.session_id()))
        .filter(unmaskings::Column::ContractId.eq(contract))
        .filter(unmaskings::Column::UserId.eq(scope.user_id()))
        .filter(unmaskings::Column::ExpiresAt.gt(services.clock.now()))
        .order_by_desc(unmaskings::Column::ExpiresAt)
        .one(services.db.read())
        .await?;
    Ok(found)
}

/// Deletes leave that ended long ago.
pub(crate) async fn delete_old(services: &Services) -> Result<(), Error> {
    let old = services.clock.now() - TimeDelta::days(KEPT_DAYS);
    unmaskings::Entity::delete_many().filter(unmaskings::Column::ExpiresAt.lt(old)).exec(services.db.write()).await?;
    Ok(())
}
