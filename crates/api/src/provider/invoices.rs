//! Invoices by the provider's number: lines in, totals computed and compared with the sender's.

use actix_web::{HttpResponse, post, put, web};
use madoguchi_api_types::provider::batches::BatchAnswer;
use madoguchi_api_types::provider::invoices as types;
use madoguchi_api_types::provider::invoices::{InvoiceBatch, WriteInvoice, WriteInvoiceTotals, WrittenInvoice};
use madoguchi_domain::money::Yen;
use madoguchi_services::ProblemCode::{BatchTooLong, NotFound};
use madoguchi_services::invoices::issue::{BankAccount, NewInvoice, NewLine, Recipient, StatedTotals, Terms};
use madoguchi_services::rows::RowError;
use madoguchi_services::upserts::invoices;
use madoguchi_services::{Error, Services, row_values};
use utoipa_actix_web::service_config::ServiceConfig;

use super::answers::{Batch, DryRun, Mailed, status, written};
use crate::bodies::{Row, Rows};
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::paths::{NumberPath, PortalPath};
use crate::problem::ApiError;
use crate::scopes::InvoicesWrite;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(upsert_invoice).service(upsert_invoices);
}

/// Issues an invoice under its number: 201 when it is new, 200 `unchanged` when the same was issued before. Tax is rounded once
/// for each rate, as the portal says; totals that the sender states must be those, or nothing is issued (`total_differs` at
/// `totals.net`, `totals.tax` or `totals.gross`). What was issued is never changed: a correction is an invoice that `corrects` it.
#[utoipa::path(
    tag = "provider invoices",
    security(("client" = ["invoices:write"])),
    params(NumberPath, Mailed),
    request_body = WriteInvoice,
    responses((status = 200, body = WrittenInvoice), (status = 201, body = WrittenInvoice)),
)]
#[put("/{portal}/provider/invoices/{number}")]
pub async fn upsert_invoice(
    services: web::Data<Services>,
    client: Client<InvoicesWrite>,
    path: Path<NumberPath>,
    asked: Query<Mailed>,
    body: Row<WriteInvoice>,
) -> Result<HttpResponse, ApiError> {
    let new = given(path.into_inner().number, body.0).map_err(Error::from)?;
    let issued = invoices::put(&services, &client.provider, asked.dry_run, &new, asked.mailed).await?;
    let body = WrittenInvoice {
        id: issued.id.into(),
        number: new.number.trim().to_owned(),
        status: status(issued.outcome),
        net: issued.net.0,
        tax: issued.tax.0,
        gross: issued.gross.0,
    };
    Ok(written(issued.outcome, None, &body))
}

/// Issues up to 1,000 invoices in one transaction; their people get one mail each. `per_row`: each row stands by itself, and its
/// answer says what became of it. `all_or_nothing`: `errors` names what was refused as `rows[3].lines[0].contract`, and nothing is
/// issued.
#[utoipa::path(
    tag = "provider invoices",
    security(("client" = ["invoices:write"])),
    params(PortalPath, DryRun),
    request_body = InvoiceBatch,
    responses((status = 200, body = BatchAnswer)),
    extensions(("x-problem-codes" = json!([BatchTooLong, NotFound]))),
)]
#[post("/{portal}/provider/invoice-batches")]
pub async fn upsert_invoices(
    services: web::Data<Services>,
    client: Client<InvoicesWrite>,
    tried: Query<DryRun>,
    body: Rows<InvoiceBatch>,
) -> Result<web::Json<BatchAnswer>, ApiError> {
    let InvoiceBatch { mode, mailed, rows } = body.0;
    let mut batch = Batch::read((mode, tried.dry_run), rows, |row| {
        let (number, invoice) = row.split();
        (number.clone(), given(number, invoice))
    })?;
    let (how, rows) = batch.take();
    let answers = invoices::put_all(&services, &client.provider, how, rows, mailed).await?;
    Ok(web::Json(batch.answer(answers, |issued| issued.outcome)))
}

fn given(number: String, body: WriteInvoice) -> Result<NewInvoice, RowError> {
    let line = |line: types::WriteInvoiceLine| NewLine {
        contract: line.contract,
        item: line.item,
        amount: Yen(line.amount),
        tax_rate: line.tax_rate,
        note: line.note,
    };
    let stated = |WriteInvoiceTotals { net, tax, gross }| StatedTotals {
        net: net.map(Yen),
        tax: tax.map(Yen),
        gross: gross.map(Yen),
    };
    let account = |types::WriteBankAccount { bank, number }| BankAccount { bank, number };
    Ok(NewInvoice {
        number,
        billing_group: body.billing_group,
        month: row_values::month("month", &body.month)?,
        lines: body.lines.into_iter().map(line).collect(),
        terms: Terms {
            issued_on: body.issued_on,
            due_on: body.due_on,
            payment: body.payment,
            corrects: body.corrects,
            debited_from: body.debited_from.map(account),
            recipient: body.recipient.map(recipient).transpose()?,
            stated: body.totals.map(stated).unwrap_or_default(),
        },
    })
}

fn recipient(body: types::WriteRecipient) -> Result<Recipient, RowError> {
    Recipient::read(&body.name, &body.postal_code, &body.address)
}
