//! Invoices over all contracts that the user sees: search, sums, files and archive, as an archive that its reader may rely
//! on (電子帳簿保存法) needs them.

use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use madoguchi_api_types::invoices::{FoundInvoice, InvoiceDetail, InvoiceMonth, InvoiceOrder, InvoiceOverview};
use madoguchi_api_types::pages::Page;
use madoguchi_domain::dates::Month;
use madoguchi_services::ProblemCode::{ArchiveTooLarge, FontMissing, StorageUnavailable};
use madoguchi_services::invoices::pages::{self, Key, Ordering};
use madoguchi_services::invoices::{self, Filter, Selection};
use madoguchi_services::limits::Work;
use madoguchi_services::{Error, Services, documents};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadInvoices};
use crate::downloads;
use crate::input::{Path, Query};
use crate::invoices::{FileQuery, detail, form, format_of};
use crate::pages::{OrderQuery, PageQuery};
use crate::paths::{InvoiceFilePath, InvoicePath, PortalPath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_invoices)
        .service(get_invoice_overview)
        .service(download_invoice_archive)
        .service(get_invoice)
        .service(download_invoice);
}

/// Which invoices. What is absent does not narrow; all that is there narrows together.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct FoundInvoiceQuery {
    /// 発行日 from this day on, as `2026-04-01`.
    issued_from: Option<NaiveDate>,
    /// 発行日 until this day, itself included.
    issued_until: Option<NaiveDate>,
    /// Issued in this calendar year.
    year: Option<i32>,
    /// Issued in this fiscal year, named after the year it begins in.
    fiscal_year: Option<i32>,
    /// Months billed from this one on, as `2026-10`.
    month_from: Option<String>,
    /// Months billed until this one, itself included.
    month_until: Option<String>,
    /// Yen to pay, from this amount on.
    amount_from: Option<i64>,
    /// Yen to pay, until this amount.
    amount_until: Option<i64>,
    /// A part of the name of who issued it or of whom it is addressed to; width, case and legal form do not count.
    counterparty: Option<String>,
    /// A part of its number, of a contract's number, of a line's item or of its note.
    text: Option<String>,
}

fn ordering(order: InvoiceOrder) -> Ordering {
    let (key, descending) = match order {
        InvoiceOrder::IssuedOn => (Key::IssuedOn, false),
        InvoiceOrder::IssuedOnDescending => (Key::IssuedOn, true),
        InvoiceOrder::Month => (Key::Month, false),
        InvoiceOrder::MonthDescending => (Key::Month, true),
        InvoiceOrder::Gross => (Key::Gross, false),
        InvoiceOrder::GrossDescending => (Key::Gross, true),
    };
    Ordering { key, descending }
}

async fn select(
    services: &Services,
    allowed: &Allowed<ReadInvoices>,
    query: FoundInvoiceQuery,
) -> Result<Selection, Error> {
    let filter = Filter {
        issued_from: query.issued_from,
        issued_until: query.issued_until,
        year: query.year,
        fiscal_year: query.fiscal_year,
        month_from: query.month_from,
        month_until: query.month_until,
        amount_from: query.amount_from,
        amount_until: query.amount_until,
        counterparty: query.counterparty,
        text: query.text,
    };
    invoices::select(services, &allowed.scope, filter).await
}

/// Lists invoices over all contracts that the user sees.
///
/// Searched by day, amount and counterparty, in ranges and together.
#[utoipa::path(
    tag = "invoices",
    security(("session" = [])),
    params(PortalPath, FoundInvoiceQuery, OrderQuery<InvoiceOrder>, PageQuery),
    responses((status = 200, body = Page<FoundInvoice>)),
)]
#[get("/{portal}/invoices")]
pub async fn list_invoices(
    services: web::Data<Services>,
    allowed: Allowed<ReadInvoices>,
    query: Query<FoundInvoiceQuery>,
    order: Query<OrderQuery<InvoiceOrder>>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<FoundInvoice>>, ApiError> {
    let part = page.part()?;
    let selection = select(&services, &allowed, query.into_inner()).await?;
    let found = pages::search(&services, &allowed.scope, &selection, ordering(order.order), part).await?;
    let items = found.page.items.iter().map(|invoice| row(&found, invoice)).collect();
    Ok(web::Json(Page { items, next_cursor: found.page.next_cursor, total: Some(found.total) }))
}

/// Sums the invoices under a filter by month, and names years and counterparties.
///
/// An invoice that was corrected is listed, but counts for nothing.
#[utoipa::path(
    tag = "invoices",
    security(("session" = [])),
    params(PortalPath, FoundInvoiceQuery),
    responses((status = 200, body = InvoiceOverview)),
)]
#[get("/{portal}/invoices/overview")]
pub async fn get_invoice_overview(
    services: web::Data<Services>,
    allowed: Allowed<ReadInvoices>,
    query: Query<FoundInvoiceQuery>,
) -> Result<web::Json<InvoiceOverview>, ApiError> {
    let selection = select(&services, &allowed, query.into_inner()).await?;
    let found = pages::overview(&services, &allowed.scope, &selection).await?;
    let month =
        |sum: &pages::MonthSum| InvoiceMonth { month: sum.month.to_string(), count: sum.count, gross: sum.gross };
    Ok(web::Json(InvoiceOverview {
        count: found.months.iter().map(|sum| sum.count).sum(),
        gross: found.months.iter().map(|sum| sum.gross).sum(),
        months: found.months.iter().map(month).collect(),
        years: found.years,
        fiscal_years: found.fiscal_years,
        fiscal_year_starts: found.fiscal_year_starts,
        counterparties: found.counterparties,
        kept_years: found.kept_years,
    }))
}

