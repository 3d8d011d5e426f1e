//! A wish for a switch in an inquiry, worded as the provider's guide words it: done at once when the person may and
//! consented to what it means.

use chrono::NaiveDate;
use madoguchi_domain::policy::{SwitchPolicy, WishPolicy};
use madoguchi_domain::switches::SwitchKind;
use madoguchi_entities::contracts::{self, ContractStatus};
use madoguchi_entities::ids::InquiryId;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::changes::{self, Act};
use crate::database::Transaction;
use crate::{Error, Origin, Scope, Services};

/// A wish that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    pub kind: SwitchKind,
    /// From when it counts; none: it was not switched, a person answers.
    pub effective_from: Option<NaiveDate>,
}

/// The switches that the user may turn on by an inquiry, and how it is worded.
pub fn offered(scope: &Scope) -> impl Iterator<Item = (&SwitchPolicy, &WishPolicy)> {
    let own = scope.portal().switches.iter().filter(move |policy| scope.has_one_of(&policy.roles));
    own.filter_map(|policy| Some((policy, policy.inquiry.as_ref()?)))
}

/// An inquiry that may be a wish.
pub(crate) struct Asked<'a> {
    /// Which inquiry it will be.
    pub inquiry_id: InquiryId,
    /// Code of its kind.
    pub kind: &'a str,
    /// 件名.
    pub subject: &'a str,
    /// Whether the person consents to what turning on means. Without it the wish is left to the provider.
    pub consent: bool,
}

/// Recognises a wish in an inquiry that is being sent and does it, in the caller's transaction. It holds the customer
/// and therefore comes first in it.
pub(crate) async fn fulfil(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    asked: &Asked<'_>,
) -> Result<Option<Wish>, Error> {
    let Some(policy) = scope.portal().wished_switch(asked.kind, asked.subject) else { return Ok(None) };
    let kind = policy.kind;
    if !asked.consent || !scope.has_one_of(&policy.roles) {
        return Ok(Some(Wish { kind, effective_from: None }));
    }
    changes::hold_customer(tx, scope.customer_id()).await?;
    let act = Act::of(services, scope, origin, Some(asked.inquiry_id));
    let effective_from = if kind.is_of_contract() {
        let with_phone = crate::contracts::seen_by(scope)
            .filter(contracts::Column::PhoneServiceName.ne(""))
            .filter(contracts::Column::Status.ne(ContractStatus::Terminated));
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
