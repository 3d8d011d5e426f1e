//! The changes themselves, whoever asks for them: a row in the history, the consent, what it does to a contract, and
//! the audit event, in the caller's transaction. The caller holds the customer, so that changes come one after the other.

use std::fmt::Display;

use chrono::NaiveDate;
use madoguchi_domain::dates;
use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::switches::{SwitchKind, SwitchState, switched};
use madoguchi_entities::ids::{BillingGroupId, ConsentId, ContractId, CustomerId, InquiryId, SwitchId, UserId};
use madoguchi_entities::{consents, contracts, customers, switches};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait};
use sea_orm::{QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, Origin, Provider, Scope, Services, events, rows};

/// Who switches, for whom, and why.
pub(super) struct Act<'a> {
    services: &'a Services,
    portal: &'a Portal,
    actor: Actor,
    customer_id: CustomerId,
    user_id: Option<UserId>,
    inquiry_id: Option<InquiryId>,
}

impl<'a> Act<'a> {
    /// A person, by the page or by an inquiry; turning on is the person's consent.
    pub(super) fn of(services: &'a Services, scope: &'a Scope, origin: &Origin, inquiry_id: Option<InquiryId>) -> Self {
        let (customer_id, user_id) = (scope.customer_id(), Some(scope.user_id()));
        Self { services, portal: scope.portal(), actor: scope.actor(origin), customer_id, user_id, inquiry_id }
    }

    /// The provider, on an application that came another way.
    pub(super) fn by_provider(services: &'a Services, provider: &'a Provider, customer_id: CustomerId) -> Self {
        let (portal, actor) = (provider.portal(), provider.actor().clone());
        Self { services, portal, actor, customer_id, user_id: None, inquiry_id: None }
    }

    fn today(&self) -> NaiveDate {
        dates::jst_date(self.services.clock.now())
    }
}

/// Holds the customer until the end of the transaction.
pub(super) async fn hold_customer(tx: &Transaction, id: CustomerId) -> Result<(), Error> {
    customers::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)?;
    Ok(())
}

/// How the call records of a contract stand: the contract itself says it, since the provider's export may set it too.
pub(super) fn state_of(contract: &contracts::Model) -> Option<SwitchState> {
    contract.call_records_from.map(|effective_from| SwitchState { on: true, effective_from })
}

/// Switches the call records of contracts that the caller holds. Answers from when it counts for those that changed.
pub(super) async fn switch_contracts(
    tx: &Transaction,
    act: &Act<'_>,
    contracts: &[contracts::Model],
    on: bool,
) -> Result<Option<NaiveDate>, Error> {
    let kind = SwitchKind::CallRecords;
    let change = |contract| switched(kind, state_of(contract), on, act.today()).map(|state| (contract, state));
    let changed: Vec<(&contracts::Model, SwitchState)> = contracts.iter().filter_map(change).collect();
    // One for all: what is off has no start of its own, and off counts at once.
    let Some(state) = changed.first().map(|(_, state)| *state) else { return Ok(None) };
    let ids: Vec<ContractId> = changed.iter().map(|(contract, _)| contract.id).collect();
    for ids in ids.chunks(rows::KEYS_MAX) {
        contracts::Entity::update_many()
            .col_expr(contracts::Column::CallRecordsFrom, Expr::value(on.then_some(state.effective_from)))
            .col_expr(contracts::Column::UpdatedAt, Expr::value(act.services.clock.now()))
            .filter(contracts::Column::Id.is_in(ids.iter().copied()))
            .exec(tx)
            .await?;
    }
    let of_contract = |(contract, state): &(&contracts::Model, SwitchState)| {
        row(act, kind, (Some(contract.id), Some(contract.billing_group_id)), *state)
    };
    rows::insert(tx, changed.iter().map(of_contract), None).await?;
    finish(tx, act, kind, state, (group_of(&changed), &ids)).await?;
    Ok(Some(state.effective_from))
}

/// The billing group of contracts, where they share one.
fn group_of(changed: &[(&contracts::Model, SwitchState)]) -> Option<BillingGroupId> {
    let mut groups = changed.iter().map(|(contract, _)| contract.billing_group_id);
    let first = groups.next()?;
    groups.all(|group| group == first).then_some(first)
}