/// Downloads the PDFs of all invoices under a filter in one ZIP, streamed.
///
/// Files are named `YYYYMMDD_counterparty_amount_kind_number.pdf`. `archive_too_large` above 500 invoices.
#[utoipa::path(
    tag = "invoices",
    security(("session" = [])),
    params(PortalPath, FoundInvoiceQuery),
    responses((status = 200, description = "The archive", content_type = "application/zip", body = Vec<u8>)),
    extensions(("x-problem-codes" = json!([ArchiveTooLarge, FontMissing, StorageUnavailable]))),
)]
#[get("/{portal}/invoices/archive")]
pub async fn download_invoice_archive(
    services: web::Data<Services>,
    allowed: Allowed<ReadInvoices>,
    query: Query<FoundInvoiceQuery>,
) -> Result<HttpResponse, ApiError> {
    let selection = select(&services, &allowed, query.into_inner()).await?;
    let services = services.into_inner();
    let slot = services.slots.take(Work::Download, &allowed.scope).await?;
    let (name, parts) = documents::selected_invoices(services, allowed.scope, selection).await?;
    downloads::stream(&name, "application/zip", slot, parts).await
}

/// Reads one invoice, whichever contracts it covers.
#[utoipa::path(
    tag = "invoices",
    security(("session" = [])),
    params(InvoicePath),
    responses((status = 200, body = InvoiceDetail)),
)]
#[get("/{portal}/invoices/{invoice}")]
pub async fn get_invoice(
    services: web::Data<Services>,
    allowed: Allowed<ReadInvoices>,
    path: Path<InvoicePath>,
) -> Result<web::Json<InvoiceDetail>, ApiError> {
    let found = invoices::find(&services, &allowed.scope, path.invoice).await?;
    Ok(web::Json(detail(&services, &allowed.scope, found)))
}

/// Downloads an invoice in one of its forms, whichever contracts it covers.
#[utoipa::path(
    tag = "invoices",
    security(("session" = [])),
    params(InvoiceFilePath, FileQuery),
    responses((status = 200, description = "The file", content(
        (Vec<u8> = "application/pdf"),
        (Vec<u8> = "text/html"),
        (Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/xml"),
    ))),
    extensions(("x-problem-codes" = json!([FontMissing, StorageUnavailable]))),
)]
#[get("/{portal}/invoices/{invoice}/files/{format}")]
pub async fn download_invoice(
    services: web::Data<Services>,
    allowed: Allowed<ReadInvoices>,
    path: Path<InvoiceFilePath>,
    query: Query<FileQuery>,
) -> Result<HttpResponse, ApiError> {
    let InvoiceFilePath { invoice, format } = path.into_inner();
    // Read here and not with the path: who is not logged in hears of that first.
    let (format, media_type) = form(format_of(&format).ok_or(Error::NotFound)?, query.encoding);
    let _slot = services.slots.take(Work::Document, &allowed.scope).await?;
    let file = documents::file_of_any_invoice(&services, &allowed.scope, invoice, format).await?;
    Ok(downloads::file(&file.name, media_type).body(file.bytes))
}

fn row(found: &pages::Listed, (invoice, issuer): &(invoices::Invoice, invoices::IssuedBy)) -> FoundInvoice {
    FoundInvoice {
        corrects: found.links.corrects(invoice).map(str::to_owned),
        corrected_by: found.links.corrected_by(invoice).map(str::to_owned),
        kept_until: found.kept_until(invoice),
        id: invoice.id.into(),
        number: invoice.number.clone(),
        month: Month::of(invoice.month).to_string(),
        net: invoice.net,
        tax: invoice.tax,
        gross: invoice.gross,
        issued_on: invoice.issued_on,
        due_on: invoice.due_on,
        payment: invoice.payment,
        issuer: issuer.issuer.name.clone(),
        recipient: invoice.recipient_name.clone(),
        customer_number: invoice.customer_number.clone(),
    }
}
