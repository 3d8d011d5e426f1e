//! Knows whether an invoice was issued before as it is given now.

use madoguchi_domain::dates::Month;
use madoguchi_entities::invoice_lines;
use sha2::{Digest, Sha256};

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
        self.part(line.tax_rate.as_str());
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
