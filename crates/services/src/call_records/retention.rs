//! How long call records are kept: as many months as the portal's policy says, beside the present one. Older ones are
//! hidden at once and deleted soon after.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use madoguchi_domain::dates::{Month, at_jst, jst_date};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{ContractId, CustomerId};
use madoguchi_entities::{call_record_months, call_records};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TransactionTrait};

use crate::{Error, Services};

/// Months of contracts that are looked up at once.
const BATCH: u64 = 500;
/// Records of a month from which on they are deleted day by day: a writer must not wait for all of them.
const MANY: i64 = 50_000;

/// A month of a contract and its records.
type Expired = (CustomerId, ContractId, NaiveDate, i64);

/// The oldest month that may be read.
pub(super) fn first_kept(portal: &Portal, now: DateTime<Utc>) -> Option<Month> {
    let months = Months::new(portal.call_records.as_ref()?.retention_months);
    Month::of(jst_date(now)).first_day().checked_sub_months(months).map(Month::of)
}

/// Deletes records whose time is over, a month of a contract after the other.
///
/// # Errors
/// Any error of the database: what was not deleted is by the next run.
pub async fn delete_old(services: &Services) -> Result<(), Error> {
    let portals: Vec<&Portal> = services.portals.all().map(AsRef::as_ref).collect();
    for portal in portals {
        let Some(first) = first_kept(portal, services.clock.now()) else { continue };
        loop {
            let expired = expired(services, portal, first).await?;
            if expired.is_empty() {
                break;
            }
            for month in expired {
                delete(services, month).await?;
            }
        }
    }
    Ok(())
}

async fn expired(services: &Services, portal: &Portal, first: Month) -> Result<Vec<Expired>, Error> {
    use call_record_months::Column;
    // PostgreSQL sums bigint as numeric: cast back, so that both engines give the same type.
    let count = Expr::col(Column::Count).sum().cast_as("bigint");
    let found = call_record_months::Entity::find()
        .select_only()
        .columns([Column::CustomerId, Column::ContractId, Column::Month])
        .column_as(count, "count")
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::Month.lt(first.first_day()))
        .group_by(Column::CustomerId)
        .group_by(Column::ContractId)
        .group_by(Column::Month)
        .order_by_asc(Column::Month)
        .limit(BATCH)
        .into_tuple()
        .all(services.db.read())
        .await?;
    Ok(found)
}

async fn delete(services: &Services, (customer, contract, day, count): Expired) -> Result<(), Error> {
    use call_record_months::Column;
    let month = Month::of(day);
    if count > MANY {
        for day in month.first_day().iter_days().take_while(|day| *day <= month.last_day()) {
            let Some(from) = at_jst(day, chrono::NaiveTime::MIN) else { continue };
            delete_range(services.db.write(), customer, contract, (from, from + TimeDelta::days(1))).await?;
        }
    }
    // The sums and the last records together: a record that is stored meanwhile has its sum, by which it is found next
    // time.
    let tx = services.db.write().begin().await?;
    call_record_months::Entity::delete_many()
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::ContractId.eq(contract))
        .filter(Column::Month.eq(day))
        .exec(&tx)
        .await?;
    delete_range(&tx, customer, contract, (month.starts_at_utc(), month.ends_at_utc())).await?;
    tx.commit().await?;
    Ok(())
}

async fn delete_range(
    db: &impl ConnectionTrait,
    customer: CustomerId,
    contract: ContractId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), Error> {
    call_records::Entity::delete_many()
        .filter(call_records::Column::CustomerId.eq(customer))
        .filter(call_records::Column::ContractId.eq(contract))
        .filter(call_records::Column::StartedAt.gte(from))
        .filter(call_records::Column::StartedAt.lt(until))
        .exec(db)
        .await?;
    Ok(())
}
