//! Files of invoices. The PDF is rendered once and kept; the other forms are written from the same rows when asked for.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use madoguchi_documents::text_files::Encoding;
use madoguchi_documents::{BankAccount, InvoiceDocument, InvoiceKind, InvoiceLine, InvoicePart, Party, invoice_files};
use madoguchi_domain::dates::Month;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::documents::{self, Column, DocumentKind};
use madoguchi_entities::ids::{ContractId, CustomerId, DocumentId, InvoiceId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::store::{self, Stored};
use super::{Document, File};
use crate::invoices::{self, Detail, Invoice, PaymentMethod};
use crate::{Error, Scope, Services};

/// Form of an invoice's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Tagged PDF.
    Pdf,
    /// Accessible HTML.
    Html,
    /// CSV in an encoding.
    Csv(Encoding),
    /// Spreadsheet.
    Xlsx,
    /// JP PINT.
    Xml,
}

/// The file of an invoice that covers a contract.
///
/// # Errors
/// [`Error::NotFound`] out of scope; `font_missing`; [`Error::Storage`].
pub async fn file_of_invoice(
    services: &Services,
    scope: &Scope,
    contract: ContractId,
    invoice: InvoiceId,
    format: Format,
) -> Result<File, Error> {
    let detail = invoices::get(services, scope, contract, invoice).await?;
    file(services, scope, detail, format).await
}

/// The file of an invoice of those that the user sees, whichever contracts it covers.
///
/// # Errors
/// [`Error::NotFound`] out of scope; `font_missing`; [`Error::Storage`].
pub async fn file_of_any_invoice(
    services: &Services,
    scope: &Scope,
    invoice: InvoiceId,
    format: Format,
) -> Result<File, Error> {
    let detail = invoices::find(services, scope, invoice).await?;
    file(services, scope, detail, format).await
}

async fn file(services: &Services, scope: &Scope, detail: Detail, format: Format) -> Result<File, Error> {
    if format == Format::Pdf {
        let kept = find(services.db.read(), detail.invoice.customer_id, detail.invoice.id).await?;
        return pdf(services, scope.portal(), detail, kept).await;
    }
    let document = document(detail)?;
    let written = services.pdf_renderer.work(move || write(&document, format)).await?;
    written.map_err(Error::internal)
}

fn write(document: &InvoiceDocument, format: Format) -> Result<File, invoice_files::FileError> {
    let (extension, bytes) = match format {
        Format::Pdf | Format::Html => ("html", invoice_files::html(document)?.into_bytes()),
        Format::Csv(encoding) => ("csv", invoice_files::csv(document, encoding)?),
        Format::Xlsx => ("xlsx", invoice_files::xlsx(document)?),
        Format::Xml => ("xml", invoice_files::jp_pint(document)?.into_bytes()),
    };
    Ok(File { name: invoice_files::file_name(document, extension), bytes: Bytes::from(bytes) })
}

/// The PDF of an invoice: the one kept, or the one made now and kept from now on.
pub(super) async fn pdf(
    services: &Services,
    portal: &Portal,
    detail: Detail,
    kept: Option<Document>,
) -> Result<File, Error> {
    let invoice = detail.invoice.clone();
    let document = document(detail)?;
    let name = invoice_files::file_name(&document, "pdf");
    if let Some(kept) = kept {
        return Ok(File { name, bytes: store::read(services, &kept).await? });
    }
    let pdf = services.pdf_renderer.invoice(document).await?;
    let stored = store::put(services, &portal.key, invoice.customer_id, pdf).await?;
    insert(services, services.db.write(), vec![(invoice.clone(), stored)]).await?;
    // Somebody else may have been first: theirs is the one that was issued.
    let kept = find(services.db.write(), invoice.customer_id, invoice.id).await?.ok_or(Error::NotFound)?;
    Ok(File { name, bytes: store::read(services, &kept).await? })
}

