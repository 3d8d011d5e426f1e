//! Issuing invoices in batches: tax once for each rate, and never a change to what was issued.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::dates::Month;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{InvoicePolicy, PaymentMethod, Portal};
use madoguchi_domain::tax::{self, RateTotal, TaxRate};
use madoguchi_entities::ids::{BillingGroupId, CustomerId, InvoiceId};
use madoguchi_entities::{billing_groups, customers, invoice_lines, invoice_totals, invoices};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};
use uuid::Uuid;

use super::corrections::Corrections;
use super::fingerprints::{self, Fingerprint};
use crate::Error;
use crate::contracts::{Contract, known};
use crate::rows::{self, Kept, RowError};

/// An invoice as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvoice {
    /// The provider's number.
    pub number: String,
    /// Number of the billing group, which must be there already.
    pub billing_group: String,
    /// Month billed.
    pub month: Month,
    /// Lines, in order.
    pub lines: Vec<NewLine>,
    /// What is said of it beside that; the portal's policy fills what is absent.
    pub terms: Terms,
}

/// Dates, payment and correction of a [`NewInvoice`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// 発行日.
    pub issued_on: Option<NaiveDate>,
    /// Day of debit or last day of payment.
    pub due_on: Option<NaiveDate>,
    /// How it is paid.
    pub payment: Option<PaymentMethod>,
    /// Number of the invoice that this one corrects: an earlier one of the same billing group that none corrects yet.
    pub corrects: Option<String>,
}

/// A line of a [`NewInvoice`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// Number of the contract, in a form of the portal; it must be a contract of the invoice's customer.
    pub contract: String,
    /// What is charged.
    pub item: String,
    /// Before tax; negative for a credit.
    pub amount: Yen,
    /// Rate.
    pub tax_rate: TaxRate,
    /// Remark.
    pub note: String,
}

/// What became of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issued {
    /// [`Kept::Stored`], or [`Kept::Unchanged`] when the same was issued before.
    pub kept: Kept,
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
    portal: &Portal,
    now: DateTime<Utc>,
    rows: &[NewInvoice],
) -> Result<Vec<Result<Issued, RowError>>, Error> {
    let policy = portal.invoices.as_ref().ok_or(Error::NotFound)?;
    let known = Known::read(tx, portal, rows).await?;
    let given: Vec<_> = rows.iter().map(|row| build(portal, policy, &known, now, row)).collect();
    let mut corrections = Corrections::read(tx, portal, given.iter().flatten()).await?;
    let mut issued = fingerprints::issued(tx, portal, given.iter().flatten().map(|whole| &whole.row)).await?;
    let mut answers = Vec::with_capacity(rows.len());
    let mut written = Vec::new();
    for invoice in given {
        answers.push(invoice.and_then(|mut invoice| {
            let Whole { row, .. } = &invoice;
            let answer = |kept, row: &invoices::Model| Issued {
                kept,
                gross: Yen(row.gross),
                customer_id: row.customer_id,
                billing_group_id: row.billing_group_id,
            };
            match issued.get(&(row.customer_id, row.number.clone())) {
                Some(fingerprint) if *fingerprint == row.fingerprint => Ok(answer(Kept::Unchanged, row)),
                Some(_) => Err(RowError::new("number", "invoice_differs", &row.number)),
                None => {
                    invoice.row.corrects_id = corrections.take(&invoice)?;
                    let row = &invoice.row;
                    issued.insert((row.customer_id, row.number.clone()), row.fingerprint.clone());
                    let answer = answer(Kept::Stored, row);
                    written.push(invoice);
                    Ok(answer)
                }
            }
        }));
    }
    write(tx, written).await?;
    Ok(answers)
}

/// An invoice with everything that belongs to it.
pub(super) struct Whole {
    pub(super) row: invoices::Model,
    lines: Vec<invoice_lines::Model>,
    totals: Vec<RateTotal>,
    /// Number of the invoice that it corrects.
    pub(super) corrects: Option<String>,
}

/// The rows that a batch refers to.
struct Known {
    groups: HashMap<String, billing_groups::Model>,
    customers: HashMap<CustomerId, customers::Model>,
    contracts: HashMap<String, Contract>,
    /// Numbers as given, normalised; a number without a form of the portal is absent.
    numbers: HashMap<String, String>,
}

impl Known {
    async fn read(tx: &impl ConnectionTrait, portal: &Portal, rows: &[NewInvoice]) -> Result<Self, Error> {
        let forms = &portal.contracts.as_ref().ok_or(Error::NotFound)?.numbers;
        let given: BTreeSet<&str> = rows.iter().flat_map(|row| &row.lines).map(|line| line.contract.as_str()).collect();
        let numbers: HashMap<_, _> =
            given.into_iter().filter_map(|given| Some((given.to_owned(), forms.parse(given).ok()?))).collect();
        let groups = known::groups_by_number(tx, portal, rows.iter().map(|row| row.billing_group.as_str())).await?;
        Ok(Self {
            customers: known::customers_of(tx, groups.values().map(|group| group.customer_id)).await?,
            groups,
            contracts: known::by_number(tx, portal, numbers.values().map(String::as_str)).await?,
            numbers,
        })
    }

