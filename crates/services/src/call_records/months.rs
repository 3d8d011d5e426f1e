//! Which months of a contract's call records may be read: of an active service, from its first month on, and still kept.

use chrono::NaiveDate;
use madoguchi_domain::dates::{self, Month};
use madoguchi_entities::ids::ContractId;
use madoguchi_entities::{call_record_months, contracts as contract_rows};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::retention;
use crate::{Error, ProblemCode, Scope, Services, contracts};

/// A contract whose records may be read.
pub(super) async fn readable(
    services: &Services,
    scope: &Scope,
    contract: ContractId,
) -> Result<contract_rows::Model, Error> {
    let contract = contracts::find(services, scope, contract).await?;
    scope.portal().call_records.as_ref().ok_or(Error::NotFound)?;
    check(services, scope, &contract, present(services))?;
    Ok(contract)
}

/// Whether the records of a month of a contract that was found through this scope may be read.
#[must_use]
pub fn is_readable(services: &Services, scope: &Scope, contract: &contract_rows::Model, month: Month) -> bool {
    scope.portal().call_records.is_some() && check(services, scope, contract, month).is_ok()
}

/// Says of a month that may not be read why.
pub(super) fn check(
    services: &Services,
    scope: &Scope,
    contract: &contract_rows::Model,
    month: Month,
) -> Result<(), Error> {
    let refused = |code| Err(Error::Refused(code));
    let start = contract.call_records_from.map(Month::of);
    let (Some(start), Some(first)) = (start, first_month(services, scope, contract)) else {
        return refused(ProblemCode::CallRecordsInactive);
    };
    // Before both, the later bound is what keeps the month closed: from there on it would be open.
    match (start > present(services), month < first) {
        (true, _) => refused(ProblemCode::CallRecordsNotStarted),
        (false, true) if first == start => refused(ProblemCode::CallRecordsNotStarted),
        (false, true) => refused(ProblemCode::CallRecordsExpired),
        (false, false) => Ok(()),
    }
}

pub(super) fn present(services: &Services) -> Month {
    Month::of(dates::jst_date(services.clock.now()))
}

/// The first month of a contract that may be read: of its service, and still kept.
pub(super) fn first_month(services: &Services, scope: &Scope, contract: &contract_rows::Model) -> Option<Month> {
    let from = contract.call_records_from.map(Month::of)?;
    let kept = retention::first_kept(scope.portal(), services.clock.now());
    Some(kept.map_or(from, |kept| from.max(kept)))
}

/// Months of a contract with records that may be read, newest first.
pub(super) async fn months(
    services: &Services,
    scope: &Scope,
    contract: &contract_rows::Model,
) -> Result<Vec<Month>, Error> {
    use call_record_months::Column;
    let Some(from) = first_month(services, scope, contract) else { return Ok(Vec::new()) };
    let months: Vec<NaiveDate> = call_record_months::Entity::find()
        .select_only()
        .column(Column::Month)
        .distinct()
        .filter(Column::CustomerId.eq(scope.customer_id()))
        .filter(Column::ContractId.eq(contract.id))
        .filter(Column::Month.gte(from.first_day()))
        .order_by_desc(Column::Month)
        .into_tuple()
        .all(services.db.read())
        .await?;
    Ok(months.into_iter().map(Month::of).collect())
}
