//! Quotes that were answered (見積履歴), with their paper. One is ordered by a request that names it.

use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::quotes::{Quote, QuoteDetail, QuoteLine, QuoteOrder, QuoteState};
use madoguchi_domain::policy::{Portal, RequestAction};
use madoguchi_services::ProblemCode::FontMissing;
use madoguchi_services::Services;
use madoguchi_services::limits::Work;
use madoguchi_services::quotes::{self, Detail, Filter, Key, Ordering};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadOrders};
use crate::downloads::file;
use crate::input::{Path, Query};
use crate::pages::{self, OrderQuery, PageQuery};
use crate::paths::{PortalPath, QuotePath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_quotes).service(get_quote).service(download_quote_document);
}

/// Which quotes. What is absent does not narrow; all that is there narrows together.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct QuotesQuery {
    /// State.
    state: Option<QuoteState>,
    /// 見積日 from this day on, as `2026-04-01`.
    from: Option<NaiveDate>,
    /// 見積日 until this day, itself included.
    until: Option<NaiveDate>,
    /// A part of the number.
    number: Option<String>,
}

/// Lists the quotes of the customer.
#[utoipa::path(
    tag = "quotes",
    security(("session" = [])),
    params(PortalPath, QuotesQuery, OrderQuery<QuoteOrder>, PageQuery),
    responses((status = 200, body = Page<Quote>)),
)]
#[get("/{portal}/quotes")]
pub async fn list_quotes(
    services: web::Data<Services>,
    allowed: Allowed<ReadOrders>,
    query: Query<QuotesQuery>,
    order: Query<OrderQuery<QuoteOrder>>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<Quote>>, ApiError> {
    let QuotesQuery { state, from, until, number } = query.into_inner();
    let filter = Filter { state, from, until, number };
    let listed = quotes::list(&services, &allowed.scope, &filter, ordering(order.order), page.part()?).await?;
    Ok(web::Json(pages::page(listed.page, Some(listed.total), row)))
}

/// Reads a quote in full.
#[utoipa::path(
    tag = "quotes",
    security(("session" = [])),
    params(QuotePath),
    responses((status = 200, body = QuoteDetail)),
)]
#[get("/{portal}/quotes/{quote}")]
pub async fn get_quote(
    services: web::Data<Services>,
    allowed: Allowed<ReadOrders>,
    path: Path<QuotePath>,
) -> Result<web::Json<QuoteDetail>, ApiError> {
    let found = quotes::get(&services, &allowed.scope, &path.quote).await?;
    Ok(web::Json(detail(allowed.scope.portal(), found)))
}

/// Downloads the paper of a quote (見積書) as PDF.
#[utoipa::path(
    tag = "quotes",
    security(("session" = [])),
    params(QuotePath),
    responses((status = 200, description = "The file", content_type = "application/pdf", body = Vec<u8>)),
    extensions(("x-problem-codes" = json!([FontMissing]))),
)]
#[get("/{portal}/quotes/{quote}/document")]
pub async fn download_quote_document(
    services: web::Data<Services>,
    allowed: Allowed<ReadOrders>,
    path: Path<QuotePath>,
) -> Result<HttpResponse, ApiError> {
    let _slot = services.slots.take(Work::Document, &allowed.scope).await?;
    let (name, content) = quotes::document(&services, &allowed.scope, &path.quote).await?;
    Ok(file(&name, "application/pdf").body(content))
}

fn ordering(order: QuoteOrder) -> Ordering {
    use QuoteOrder as O;
    let (key, descending) = match order {
        O::QuotedOn => (Key::QuotedOn, false),
        O::QuotedOnDescending => (Key::QuotedOn, true),
        O::Number => (Key::Number, false),
        O::NumberDescending => (Key::Number, true),
        O::ValidUntil => (Key::ValidUntil, false),
        O::ValidUntilDescending => (Key::ValidUntil, true),
        O::State => (Key::State, false),
        O::StateDescending => (Key::State, true),
        O::Amount => (Key::Amount, false),
        O::AmountDescending => (Key::Amount, true),
    };
    Ordering { key, descending }
}

fn row(quote: quotes::Quote) -> Quote {
    Quote {
        number: quote.number,
        state: quote.state,
        quoted_on: quote.quoted_on,
        valid_until: quote.valid_until,
        amount: quote.amount,
        request_number: quote.request_number,
        order_number: quote.order_number,
    }
}

fn detail(portal: &Portal, found: Detail) -> QuoteDetail {
    let Detail { quote, lines, is_acceptable } = found;
    let order = portal.kept_kinds().find(|kind| kind.action == RequestAction::Order);
    QuoteDetail {
        class: quote.class,
        note: quote.note.clone(),
        lines: lines.into_iter().map(line).collect(),
        order_kind: order.filter(|_| is_acceptable).map(|kind| kind.code.clone()),
        quote: row(quote),
    }
}

/// A line of a quote.
pub fn line(line: quotes::QuoteLine) -> QuoteLine {
    QuoteLine {
        line: line.position,
        product_code: line.product_code,
        product_name: line.product_name,
        quantity: line.quantity,
        first_on: line.first_on,
        last_on: line.last_on,
        daily_price: line.daily_price,
        monthly_price: line.monthly_price,
        amount: line.amount,
    }
}