async fn find(db: &impl ConnectionTrait, customer: CustomerId, invoice: InvoiceId) -> Result<Option<Document>, Error> {
    let own = documents::Entity::find().filter(Column::CustomerId.eq(customer));
    Ok(own.filter(Column::InvoiceId.eq(invoice)).one(db).await?)
}

/// The documents of those of some invoices that have one.
pub(super) async fn kept(services: &Services, invoices: &[Invoice]) -> Result<HashMap<InvoiceId, Document>, Error> {
    let customers: HashSet<_> = invoices.iter().map(|invoice| invoice.customer_id).collect();
    let found = documents::Entity::find()
        .filter(Column::CustomerId.is_in(customers))
        .filter(Column::InvoiceId.is_in(invoices.iter().map(|invoice| invoice.id)))
        .all(services.db.read())
        .await?;
    Ok(found.into_iter().filter_map(|document| Some((document.invoice_id?, document))).collect())
}

/// Notes the files of invoices. An invoice that has one keeps it.
pub(super) async fn insert(
    services: &Services,
    tx: &impl ConnectionTrait,
    stored: Vec<(Invoice, Stored)>,
) -> Result<(), Error> {
    let now = services.clock.now();
    let rows = stored.into_iter().map(|(invoice, stored)| documents::ActiveModel {
        customer_id: Set(invoice.customer_id),
        id: Set(DocumentId(Uuid::now_v7())),
        portal: Set(invoice.portal),
        kind: Set(DocumentKind::Invoice),
        contract_id: Set(None),
        invoice_id: Set(Some(invoice.id)),
        issued_on: Set(invoice.issued_on),
        title: Set(invoice.number),
        content: Set(None),
        file_key: Set(Some(stored.key)),
        size: Set(Some(stored.size)),
        sha256: Set(Some(stored.sha256)),
        created_at: Set(now),
        stored_at: Set(Some(now)),
        first_opened_at: Set(None),
        first_opened_by: Set(None),
    });
    let keep = OnConflict::columns([Column::CustomerId, Column::InvoiceId]).do_nothing().to_owned();
    crate::rows::insert(tx, rows, Some(&keep)).await
}

/// What the files of an invoice say.
pub(super) fn document(detail: Detail) -> Result<InvoiceDocument, Error> {
    let Detail { invoice, totals, parts, issued_by, corrects, .. } = detail;
    let debited = !invoice.bank.is_empty() && invoice.gross > 0;
    Ok(InvoiceDocument {
        kind: match invoice.payment {
            PaymentMethod::Transfer => InvoiceKind::Invoice,
            PaymentMethod::DirectDebit => InvoiceKind::DebitNotice,
        },
        number: invoice.number,
        month: Month::of(invoice.month),
        issued_on: invoice.issued_on,
        due_on: invoice.due_on.filter(|_| invoice.gross > 0),
        customer_number: invoice.customer_number,
        debited_from: debited.then_some(BankAccount { bank: invoice.bank, number: invoice.bank_account }),
        issuer: issued_by.issuer,
        recipient: Party {
            name: invoice.recipient_name,
            postal_code: invoice.recipient_postal_code,
            address: vec![invoice.recipient_address],
            phone: String::new(),
        },
        parts: parts.into_iter().map(part).collect(),
        totals,
        net: invoice.net,
        tax: invoice.tax,
        gross: invoice.gross,
        part_tax_is_reference: issued_by.part_tax_is_reference,
        corrects,
        provider: issued_by.provider,
    })
}

fn part(part: invoices::Part) -> InvoicePart {
    let line = |line: invoices::Line| InvoiceLine {
        item: line.item,
        amount: line.amount,
        rate: line.tax_rate,
        note: line.note,
    };
    InvoicePart {
        contract_number: part.contract.number,
        lines: part.lines.into_iter().map(line).collect(),
        totals: part.totals,
        subtotal: part.subtotal,
    }
}
