//! Invoices that cover a contract.

use actix_web::{HttpResponse, get, web};
use madoguchi_api_types::call_records::CsvEncoding;
use madoguchi_api_types::invoices as types;
use madoguchi_api_types::invoices::{InvoiceDetail, InvoiceFormat, InvoiceYear};
use madoguchi_domain::dates::Month;
use madoguchi_domain::tax::RateTotal;
use madoguchi_services::ProblemCode::{ArchiveTooLarge, FontMissing, StorageUnavailable};
use madoguchi_services::documents::{self, Encoding, Format};
use madoguchi_services::limits::Work;
use madoguchi_services::{Error, Scope, Services, call_records, invoices};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadInvoices};
use crate::downloads;
use crate::input::{Path, Query};
use crate::paths::{ContractInvoiceFilePath, ContractInvoicePath, ContractPath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_contract_invoices)
        .service(get_contract_invoice)
        .service(download_contract_invoice)
        .service(download_contract_invoices);
}

/// Which invoices.
#[derive(Debug, Deserialize, IntoParams)]
pub struct InvoiceQuery {
    /// Calendar or fiscal year, by portal; the newest with invoices when absent.
    year: Option<i32>,
}

/// Lists the invoices of a year, newest first. An invoice covers all contracts billed together.
#[utoipa::path(
    tag = "invoices",
    security(("session" = [])),
    params(ContractPath, InvoiceQuery),
    responses((status = 200, body = InvoiceYear)),
)]
#[get("/{portal}/contracts/{contract}/invoices")]
pub async fn list_contract_invoices(
    services: web::Data<Services>,
    allowed: Allowed<ReadInvoices>,
    path: Path<ContractPath>,
    query: Query<InvoiceQuery>,
) -> Result<web::Json<InvoiceYear>, ApiError> {
    let found = invoices::list(&services, &allowed.scope, path.contract, query.year).await?;
    Ok(web::Json(InvoiceYear {
        year: found.year,
        year_kind: found.kind,
        years: found.years,
        invoices: found.invoices.into_iter().map(|invoice| row(invoice, &found.links)).collect(),
    }))
}

/// Reads one invoice: lines by contract, totals by tax rate.
#[utoipa::path(
    tag = "invoices",
    security(("session" = [])),
    params(ContractInvoicePath),
    responses((status = 200, body = InvoiceDetail)),
)]
#[get("/{portal}/contracts/{contract}/invoices/{invoice}")]
pub async fn get_contract_invoice(
    services: web::Data<Services>,
    allowed: Allowed<ReadInvoices>,
    path: Path<ContractInvoicePath>,
) -> Result<web::Json<InvoiceDetail>, ApiError> {
    let ContractInvoicePath { contract, invoice } = path.into_inner();
    let found = invoices::get(&services, &allowed.scope, contract, invoice).await?;
    Ok(web::Json(detail(&services, &allowed.scope, found)))
}

/// Encoding of a file, for CSV.
#[derive(Debug, Deserialize, IntoParams)]
pub struct FileQuery {
    /// Encoding of a CSV file.
    #[serde(default)]
    pub(crate) encoding: CsvEncoding,
}

/// Downloads an invoice in one of its forms: PDF, HTML, CSV, spreadsheet or JP PINT. All say the same.
///
/// `font_missing` while the server has no Japanese font to render a PDF with.
#[utoipa::path(
    tag = "invoices",
    security(("session" = [])),
    params(ContractInvoiceFilePath, FileQuery),
    responses((status = 200, description = "The file", content(
        (Vec<u8> = "application/pdf"),
        (Vec<u8> = "text/html"),
        (Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/xml"),
    ))),
    extensions(("x-problem-codes" = json!([FontMissing, StorageUnavailable]))),
)]
#[get("/{portal}/contracts/{contract}/invoices/{invoice}/files/{format}")]
pub async fn download_contract_invoice(
    services: web::Data<Services>,
    allowed: Allowed<ReadInvoices>,
    path: Path<ContractInvoiceFilePath>,
    query: Query<FileQuery>,
) -> Result<HttpResponse, ApiError> {
    let ContractInvoiceFilePath { contract, invoice, format } = path.into_inner();
    // Read here and not with the path: who is not logged in hears of that first.
    let (format, media_type) = form(format_of(&format).ok_or(Error::NotFound)?, query.encoding);
    let _slot = services.slots.take(Work::Document, &allowed.scope).await?;
    let file = documents::file_of_invoice(&services, &allowed.scope, contract, invoice, format).await?;
    Ok(downloads::file(&file.name, media_type).body(file.bytes))
}

