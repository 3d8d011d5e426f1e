//! A wish for a switch in an inquiry, worded as the provider's guide words it: done at once when the person may.

use chrono::NaiveDate;
use madoguchi_domain::switches::SwitchKind;
use madoguchi_entities::contracts;
use madoguchi_entities::ids::InquiryId;
use sea_orm::{ColumnTrait, DatabaseTransaction, QueryFilter, QuerySelect};

use super::changes::{self, Act};
use crate::{Error, Origin, Scope, Services};

/// A wish that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// For what.
    pub kind: SwitchKind,
    /// From when it counts; none: it was not switched, a person answers.
    pub effective_from: Option<NaiveDate>,
}

/// Recognises a wish in an inquiry that is being sent and does it, in the caller's transaction. It holds the customer
/// and therefore comes first in it.
pub(crate) async fn fulfil(
    tx: &DatabaseTransaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    (inquiry_id, kind, subject): (InquiryId, &str, &str),
) -> Result<Option<Wish>, Error> {
    let Some(policy) = scope.portal().wished_switch(kind, subject) else { return Ok(None) };
    let kind = policy.kind;
    if !scope.has_one_of(&policy.roles) {
        return Ok(Some(Wish { kind, effective_from: None }));
    }
    changes::hold_customer(tx, scope.customer_id()).await?;
    let act = Act::of(services, scope, origin, Some(inquiry_id));
    let effective_from = if kind.is_of_contract() {
        let with_phone = scope.contracts().filter(contracts::Column::PhoneServiceName.ne(""));
        let contracts = with_phone.lock_exclusive().all(tx).await?;
        let switched = changes::switch_contracts(tx, &act, &contracts, true).await?;
        // What was active before is told as it stands: the last one to start.
        switched.or_else(|| contracts.iter().filter_map(|contract| contract.call_records_from).max())
    } else {
        let group = scope.billing_group_id();
        match changes::switch_group(tx, &act, group, kind, true).await? {
            Some(from) => Some(from),
            None => changes::newest_of_group(tx, &act, group, kind).await?.map(|state| state.effective_from),
        }
    };
    Ok(Some(Wish { kind, effective_from }))
}
