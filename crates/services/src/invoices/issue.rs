//! Issuing invoices in batches: tax once for each rate, and never a change to what was issued.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{InvoicePolicy, Portal, QualifiedDocument};
use madoguchi_domain::tax;
use madoguchi_entities::ids::{BillingGroupId, CustomerId, InvoiceId};
use madoguchi_entities::{invoice_lines, invoice_totals, invoices};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};
use uuid::Uuid;

use super::corrections::Corrections;
use super::fingerprints::Fingerprint;
use super::given::PreparedInvoice;
use super::issued::Before;
use super::issuers::IssuedBy;
use super::known::Known;
use crate::contracts::Contract;
use crate::rows::{self, RowError, RowOutcome};
use crate::{Error, FieldCode, Provider};

pub use super::given::{NewInvoice, NewLine};
pub use super::terms::{BankAccount, Recipient, StatedTotals, Terms};

/// What became of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issued {
    /// [`RowOutcome::Stored`], or [`RowOutcome::Unchanged`] when the same was issued before.
    pub outcome: RowOutcome,
    /// Its id.
    pub id: InvoiceId,
    /// Before tax.
    pub net: Yen,
    /// Tax of all rates.
    pub tax: Yen,
    /// With tax.
    pub gross: Yen,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// Who is told of it.
    pub billing_group_id: BillingGroupId,
}

/// Issues invoices: tax is rounded once for each rate of an invoice, as the portal says. What was issued before is
/// never changed: the same again is nothing new, the same number with anything else is refused (`invoice_differs`).
///
/// # Errors
/// [`Error::NotFound`] when the portal has no invoices; any error of the database: then nothing of the batch may be
/// committed.
pub async fn issue(
    tx: &impl ConnectionTrait,
    provider: &Provider,
    now: DateTime<Utc>,
    rows: &[NewInvoice],
) -> Result<Vec<Result<Issued, RowError>>, Error> {
    let portal = provider.portal();
    let policy = portal.invoices.as_ref().ok_or(Error::NotFound)?;
    let issuing = Issuing {
        portal,
        policy,
        known: Known::read(tx, portal, rows).await?,
        issued_by: serde_json::to_value(IssuedBy::today(portal, policy)).map_err(Error::internal)?,
        now,
    };
    let given: Vec<_> = rows.iter().map(|row| issuing.build(row)).collect();
    let mut corrections = Corrections::read(tx, portal, given.iter().flatten()).await?;
    let mut before = Before::read(tx, portal, given.iter().flatten().map(|whole| whole.row.number.as_str())).await?;
    let mut answers = Vec::with_capacity(rows.len());
    let mut written = Vec::new();
    for (new, invoice) in rows.iter().zip(given) {
        answers.push(invoice.and_then(|mut invoice| {
            let answer = |outcome, id, row: &invoices::Model| Issued {
                outcome,
                id,
                net: Yen(row.net),
                tax: Yen(row.tax),
                gross: Yen(row.gross),
                customer_id: row.customer_id,
                billing_group_id: row.billing_group_id,
            };
            match before.same(new, &invoice.row) {
                Some(Some(id)) => Ok(answer(RowOutcome::Unchanged, id, &invoice.row)),
                Some(None) => Err(RowError::new("number", FieldCode::InvoiceDiffers, &invoice.row.number)),
                None => {
                    if let Some(foreign) = invoice.foreign {
                        return Err(foreign);
                    }
                    invoice.row.corrects_id = corrections.take(&invoice)?;
                    before.add(&invoice.row);
                    let answer = answer(RowOutcome::Stored, invoice.row.id, &invoice.row);
                    written.push(invoice);
                    Ok(answer)
                }
            }
        }));
    }
    write(tx, written).await?;
    Ok(answers)
}

/// What all invoices of a batch have in common.
struct Issuing<'a> {
    portal: &'a Portal,
    policy: &'a InvoicePolicy,
    known: Known,
    issued_by: serde_json::Value,
    now: DateTime<Utc>,
}

