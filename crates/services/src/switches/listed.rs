//! The switches of a user as they stand: three queries, however many contracts there are.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::dates;
use madoguchi_domain::policy::SwitchPolicy;
use madoguchi_domain::switches::{SwitchKind, SwitchState, effective_from};
use madoguchi_entities::ids::{ContractId, UserId};
use madoguchi_entities::{contracts, switches, users};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::changes::state_of;
use crate::{Error, Scope, Services};

/// A switch as it stands.
#[derive(Clone, Debug)]
pub struct Switch {
    /// Which.
    pub kind: SwitchKind,
    /// Id and number of the contract, for switches of one.
    pub contract: Option<(ContractId, String)>,
    /// On, or will be.
    pub on: bool,
    /// From when that counts; none while it was never touched.
    pub effective_from: Option<NaiveDate>,
    /// From when a change made now would count.
    pub next_effective_from: NaiveDate,
    /// When it was last switched here.
    pub changed_at: Option<DateTime<Utc>>,
    /// Name or mail address of the person who did.
    pub changed_by: Option<String>,
    /// Whether the user may switch it.
    pub changeable: bool,
}

/// The switches that the portal has, in its order: one for all contracts billed together, and for call records one for
/// each contract with a phone service, by number.
///
/// # Errors
/// Any error of the database.
pub async fn list(services: &Services, scope: &Scope) -> Result<Vec<Switch>, Error> {
    let contracts = crate::contracts::seen_by(scope)
        .filter(contracts::Column::PhoneServiceName.ne(""))
        .order_by_asc(contracts::Column::Number)
        .all(services.db.read())
        .await?;
    let history = history_seen_by(scope).order_by_asc(switches::Column::CreatedAt).order_by_asc(switches::Column::Id);
    // Later rows replace earlier ones.
    let newest: HashMap<(String, Option<ContractId>), switches::Model> = history
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|row| ((row.kind.clone(), row.contract_id), row))
        .collect();
    let shown =
        Shown { scope, today: dates::jst_date(services.clock.now()), names: names(services, scope, &newest).await? };
    let mut listed = Vec::new();
    for policy in &scope.portal().switches {
        let last = |contract: Option<ContractId>| newest.get(&(policy.kind.as_str().to_owned(), contract));
        if policy.kind.is_of_contract() {
            let of_contract = |contract: &contracts::Model| Switch {
                contract: Some((contract.id, contract.number.clone())),
                ..shown.switch(policy, contract_state(contract, last(Some(contract.id))), last(Some(contract.id)))
            };
            listed.extend(contracts.iter().map(of_contract));
        } else {
            let state = last(None).map(state_of_row);
            listed.push(shown.switch(policy, state, last(None)));
        }
    }
    Ok(listed)
}

fn state_of_row(row: &switches::Model) -> SwitchState {
    SwitchState { on: row.turned_on, effective_from: row.effective_from }
}

/// The contract says whether it is on; when it is off, the history says since when.
fn contract_state(contract: &contracts::Model, last: Option<&switches::Model>) -> Option<SwitchState> {
    state_of(contract).or_else(|| last.map(state_of_row).filter(|state| !state.on))
}

/// What all entries of a list share.
struct Shown<'a> {
    scope: &'a Scope,
    today: NaiveDate,
    names: HashMap<UserId, String>,
}

impl Shown<'_> {
    fn switch(&self, policy: &SwitchPolicy, state: Option<SwitchState>, last: Option<&switches::Model>) -> Switch {
        let on = state.is_some_and(|state| state.on);
        // Where the provider's export changed the contract since, nobody here did.
        let last = last.filter(|row| state == Some(state_of_row(row)));
        Switch {
            kind: policy.kind,
            contract: None,
            on,
            effective_from: state.map(|state| state.effective_from),
            next_effective_from: effective_from(policy.kind, state, !on, self.today),
            changed_at: last.map(|row| row.created_at),
            changed_by: last.and_then(|row| self.names.get(&row.user_id?).cloned()),
            changeable: self.scope.has_one_of(&policy.roles),
        }
    }
}

async fn names(
    services: &Services,
    scope: &Scope,
    newest: &HashMap<(String, Option<ContractId>), switches::Model>,
) -> Result<HashMap<UserId, String>, Error> {
    let ids: BTreeSet<UserId> = newest.values().filter_map(|row| row.user_id).collect();
    let people = users::Entity::find()
        .filter(users::Column::CustomerId.eq(scope.customer_id()))
        .filter(users::Column::Id.is_in(ids))
        .all(services.db.read())
        .await?;
    Ok(people.into_iter().map(|user| (user.id, user.shown_name().to_owned())).collect())
}

/// The history of the switches that the user sees: of these contracts, and of what is billed together with them.
fn history_seen_by(scope: &Scope) -> Select<switches::Entity> {
    use switches::Column;
    let own = crate::contracts::seen_by(scope).select_only().column(contracts::Column::Id).into_query();
    let of_group = match scope.billing_group_id() {
        Some(group) => Column::BillingGroupId.eq(group),
        None => Column::BillingGroupId.is_null(),
    };
    let shared = Column::ContractId.is_null().and(of_group);
    let select = scope.rows(switches::Entity, Column::Portal, [Column::CustomerId]);
    select.filter(Column::ContractId.in_subquery(own).or(shared))
}
