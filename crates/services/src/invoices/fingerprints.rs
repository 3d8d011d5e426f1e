//! Knows whether an invoice was issued before as it is given now.

use std::collections::{BTreeSet, HashMap};

use madoguchi_domain::dates::Month;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::{invoice_lines, invoices};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use sha2::{Digest, Sha256};

use crate::{Error, rows};

/// SHA-256 over group, month and lines. Each part is preceded by its length, so that no two invoices read the same.
pub(super) struct Fingerprint(Sha256);

impl Fingerprint {
    pub(super) fn of(billing_group: &str, month: Month) -> Self {
        let mut hash = Self(Sha256::new());
        hash.part(billing_group);
        hash.part(&month.to_string());
        hash
    }

    pub(super) fn add(&mut self, contract: &str, line: &invoice_lines::Model) {
        self.part(contract);
        self.part(&line.item);
        self.part(&line.amount.to_string());
        self.part(&line.tax_rate);
        self.part(&line.note);
    }

    pub(super) fn part(&mut self, text: &str) {
        self.0.update(text.len().to_be_bytes());
        self.0.update(text.as_bytes());
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}

/// Fingerprints of what was issued before under the same numbers.
pub(super) async fn issued<'a>(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    given: impl Iterator<Item = &'a invoices::Model>,
) -> Result<HashMap<(CustomerId, String), Vec<u8>>, Error> {
    use invoices::Column::{CustomerId as Customer, Fingerprint, Number, Portal as OfPortal};
    let keys: Vec<_> = given.map(|invoice| (invoice.customer_id, invoice.number.as_str())).collect();
    let mut issued = HashMap::new();
    for keys in keys.chunks(rows::KEYS_MAX) {
        let customers: BTreeSet<_> = keys.iter().map(|(customer, _)| *customer).collect();
        let numbers: BTreeSet<_> = keys.iter().map(|(_, number)| *number).collect();
        let found: Vec<(CustomerId, String, Vec<u8>)> = invoices::Entity::find()
            .select_only()
            .columns([Customer, Number, Fingerprint])
            .filter(Customer.is_in(customers))
            .filter(OfPortal.eq(portal.key.as_str()))
            .filter(Number.is_in(numbers))
            .into_tuple()
            .all(tx)
            .await?;
        issued.extend(found.into_iter().map(|(customer, number, fingerprint)| ((customer, number), fingerprint)));
    }
    Ok(issued)
}
