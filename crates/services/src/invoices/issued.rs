//! Knows what was issued before under the numbers of a batch.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::invoices::{self, Column, PaymentMethod};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use super::issue::NewInvoice;
use crate::{Error, rows};

/// What an issued invoice is compared by.
#[derive(Clone, FromQueryResult)]
pub(super) struct Issued {
    number: String,
    customer_id: CustomerId,
    fingerprint: Vec<u8>,
    pub(super) issued_on: NaiveDate,
    pub(super) due_on: Option<NaiveDate>,
    pub(super) payment: PaymentMethod,
    pub(super) bank: String,
    pub(super) bank_account: String,
}

/// Issued invoices by number.
pub(super) struct Before(HashMap<String, Issued>);

impl Before {
    /// Looks for numbers among all customers: the number of an invoice is one of the provider's.
    pub(super) async fn read(
        tx: &impl ConnectionTrait,
        portal: &Portal,
        numbers: impl Iterator<Item = &str>,
    ) -> Result<Self, Error> {
        let numbers: BTreeSet<&str> = numbers.collect();
        let numbers: Vec<&str> = numbers.into_iter().collect();
        let mut before = HashMap::new();
        for numbers in numbers.chunks(rows::KEYS_MAX) {
            let found: Vec<Issued> = invoices::Entity::find()
                .select_only()
                .columns([
                    Column::Number,
                    Column::CustomerId,
                    Column::Fingerprint,
                    Column::IssuedOn,
                    Column::DueOn,
                    Column::Payment,
                    Column::Bank,
                    Column::BankAccount,
                ])
                .filter(Column::Number.is_in(numbers.iter().copied()))
                .filter(Column::Portal.eq(portal.key.as_str()))
                .into_model()
                .all(tx)
                .await?;
            before.extend(found.into_iter().map(|issued| (issued.number.clone(), issued)));
        }
        Ok(Self(before))
    }

    /// Whether an invoice with the number was issued, and if so whether it is this one.
    pub(super) fn is_same(&self, new: &NewInvoice, row: &invoices::Model) -> Option<bool> {
        let issued = self.0.get(&row.number)?;
        let same = issued.customer_id == row.customer_id && issued.fingerprint == row.fingerprint;
        Some(same && new.terms.agree(row, issued))
    }

    /// Notes an invoice that is issued now.
    pub(super) fn add(&mut self, row: &invoices::Model) {
        let issued = Issued {
            number: row.number.clone(),
            customer_id: row.customer_id,
            fingerprint: row.fingerprint.clone(),
            issued_on: row.issued_on,
            due_on: row.due_on,
            payment: row.payment,
            bank: row.bank.clone(),
            bank_account: row.bank_account.clone(),
        };
        self.0.insert(row.number.clone(), issued);
    }
}
