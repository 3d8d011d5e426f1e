//! Which contracts a user may see.

use madoguchi_entities::contracts::{self, Column};
use madoguchi_entities::ids::ContractId;
use sea_orm::{ColumnTrait, QueryFilter, Select};

use crate::Scope;

/// Contracts that the user may see: the customer's, and of these only those billed together with the user's when the user
/// belongs to a billing group.
pub(crate) fn seen_by(scope: &Scope) -> Select<contracts::Entity> {
    let select = scope.rows(contracts::Entity, Column::Portal, [Column::CustomerId]);
    match scope.billing_group_id() {
        Some(group) => select.filter(Column::BillingGroupId.eq(group)),
        None => select,
    }
}

/// One of these contracts.
pub(crate) fn one_seen_by(scope: &Scope, id: ContractId) -> Select<contracts::Entity> {
    seen_by(scope).filter(Column::Id.eq(id))
}

/// Contracts that the user reads and manages: those of [`seen_by`], and those of others whose contact the customer is. What is
/// called and switched belongs to whose contract it is: its finders start from [`seen_by`]. What is billed has a rule of its own.
pub(crate) fn managed_by(scope: &Scope) -> Select<contracts::Entity> {
    let has_patterns = scope.portal().contracts.as_ref().is_some_and(|policy| !policy.patterns.is_empty());
    if !has_patterns || scope.billing_group_id().is_some() {
        return seen_by(scope);
    }
    scope.rows(contracts::Entity, Column::Portal, [Column::CustomerId, Column::ContactCustomerId])
}

/// One of these contracts.
pub(crate) fn one_managed_by(scope: &Scope, id: ContractId) -> Select<contracts::Entity> {
    managed_by(scope).filter(Column::Id.eq(id))
}
