//! Knows what was issued before under the numbers of a batch.

use std::collections::{BTreeSet, HashMap};

use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::InvoiceId;
use madoguchi_entities::invoices::{self, Column};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::given::NewInvoice;
use super::terms::Issued;
use crate::{Error, rows};

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
                    Column::Id,
                    Column::Number,
                    Column::CustomerId,
                    Column::Fingerprint,
                    Column::IssuedOn,
                    Column::DueOn,
                    Column::Payment,
                    Column::Bank,
                    Column::BankAccount,
                    Column::RecipientName,
                    Column::RecipientPostalCode,
                    Column::RecipientAddress,
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

    /// Whether an invoice with the number was issued, and if so its id, when it is this one.
    pub(super) fn same(&self, new: &NewInvoice, row: &invoices::Model) -> Option<Option<InvoiceId>> {
        let issued = self.0.get(&row.number)?;
        let same = issued.customer_id == row.customer_id && issued.fingerprint == row.fingerprint;
        Some((same && new.terms.agree(row, issued)).then_some(issued.id))
    }

    /// Notes an invoice that is issued now.
    pub(super) fn add(&mut self, row: &invoices::Model) {
        let issued = Issued {
            id: row.id,
            number: row.number.clone(),
            customer_id: row.customer_id,
            fingerprint: row.fingerprint.clone(),
            issued_on: row.issued_on,
            due_on: row.due_on,
            payment: row.payment,
            bank: row.bank.clone(),
            bank_account: row.bank_account.clone(),
            recipient_name: row.recipient_name.clone(),
            recipient_postal_code: row.recipient_postal_code.clone(),
            recipient_address: row.recipient_address.clone(),
        };
        self.0.insert(row.number.clone(), issued);
    }
}