    fn contract(&self, given: &str, customer_id: CustomerId) -> Result<&Contract, RowError> {
        let contract = self.numbers.get(given).and_then(|number| self.contracts.get(number));
        let contract = contract.ok_or_else(|| RowError::new("contract", "contract_unknown", given))?;
        let own = contract.customer_id == customer_id;
        if own { Ok(contract) } else { Err(RowError::new("contract", "customer_differs", given)) }
    }
}

fn build(
    portal: &Portal,
    policy: &InvoicePolicy,
    known: &Known,
    now: DateTime<Utc>,
    new: &NewInvoice,
) -> Result<Whole, RowError> {
    let number = rows::required("number", &new.number, rows::SHORT_MAX)?;
    let group = known.groups.get(new.billing_group.trim());
    let group = group.ok_or_else(|| RowError::new("billing_group", "billing_group_unknown", &new.billing_group))?;
    let customer = known.customers.get(&group.customer_id);
    let customer = customer.ok_or_else(|| RowError::new("billing_group", "billing_group_unknown", &group.number))?;
    if new.lines.is_empty() {
        return Err(RowError::new("lines", "required", &number));
    }
    let id = InvoiceId(Uuid::now_v7());
    let mut fingerprint = Fingerprint::of(&group.number, new.month);
    let mut lines = Vec::with_capacity(new.lines.len());
    for (position, line) in (1..).zip(&new.lines) {
        let contract = known.contract(&line.contract, group.customer_id)?;
        let line = line_row(portal, id, position, contract, line)?;
        fingerprint.add(&contract.number, &line);
        lines.push(line);
    }
    let corrects = new.terms.corrects.as_deref().map(str::trim).filter(|number| !number.is_empty());
    if let Some(corrects) = corrects {
        fingerprint.part(corrects);
    }
    let too_large = |_| RowError::new("lines", "amount_too_large", &number);
    let totals = tax::totals(new.lines.iter().map(|line| (line.tax_rate, line.amount)), policy.rounding);
    let totals = totals.map_err(too_large)?;
    let sum = |amounts: &mut dyn Iterator<Item = Yen>| {
        Yen::checked_sum(amounts).ok_or_else(|| RowError::new("lines", "amount_too_large", &number))
    };
    let net = sum(&mut totals.iter().map(|total| total.net))?;
    let tax = sum(&mut totals.iter().map(|total| total.tax))?;
    let row = invoices::Model {
        customer_id: group.customer_id,
        id,
        portal: portal.key.clone(),
        billing_group_id: group.id,
        month: new.month.first_day(),
        net: net.0,
        tax: tax.0,
        gross: sum(&mut [net, tax].into_iter())?.0,
        fingerprint: fingerprint.finish(),
        created_at: now,
        issued_on: new.terms.issued_on.unwrap_or_else(|| policy.issued_on(new.month)),
        due_on: new.terms.due_on.or_else(|| policy.due_on(new.month)),
        payment: payment_row(new.terms.payment.unwrap_or(policy.payment)),
        customer_number: customer.number.clone(),
        recipient_name: customer.name.clone(),
        recipient_postal_code: customer.postal_code.clone(),
        recipient_address: [customer.prefecture.as_str(), &customer.address1, &customer.address2].concat(),
        corrects_id: None,
        number,
    };
    Ok(Whole { row, lines, totals, corrects: corrects.map(str::to_owned) })
}

fn payment_row(payment: PaymentMethod) -> invoices::PaymentMethod {
    match payment {
        PaymentMethod::Transfer => invoices::PaymentMethod::Transfer,
        PaymentMethod::DirectDebit => invoices::PaymentMethod::DirectDebit,
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
        tax_rate: line.tax_rate.code().to_owned(),
        note: rows::text("note", &line.note, rows::TEXT_MAX)?,
    })
}

async fn write(tx: &impl ConnectionTrait, invoices: Vec<Whole>) -> Result<(), Error> {
    let totals: Vec<_> = invoices.iter().flat_map(total_rows).collect();
    let (heads, lines): (Vec<_>, Vec<_>) = invoices.into_iter().map(|invoice| (invoice.row, invoice.lines)).unzip();
    rows::insert(tx, heads.into_iter().map(|row| row.into_active_model().reset_all()), None).await?;
    rows::insert(tx, lines.into_iter().flatten().map(|row| row.into_active_model().reset_all()), None).await?;
    rows::insert(tx, totals.into_iter().map(|row| row.into_active_model().reset_all()), None).await
}

fn total_rows(invoice: &Whole) -> impl Iterator<Item = invoice_totals::Model> {
    invoice.totals.iter().map(|total| invoice_totals::Model {
        customer_id: invoice.row.customer_id,
        invoice_id: invoice.row.id,
        tax_rate: total.rate.code().to_owned(),
        portal: invoice.row.portal.clone(),
        net: total.net.0,
        tax: total.tax.0,
    })
}
