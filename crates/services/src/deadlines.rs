//! Deadlines: what comes next for the user, by date.

mod kinds;
mod periods;

use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use madoguchi_domain::dates::jst_date;
use madoguchi_entities::ids::{BillingGroupId, ContractId};
use madoguchi_entities::{contracts, invoices};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::invoices::{PaymentMethod, correcting};
use crate::{Error, Scope, Services};

use kinds::EACH;
pub use kinds::{Deadline, Kind};

/// Invoices of months before these are due by now.
const MONTHS_BACK: u32 = 6;

/// Deadlines from today on, the soonest first.
///
/// # Errors
/// Any error of the database.
pub async fn list(services: &Services, scope: &Scope) -> Result<Vec<Deadline>, Error> {
    let today = jst_date(services.clock.now());
    let mut deadlines = Vec::new();
    if scope.portal().invoices.is_some() {
        deadlines.extend(payments(services, scope, today).await?);
    }
    if scope.portal().contracts.is_some() {
        deadlines.extend(starts(services, scope, today).await?);
        deadlines.extend(periods::ends(services, scope, today).await?);
    }
    deadlines.sort_by_key(|deadline| deadline.on);
    Ok(deadlines)
}

async fn payments(services: &Services, scope: &Scope, today: NaiveDate) -> Result<Vec<Deadline>, Error> {
    let since = today.checked_sub_months(Months::new(MONTHS_BACK)).unwrap_or(today);
    let due = crate::invoices::seen_by(scope)
        .filter(invoices::Column::Month.gte(since))
        .filter(invoices::Column::DueOn.gte(today))
        // Nothing is to be paid of a credit, and one that was corrected counts no more.
        .filter(invoices::Column::Gross.gt(0))
        .filter(Expr::exists(correcting()).not())
        .order_by_asc(invoices::Column::DueOn)
        .order_by_asc(invoices::Column::Id)
        .limit(EACH)
        .all(services.db.read())
        .await?;
    let groups = due.iter().map(|invoice| invoice.billing_group_id);
    let contracts = first_contracts(services, scope, groups).await?;
    let deadline = |invoice: invoices::Model| {
        let kind = Kind::Payment {
            invoice: invoice.id,
            amount: invoice.gross,
            debit: invoice.payment == PaymentMethod::DirectDebit,
        };
        let contract = contracts.get(&invoice.billing_group_id).cloned();
        Some(Deadline { on: invoice.due_on?, kind, contract, contracts: None })
    };
    Ok(due.into_iter().filter_map(deadline).collect())
}

/// The contract of each billing group whose number comes first: its page shows the group's invoices.
async fn first_contracts(
    services: &Services,
    scope: &Scope,
    groups: impl Iterator<Item = BillingGroupId>,
) -> Result<HashMap<BillingGroupId, (ContractId, String)>, Error> {
    let of_groups = contracts::Column::BillingGroupId.is_in(groups);
    let firsts: Vec<Option<String>> = crate::contracts::managed_by(scope)
        .select_only()
        .expr(contracts::Column::Number.min())
        .filter(of_groups)
        .group_by(contracts::Column::BillingGroupId)
        .into_tuple()
        .all(services.db.read())
        .await?;
    let firsts = contracts::Column::Number.is_in(firsts.into_iter().flatten());
    let found = crate::contracts::managed_by(scope).filter(firsts).all(services.db.read()).await?;
    Ok(found.into_iter().map(|contract| (contract.billing_group_id, (contract.id, contract.number))).collect())
}

async fn starts(services: &Services, scope: &Scope, today: NaiveDate) -> Result<Vec<Deadline>, Error> {
    let coming = async |column: contracts::Column| {
        let coming = crate::contracts::seen_by(scope).filter(column.gt(today)).order_by_asc(column).limit(EACH);
        coming.all(services.db.read()).await
    };
    let services_start = coming(contracts::Column::StartedOn).await?.into_iter().map(|contract| Deadline {
        on: contract.started_on,
        kind: Kind::ServiceStart,
        contract: Some((contract.id, contract.number)),
        contracts: None,
    });
    let call_records = coming(contracts::Column::CallRecordsFrom).await?.into_iter().filter_map(|contract| {
        Some(Deadline {
            on: contract.call_records_from?,
            kind: Kind::CallRecordsStart,
            contract: Some((contract.id, contract.number)),
            contracts: None,
        })
    });
    Ok(services_start.chain(call_records).collect())
}