/// Downloads the PDFs of all invoices of a year in one ZIP, streamed.
#[utoipa::path(
    tag = "invoices",
    security(("session" = [])),
    params(ContractPath, InvoiceQuery),
    responses((status = 200, description = "The archive", content_type = "application/zip", body = Vec<u8>)),
    extensions(("x-problem-codes" = json!([ArchiveTooLarge, FontMissing, StorageUnavailable]))),
)]
#[get("/{portal}/contracts/{contract}/invoices.zip")]
pub async fn download_contract_invoices(
    services: web::Data<Services>,
    allowed: Allowed<ReadInvoices>,
    path: Path<ContractPath>,
    query: Query<InvoiceQuery>,
) -> Result<HttpResponse, ApiError> {
    let services = services.into_inner();
    let slot = services.slots.take(Work::Download, &allowed.scope).await?;
    let (name, parts) = documents::year_of_invoices(services, allowed.scope, path.contract, query.year).await?;
    downloads::stream(&name, "application/zip", slot, parts).await
}

/// A form as it is made, and its media type.
pub fn form(format: InvoiceFormat, encoding: CsvEncoding) -> (Format, &'static str) {
    match (format, encoding) {
        (InvoiceFormat::Pdf, _) => (Format::Pdf, "application/pdf"),
        (InvoiceFormat::Html, _) => (Format::Html, "text/html; charset=utf-8"),
        (InvoiceFormat::Csv, CsvEncoding::Utf8) => (Format::Csv(Encoding::Utf8), "text/csv; charset=utf-8"),
        (InvoiceFormat::Csv, CsvEncoding::Cp932) => (Format::Csv(Encoding::Cp932), "text/csv; charset=shift_jis"),
        (InvoiceFormat::Xlsx, _) => (Format::Xlsx, downloads::XLSX),
        (InvoiceFormat::Xml, _) => (Format::Xml, "application/xml"),
    }
}

/// The form that a path names.
pub fn format_of(word: &str) -> Option<InvoiceFormat> {
    Some(match word {
        "pdf" => InvoiceFormat::Pdf,
        "html" => InvoiceFormat::Html,
        "csv" => InvoiceFormat::Csv,
        "xlsx" => InvoiceFormat::Xlsx,
        "xml" => InvoiceFormat::Xml,
        _ => return None,
    })
}

fn row(invoice: invoices::Invoice, links: &invoices::Links) -> types::Invoice {
    types::Invoice {
        corrects: links.corrects(&invoice).map(str::to_owned),
        corrected_by: links.corrected_by(&invoice).map(str::to_owned),
        issued_on: invoice.issued_on,
        due_on: invoice.due_on.filter(|_| invoice.gross > 0),
        payment: invoice.payment,
        id: invoice.id.into(),
        number: invoice.number,
        month: Month::of(invoice.month).to_string(),
        net: invoice.net,
        tax: invoice.tax,
        gross: invoice.gross,
    }
}

/// An invoice in full.
pub fn detail(services: &Services, scope: &Scope, found: invoices::Detail) -> InvoiceDetail {
    let month = Month::of(found.invoice.month);
    let issuer = found.issued_by.issuer;
    let debited = !found.invoice.bank.is_empty() && found.invoice.gross > 0;
    InvoiceDetail {
        id: found.invoice.id.into(),
        number: found.invoice.number,
        month: month.to_string(),
        issued_on: found.invoice.issued_on,
        due_on: found.invoice.due_on.filter(|_| found.invoice.gross > 0),
        payment: found.invoice.payment,
        recipient: found.invoice.recipient_name,
        corrects: found.corrects,
        corrected_by: found.corrected_by,
        customer_number: found.invoice.customer_number,
        debited_from: debited
            .then_some(types::BankAccount { bank: found.invoice.bank, number: found.invoice.bank_account }),
        issuer: issuer.name,
        registration_number: issuer.registration_number,
        contracts: found.parts.into_iter().map(|part| contract(services, scope, part, month)).collect(),
        totals: found.totals.iter().map(total).collect(),
        net: found.invoice.net,
        tax: found.invoice.tax,
        gross: found.invoice.gross,
        contract_tax_is_reference: found.issued_by.part_tax_is_reference,
    }
}

fn contract(services: &Services, scope: &Scope, part: invoices::Part, month: Month) -> types::InvoiceContract {
    types::InvoiceContract {
        call_records: call_records::is_readable(services, scope, &part.contract, month),
        contract_id: part.contract.id.into(),
        contract_number: part.contract.number,
        lines: part.lines.into_iter().map(line).collect(),
        totals: part.totals.iter().map(total).collect(),
        subtotal: part.subtotal,
    }
}

fn line(line: invoices::Line) -> types::InvoiceLine {
    types::InvoiceLine { item: line.item, amount: line.amount, tax_rate: line.tax_rate, note: line.note }
}

fn total(total: &RateTotal) -> types::RateTotal {
    types::RateTotal { tax_rate: total.rate, percent: total.rate.percent(), net: total.net.0, tax: total.tax.0 }
}