/// Switches something for all contracts billed together, or for the whole customer. Answers from when it counts;
/// nothing when it already was so.
pub(super) async fn switch_group(
    tx: &Transaction,
    act: &Act<'_>,
    group: Option<BillingGroupId>,
    kind: SwitchKind,
    on: bool,
) -> Result<Option<NaiveDate>, Error> {
    let now = newest_of_group(tx, act, group, kind).await?;
    let Some(state) = switched(kind, now, on, act.today()) else { return Ok(None) };
    row(act, kind, (None, group), state).insert(tx).await?;
    finish(tx, act, kind, state, (group, &[])).await?;
    Ok(Some(state.effective_from))
}

/// How a switch of a billing group stands.
pub(super) async fn newest_of_group(
    tx: &Transaction,
    act: &Act<'_>,
    group: Option<BillingGroupId>,
    kind: SwitchKind,
) -> Result<Option<SwitchState>, Error> {
    let of_group = switches::Entity::find()
        .filter(switches::Column::CustomerId.eq(act.customer_id))
        .filter(switches::Column::Portal.eq(act.portal.key.as_str()))
        .filter(switches::Column::Kind.eq(kind.as_str()))
        .filter(switches::Column::ContractId.is_null())
        .filter(match group {
            Some(group) => switches::Column::BillingGroupId.eq(group),
            None => switches::Column::BillingGroupId.is_null(),
        });
    let newest = of_group.order_by_desc(switches::Column::CreatedAt).order_by_desc(switches::Column::Id);
    Ok(newest.one(tx).await?.map(|row| SwitchState { on: row.turned_on, effective_from: row.effective_from }))
}

fn row(
    act: &Act<'_>,
    kind: SwitchKind,
    (contract_id, billing_group_id): (Option<ContractId>, Option<BillingGroupId>),
    state: SwitchState,
) -> switches::ActiveModel {
    let consents = state.on && act.user_id.is_some();
    switches::ActiveModel {
        customer_id: Set(act.customer_id),
        id: Set(SwitchId(Uuid::now_v7())),
        portal: Set(act.portal.key.clone()),
        contract_id: Set(contract_id),
        billing_group_id: Set(billing_group_id),
        kind: Set(kind.as_str().to_owned()),
        turned_on: Set(state.on),
        effective_from: Set(state.effective_from),
        consent_version: Set(consents.then(|| act.portal.terms.version.clone())),
        inquiry_id: Set(act.inquiry_id),
        user_id: Set(act.user_id),
        created_at: Set(act.services.clock.now()),
    }
}

/// The consent of the person (電気通信事業法 26条の2 asks for one before paper ends) and the audit event.
async fn finish(
    tx: &Transaction,
    act: &Act<'_>,
    kind: SwitchKind,
    state: SwitchState,
    (group, contracts): (Option<BillingGroupId>, &[ContractId]),
) -> Result<(), Error> {
    if let Some(user_id) = act.user_id.filter(|_| state.on) {
        let row = consents::ActiveModel {
            id: Set(ConsentId(Uuid::now_v7())),
            portal: Set(act.portal.key.clone()),
            customer_id: Set(act.customer_id),
            user_id: Set(user_id),
            kind: Set(format!("switch.{}", kind.as_str())),
            version: Set(act.portal.terms.version.clone()),
            agreed_at: Set(act.services.clock.now()),
            address: Set(act.actor.origin().address.clone()),
        };
        row.insert(tx).await?;
    }
    let data = serde_json::json!({
        "switch": kind,
        "on": state.on,
        "effective_from": state.effective_from,
        "billing_group_id": group,
        "contract_ids": contracts,
        "inquiry_id": act.inquiry_id,
        "user_id": act.user_id,
    });
    let subjects: [(&str, &dyn Display); 1] = [("customer_id", &act.customer_id)];
    events::record(tx, act.services, &act.portal.key, EventType::SwitchChanged, &subjects, data).await?;
    let action = if state.on { "switch.turned_on" } else { "switch.turned_off" };
    let event = match act.user_id {
        Some(user_id) => Event::about(action, act.customer_id, user_id),
        None => Event::at(action, act.customer_id),
    };
    let event = if let [contract] = contracts { event.to(*contract) } else { event };
    let event = event.with(serde_json::json!({
        "switch": kind.as_str(),
        "effective_from": state.effective_from,
        "billing_group_id": group,
        "contracts": contracts,
        "inquiry": act.inquiry_id,
    }));
    audit_events::record(tx, act.services, act.portal, &act.actor, event).await
}
