//! Which invoices a user may see: those of the customer, and those of contracts that the customer is the contact of. Whoever is
//! the contact (窓口) gets everything about a contract, and a facility that a body applied for has no login of its own.

use madoguchi_entities::contracts;
use madoguchi_entities::invoice_lines;
use madoguchi_entities::invoices::{self, Column};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use crate::Scope;

/// Invoices of the billing group of a contract that was found through this scope.
pub(crate) fn of_contract(scope: &Scope, contract: &contracts::Model) -> Select<invoices::Entity> {
    seen_by(scope)
        .filter(Column::CustomerId.eq(contract.customer_id))
        .filter(Column::BillingGroupId.eq(contract.billing_group_id))
}

/// Invoices that the user sees: of all billing groups, or of the one that the user belongs to.
pub(crate) fn seen_by(scope: &Scope) -> Select<invoices::Entity> {
    if let Some(group) = scope.billing_group_id() {
        let own = scope.rows(invoices::Entity, Column::Portal, [Column::CustomerId]);
        return own.filter(Column::BillingGroupId.eq(group));
    }
    let has_patterns = scope.portal().contracts.as_ref().is_some_and(|policy| !policy.patterns.is_empty());
    if !has_patterns {
        return scope.rows(invoices::Entity, Column::Portal, [Column::CustomerId]);
    }
    scope.rows_and(invoices::Entity, Column::Portal, [Column::CustomerId], of_managed(scope))
}

/// Invoices all of whose contracts have the customer as their contact: one that bills something else too is not shown.
fn of_managed(scope: &Scope) -> Condition {
    let managed = || {
        let columns = contracts::Entity::find().filter(contracts::Column::Portal.eq(scope.portal().key.as_str()));
        columns.filter(contracts::Column::ContactCustomerId.eq(scope.customer_id())).select_only()
    };
    let groups = managed().column(contracts::Column::BillingGroupId).into_query();
    let ids = managed().column(contracts::Column::Id).into_query();
    let of_invoice = |line, invoice| Expr::col((invoice_lines::Entity, line)).equals((invoices::Entity, invoice));
    let foreign = Query::select()
        .expr(Expr::value(1))
        .from(invoice_lines::Entity)
        .and_where(of_invoice(invoice_lines::Column::CustomerId, Column::CustomerId))
        .and_where(of_invoice(invoice_lines::Column::InvoiceId, Column::Id))
        .and_where(Expr::col((invoice_lines::Entity, invoice_lines::Column::ContractId)).not_in_subquery(ids))
        .to_owned();
    Condition::all().add(Column::BillingGroupId.in_subquery(groups)).add(Expr::exists(foreign).not())
}
