//! What the periods of contracts bring: last day of notice, renewal, end. Contracts that share a day are one deadline: those of
//! a body with forty facilities all end on the same day.

use std::collections::HashMap;

use chrono::NaiveDate;
use madoguchi_domain::contracts::ContractStatus;
use madoguchi_domain::periods::course;
use madoguchi_domain::policy::PeriodPolicy;
use madoguchi_entities::contracts::{self, Column};
use madoguchi_entities::ids::ContractId;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{Deadline, EACH, Kind};
use crate::contracts::managed_by;
use crate::{Error, Scope, Services};

/// Contracts that share a day: the day, how many they are, and the number of the first.
type Shared = (Option<NaiveDate>, i64, Option<String>);

/// The ends of the periods of running contracts, and what comes before and after them.
pub(super) async fn ends(services: &Services, scope: &Scope, today: NaiveDate) -> Result<Vec<Deadline>, Error> {
    let policy = scope.portal().contracts.as_ref().and_then(|contracts| contracts.period.as_ref());
    let Some(policy) = policy else { return Ok(Vec::new()) };
    let running = managed_by(scope).filter(Column::Status.ne(ContractStatus::Terminated));
    let running = running.filter(Column::Status.ne(ContractStatus::Cancelled)).filter(Column::EndsOn.is_not_null());
    // One that was filed late renews once more before it ends.
    let late = Expr::col(Column::TerminationOn).gt(Expr::col(Column::EndsOn));
    let renewing = running.clone().filter(Column::TerminationOn.is_null().or(late));
    let open = running.clone().filter(Column::TerminationOn.is_null());
    let ending = running.filter(Column::TerminationOn.gte(today));
    let mut found: Vec<(Kind, Option<NaiveDate>, Shared)> = Vec::new();
    for shared in by_day(services, open, Column::EndsOn).await? {
        found.push((Kind::Notice, shared.0.and_then(|end| notice(end, today, policy)), shared));
    }
    for shared in by_day(services, renewing, Column::EndsOn).await? {
        found.push((Kind::Renewal, shared.0.and_then(|end| course(end, None, today, policy).renews_on), shared));
    }
    for shared in by_day(services, ending, Column::TerminationOn).await? {
        found.push((Kind::End, shared.0, shared));
    }
    let alone = found.iter().filter(|(_, _, shared)| shared.1 == 1).filter_map(|(_, _, shared)| shared.2.clone());
    let ids = ids(services, scope, alone.collect()).await?;
    let deadline = |(kind, on, (_, count, first)): (Kind, Option<NaiveDate>, Shared)| {
        let contract = first.filter(|_| count == 1).and_then(|number| Some((*ids.get(&number)?, number)));
        let contracts = u64::try_from(count).ok().filter(|count| *count > 1);
        Some(Deadline { on: on?, kind, contract, contracts })
    };
    Ok(found.into_iter().filter_map(deadline).collect())
}

/// Contracts by their numbers.
async fn ids(services: &Services, scope: &Scope, numbers: Vec<String>) -> Result<HashMap<String, ContractId>, Error> {
    let found: Vec<(String, ContractId)> = managed_by(scope)
        .select_only()
        .columns([Column::Number, Column::Id])
        .filter(Column::Number.is_in(numbers))
        .into_tuple()
        .all(services.db.read())
        .await?;
    Ok(found.into_iter().collect())
}

/// The last day of notice for the present period, if it is still to come.
fn notice(end: NaiveDate, today: NaiveDate, policy: &PeriodPolicy) -> Option<NaiveDate> {
    course(end, None, today, policy).notice_until
}

async fn by_day(services: &Services, select: Select<contracts::Entity>, day: Column) -> Result<Vec<Shared>, Error> {
    let days = select
        .select_only()
        .column(day)
        .column_as(Column::Id.count(), "contracts")
        .column_as(Column::Number.min(), "first")
        .group_by(day)
        .order_by_asc(day)
        .limit(EACH)
        .into_tuple();
    Ok(days.all(services.db.read()).await?)
}
