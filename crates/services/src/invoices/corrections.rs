//! Knows which invoice corrects which. An issued invoice is never changed: a new one takes its place and names it.

use std::collections::{BTreeSet, HashMap, HashSet};

use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{BillingGroupId, CustomerId, InvoiceId};
use madoguchi_entities::invoices::{self, Column};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use super::Invoice;
use super::given::PreparedInvoice;
use crate::rows::{self, RowError};
use crate::{Error, FieldCode, Services};

/// Invoices that a batch corrects.
pub(super) struct Corrections {
    by_number: HashMap<(CustomerId, String), (InvoiceId, BillingGroupId)>,
    corrected: HashSet<InvoiceId>,
}

impl Corrections {
    pub(super) async fn read<'a>(
        tx: &impl ConnectionTrait,
        portal: &Portal,
        given: impl Iterator<Item = &'a PreparedInvoice>,
    ) -> Result<Self, Error> {
        let named: Vec<_> =
            given.filter_map(|whole| Some((whole.row.customer_id, whole.corrects.as_deref()?))).collect();
        let mut corrections = Self { by_number: HashMap::new(), corrected: HashSet::new() };
        for named in named.chunks(rows::KEYS_MAX) {
            let customers: BTreeSet<_> = named.iter().map(|(customer, _)| *customer).collect();
            let numbers: BTreeSet<_> = named.iter().map(|(_, number)| *number).collect();
            let found: Vec<(CustomerId, String, InvoiceId, BillingGroupId)> = of(&customers)
                .select_only()
                .columns([Column::CustomerId, Column::Number, Column::Id, Column::BillingGroupId])
                .filter(Column::Portal.eq(portal.key.as_str()))
                .filter(Column::Number.is_in(numbers))
                .into_tuple()
                .all(tx)
                .await?;
            let ids: Vec<_> = found.iter().map(|(_, _, id, _)| *id).collect();
            for (customer, number, id, group) in found {
                corrections.by_number.insert((customer, number), (id, group));
            }
            let corrected: Vec<Option<InvoiceId>> = of(&customers)
                .select_only()
                .column(Column::CorrectsId)
                .filter(Column::CorrectsId.is_in(ids))
                .into_tuple()
                .all(tx)
                .await?;
            corrections.corrected.extend(corrected.into_iter().flatten());
        }
        Ok(corrections)
    }

    /// The invoice that a new one corrects, if it says so; from now on nothing else may correct it.
    pub(super) fn take(&mut self, new: &PreparedInvoice) -> Result<Option<InvoiceId>, RowError> {
        let Some(number) = &new.corrects else { return Ok(None) };
        let refused = |code| RowError::new("corrects", code, number);
        let found = self.by_number.get(&(new.row.customer_id, number.clone()));
        let (id, group) = *found.ok_or_else(|| refused(FieldCode::InvoiceUnknown))?;
        if group != new.row.billing_group_id {
            return Err(refused(FieldCode::InvoiceUnknown));
        }
        if self.corrected.insert(id) { Ok(Some(id)) } else { Err(refused(FieldCode::InvoiceCorrected)) }
    }
}

fn of(customers: &BTreeSet<CustomerId>) -> Select<invoices::Entity> {
    invoices::Entity::find().filter(Column::CustomerId.is_in(customers.iter().copied()))
}

/// The invoice that corrects the one at hand.
pub(crate) fn correcting() -> SelectStatement {
    let (own, other) = (invoices::Entity, Alias::new("correcting"));
    Query::select()
        .expr(Expr::value(1))
        .from_as(own, other.clone())
        .and_where(Expr::col((other.clone(), Column::CustomerId)).equals((own, Column::CustomerId)))
        .and_where(Expr::col((other, Column::CorrectsId)).equals((own, Column::Id)))
        .to_owned()
}

/// Numbers of the invoices that some invoices of one customer correct, and of those that correct them.
#[derive(Clone, Debug, Default)]
pub struct Links {
    corrects: HashMap<InvoiceId, String>,
    corrected_by: HashMap<InvoiceId, String>,
}

impl Links {
    /// Reads the links of invoices.
    pub(crate) async fn of(services: &Services, invoices: &[Invoice]) -> Result<Self, Error> {
        let mut links = Self::default();
        if invoices.is_empty() {
            return Ok(links);
        }
        let customers: BTreeSet<_> = invoices.iter().map(|invoice| invoice.customer_id).collect();
        let own: Vec<_> = invoices.iter().map(|invoice| invoice.id).collect();
        let corrected: Vec<_> = invoices.iter().filter_map(|invoice| invoice.corrects_id).collect();
        let found: Vec<(InvoiceId, String, Option<InvoiceId>)> = of(&customers)
            .select_only()
            .columns([Column::Id, Column::Number, Column::CorrectsId])
            .filter(Column::Id.is_in(corrected).or(Column::CorrectsId.is_in(own)))
            .into_tuple()
            .all(services.db.read())
            .await?;
        for (id, number, corrects) in found {
            if let Some(corrects) = corrects {
                links.corrected_by.insert(corrects, number.clone());
            }
            links.corrects.insert(id, number);
        }
        Ok(links)
    }

    /// Number of the invoice that this one corrects.
    #[must_use]
    pub fn corrects(&self, invoice: &Invoice) -> Option<&str> {
        self.corrects.get(&invoice.corrects_id?).map(String::as_str)
    }

    /// Number of the invoice that corrects this one.
    #[must_use]
    pub fn corrected_by(&self, invoice: &Invoice) -> Option<&str> {
        self.corrected_by.get(&invoice.id).map(String::as_str)
    }
}