impl Issuing<'_> {
    fn build(&self, new: &NewInvoice) -> Result<PreparedInvoice, RowError> {
        let number = rows::required("number", &new.number, rows::SHORT_MAX)?;
        let (group, customer) = self.known.group(&new.billing_group)?;
        if new.lines.is_empty() {
            return Err(RowError::new("lines", FieldCode::Required, &number));
        }
        let id = InvoiceId(Uuid::now_v7());
        let settled = new.terms.settle(self.policy, new.month, jst_date(self.now))?;
        let mut fingerprint = Fingerprint::of(&group.number, new.month);
        let mut lines = Vec::with_capacity(new.lines.len());
        let (mut contracts, mut foreign) = (BTreeSet::new(), None);
        for (at, (position, line)) in (1..).zip(&new.lines).enumerate() {
            let contract = self.known.contract(&line.contract, group.customer_id).map_err(|error| error.in_line(at))?;
            if contract.billing_group_id != group.id {
                // Whoever is in this group would read the number and the charges of another.
                let differs = RowError::new("contract", FieldCode::BillingGroupDiffers, &line.contract);
                foreign.get_or_insert_with(|| differs.in_line(at));
            }
            let line = line_row(self.portal, id, position, contract, line).map_err(|error| error.in_line(at))?;
            fingerprint.add(&contract.number, &line);
            contracts.insert(contract.number.as_str());
            lines.push(line);
        }
        if let Some(corrects) = &settled.corrects {
            fingerprint.part(corrects);
        }
        if self.policy.qualified_document == QualifiedDocument::ContractInvoice && contracts.len() > 1 {
            return Err(RowError::new("lines", FieldCode::OneContractExpected, &number));
        }
        let too_large = || RowError::new("lines", FieldCode::AmountTooLarge, &number);
        let amounts = new.lines.iter().map(|line| (line.tax_rate, line.amount));
        let totals = tax::totals(amounts, self.policy.rounding).map_err(|_| too_large())?;
        let sum = |amounts: &mut dyn Iterator<Item = Yen>| Yen::checked_sum(amounts).ok_or_else(too_large);
        let net = sum(&mut totals.iter().map(|total| total.net))?;
        let tax = sum(&mut totals.iter().map(|total| total.tax))?;
        let gross = sum(&mut [net, tax].into_iter())?;
        new.terms.stated.agree(net, tax, gross)?;
        let recipient = new.terms.recipient.clone().unwrap_or_else(|| Recipient {
            name: customer.name.clone(),
            postal_code: customer.postal_code.clone(),
            address: [customer.prefecture.as_str(), &customer.address1, &customer.address2].concat(),
        });
        let row = invoices::Model {
            customer_id: group.customer_id,
            id,
            portal: self.portal.key.clone(),
            billing_group_id: group.id,
            number,
            month: new.month.first_day(),
            net: net.0,
            tax: tax.0,
            gross: gross.0,
            fingerprint: fingerprint.finish(),
            created_at: self.now,
            issued_on: settled.issued_on,
            // Nothing is paid or debited on any day where there is nothing to pay.
            due_on: settled.due_on.filter(|_| gross.0 > 0),
            payment: settled.payment,
            customer_number: match (&self.policy.customer_number_prefix, contracts.first()) {
                (Some(prefix), Some(contract)) => format!("{prefix}{contract}"),
                _ => customer.number.clone(),
            },
            recipient_name: recipient.name,
            recipient_postal_code: recipient.postal_code,
            recipient_address: recipient.address,
            corrects_id: None,
            issued_by: Some(self.issued_by.clone()),
            bank: settled.bank,
            bank_account: settled.bank_account,
        };
        Ok(PreparedInvoice { row, lines, totals, corrects: settled.corrects, foreign })
    }
}

fn line_row(
    portal: &Portal,
    invoice_id: InvoiceId,
    position: i32,
    contract: &Contract,
    line: &NewLine,
) -> Result<invoice_lines::Model, RowError> {
    Ok(invoice_lines::Model {
        customer_id: contract.customer_id,
        invoice_id,
        position,
        portal: portal.key.clone(),
        contract_id: contract.id,
        item: rows::required("item", &line.item, rows::TEXT_MAX)?,
        amount: line.amount.0,
        tax_rate: line.tax_rate,
        note: rows::text("note", &line.note, rows::TEXT_MAX)?,
    })
}

async fn write(tx: &impl ConnectionTrait, invoices: Vec<PreparedInvoice>) -> Result<(), Error> {
    let totals: Vec<_> = invoices.iter().flat_map(total_rows).collect();
    let (heads, lines): (Vec<_>, Vec<_>) = invoices.into_iter().map(|invoice| (invoice.row, invoice.lines)).unzip();
    rows::insert(tx, heads.into_iter().map(|row| row.into_active_model().reset_all()), None).await?;
    rows::insert(tx, lines.into_iter().flatten().map(|row| row.into_active_model().reset_all()), None).await?;
    rows::insert(tx, totals.into_iter().map(|row| row.into_active_model().reset_all()), None).await
}

fn total_rows(invoice: &PreparedInvoice) -> impl Iterator<Item = invoice_totals::Model> {
    invoice.totals.iter().map(|total| invoice_totals::Model {
        customer_id: invoice.row.customer_id,
        invoice_id: invoice.row.id,
        tax_rate: total.rate,
        portal: invoice.row.portal.clone(),
        net: total.net.0,
        tax: total.tax.0,
    })
}
