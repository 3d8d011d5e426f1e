//! Issuing invoices in batches: tax once for each rate, and never a change to what was issued.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use madoguchi_domain::dates::Month;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{InvoicePolicy, Portal};
use madoguchi_domain::tax::{self, RateTotal, TaxRate};
use madoguchi_entities::ids::{CustomerId, InvoiceId};
use madoguchi_entities::{billing_groups, invoice_lines, invoice_totals, invoices};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use sha2::{Digest, Sha256};
use uuid::Uuid;

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
    let mut issued = fingerprints(tx, portal, given.iter().flatten()).await?;
    let mut answers = Vec::with_capacity(rows.len());
    let mut written = Vec::new();
    for invoice in given {
        answers.push(invoice.and_then(|invoice| {
            let Whole { row, .. } = &invoice;
            let answer = |kept| Issued { kept, gross: Yen(row.gross) };
            match issued.get(&(row.customer_id, row.number.clone())) {
                Some(fingerprint) if *fingerprint == row.fingerprint => Ok(answer(Kept::Unchanged)),
                Some(_) => Err(RowError::new("number", "invoice_differs", &row.number)),
                None => {
                    issued.insert((row.customer_id, row.number.clone()), row.fingerprint.clone());
                    let answer = answer(Kept::Stored);
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
struct Whole {
    row: invoices::Model,
    lines: Vec<invoice_lines::Model>,
    totals: Vec<RateTotal>,
}

/// The rows that a batch refers to.
struct Known {
    groups: HashMap<String, billing_groups::Model>,
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
        Ok(Self {
            groups: known::groups_by_number(tx, portal, rows.iter().map(|row| row.billing_group.as_str())).await?,
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
        number,
    };
    Ok(Whole { row, lines, totals })
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

/// SHA-256 over group, month and lines. Each part is preceded by its length, so that no two invoices read the same.
struct Fingerprint(Sha256);

impl Fingerprint {
    fn of(billing_group: &str, month: Month) -> Self {
        let mut hash = Self(Sha256::new());
        hash.part(billing_group);
        hash.part(&month.to_string());
        hash
    }

    fn add(&mut self, contract: &str, line: &invoice_lines::Model) {
        self.part(contract);
        self.part(&line.item);
        self.part(&line.amount.to_string());
        self.part(&line.tax_rate);
        self.part(&line.note);
    }

    fn part(&mut self, text: &str) {
        self.0.update(text.len().to_be_bytes());
        self.0.update(text.as_bytes());
    }

    fn finish(self) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}

/// Fingerprints of what was issued before under the same numbers.
async fn fingerprints(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    given: impl Iterator<Item = &Whole>,
) -> Result<HashMap<(CustomerId, String), Vec<u8>>, Error> {
    use invoices::Column::{CustomerId as Customer, Fingerprint, Number, Portal as OfPortal};
    let keys: Vec<_> = given.map(|invoice| (invoice.row.customer_id, invoice.row.number.as_str())).collect();
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
