//! The invoice of a contract for what it stored: its lines, and whom it is addressed to. Knows no table.

use std::collections::HashMap;

use madoguchi_domain::dates::Month;
use madoguchi_domain::forms::Object;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::ContractPolicy;
use madoguchi_entities::billing_groups;
use madoguchi_entities::ids::BillingGroupId;

use super::super::Row;
use crate::Error;
use crate::contracts::{Contract, answers};
use crate::invoices::issue::{NewInvoice, NewLine, Recipient, Terms};

/// A contract with what is due.
pub(super) struct Due {
    pub(super) contract: Contract,
    /// One for each fee, with its amount.
    pub(super) rows: Vec<Row>,
}

impl Due {
    /// Its invoice.
    pub(super) fn invoice(
        &self,
        policy: &ContractPolicy,
        groups: &HashMap<BillingGroupId, billing_groups::Model>,
        number: String,
        month: Month,
        terms: &Terms,
    ) -> Result<NewInvoice, Error> {
        let group = groups.get(&self.contract.billing_group_id).ok_or(Error::NotFound)?;
        let lines = self.rows.iter().filter_map(|row| {
            let fee = policy.usage_fee(&row.code)?;
            let (stored, free) = (fee.gigabyte.write(row.bytes), fee.gigabyte.write(fee.rule().free_bytes));
            Some(NewLine {
                contract: self.contract.number.clone(),
                item: fee.item.clone(),
                amount: Yen(row.fee?),
                tax_rate: fee.tax_rate,
                note: format!("{} {stored}（{free}まで無料）", fee.label.ja),
            })
        });
        let recipient = recipient(policy, &answers::of(&self.contract)?);
        Ok(NewInvoice {
            number,
            billing_group: group.number.clone(),
            month,
            lines: lines.collect(),
            terms: Terms { recipient, ..terms.clone() },
        })
    }
}

/// Whom invoices go to instead of whose the contract is, where the answers say it.
fn recipient(policy: &ContractPolicy, given: &Object) -> Option<Recipient> {
    let form = policy.billing_form.as_deref()?;
    let read = |field: &str| answers::text(given, &format!("{form}.{field}")).unwrap_or_default();
    let joined =
        |parts: &[&str], by: &str| parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(by);
    if read("facility_name").is_empty() {
        return None;
    }
    let person = joined(&[read("family_name"), read("given_name")], " ");
    let person = if person.is_empty() { person } else { format!("{person} 様宛") };
    let place = [read("prefecture"), read("address1"), read("address2")].concat();
    Some(Recipient {
        name: joined(&[read("facility_name"), read("department")], "　"),
        postal_code: read("postal_code").to_owned(),
        address: joined(&[&place, &person], "　"),
    })
}
