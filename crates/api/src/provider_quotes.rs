//! Quotes as systems of the provider read them, and how they answer a request for one: by the same function as the command.

use actix_web::{get, post, web};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::provider_quotes::{ProviderQuote, ProviderQuoteDetail, QuoteAnswerRequest, QuotedPrice};
use madoguchi_api_types::quotes::QuoteState;
use madoguchi_domain::money::Yen;
use madoguchi_services::ProblemCode::{NotFound, NumbersExhausted, RequestDecided};
use madoguchi_services::quotes::by_provider::{self, Listed};
use madoguchi_services::request_parts::{Answer, LinePrice};
use madoguchi_services::requests::by_provider as requests;
use madoguchi_services::revisions::Named;
use madoguchi_services::{Error, FieldCode, Provider, Services};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::bodies::Json;
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::pages::{self, PageQuery};
use crate::paths::{NumberPath, PortalPath};
use crate::problem::ApiError;
use crate::quotes::line;
use crate::revisions::IfMatch;
use crate::scopes::{OrdersRead, RequestsWrite};

/// Largest price of a unit, in yen.
const PRICE_MAX: i64 = 100_000_000;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_provider_quotes).service(get_provider_quote).service(create_quote_answer);
}

/// Which quotes.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct ProviderQuoteQuery {
    /// State; all when absent.
    state: Option<QuoteState>,
}

/// Lists quotes to all customers, the largest number first.
#[utoipa::path(
    tag = "provider orders",
    security(("client" = ["orders:read"])),
    params(PortalPath, ProviderQuoteQuery, PageQuery),
    responses((status = 200, body = Page<ProviderQuote>)),
    extensions(("x-problem-codes" = json!([NotFound]))),
)]
#[get("/{portal}/provider/quotes")]
pub async fn list_provider_quotes(
    services: web::Data<Services>,
    client: Client<OrdersRead>,
    query: Query<ProviderQuoteQuery>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<ProviderQuote>>, ApiError> {
    let listed = by_provider::pages(&services, &client.provider, query.state, page.part()?).await?;
    Ok(web::Json(pages::page(listed, None, row)))
}

/// Reads a quote with its lines.
#[utoipa::path(
    tag = "provider orders",
    security(("client" = ["orders:read"])),
    params(NumberPath),
    responses((status = 200, body = ProviderQuoteDetail)),
)]
#[get("/{portal}/provider/quotes/{number}")]
pub async fn get_provider_quote(
    services: web::Data<Services>,
    client: Client<OrdersRead>,
    path: Path<NumberPath>,
) -> Result<web::Json<ProviderQuoteDetail>, ApiError> {
    Ok(web::Json(detail(&services, &client.provider, &path.number).await?))
}

/// Answers a request for a quote (見積依頼), or for a quote and an order at once, with prices and the last day on which they hold: the
/// request is completed, and the customer is mailed. Sent again it changes nothing.
#[utoipa::path(
    tag = "provider requests",
    security(("client" = ["requests:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderQuoteDetail)),
    extensions(("x-problem-codes" = json!([RequestDecided, NumbersExhausted]))),
)]
#[post("/{portal}/provider/requests/{number}/quote")]
pub async fn create_quote_answer(
    services: web::Data<Services>,
    client: Client<RequestsWrite>,
    path: Path<NumberPath>,
    from: IfMatch,
    body: Json<QuoteAnswerRequest>,
) -> Result<web::Json<ProviderQuoteDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from.0 };
    let answer = answer(body.into_inner())?;
    let request = requests::answer(&services, &client.provider, named, answer).await?;
    let quote = request.quote_number.ok_or(Error::NotFound)?;
    Ok(web::Json(detail(&services, &client.provider, &quote).await?))
}

fn answer(body: QuoteAnswerRequest) -> Result<Answer, Error> {
    let QuoteAnswerRequest { valid_until, prices, note } = body;
    let price = |(at, price): (usize, QuotedPrice)| {
        let yen = |field: &str, yen: i64| {
            let refused = || Error::invalid(format!("prices[{at}].{field}"), FieldCode::OutOfRange);
            (0..=PRICE_MAX).contains(&yen).then_some(Yen(yen)).ok_or_else(refused)
        };
        Ok(LinePrice {
            line: usize::try_from(price.line).unwrap_or(usize::MAX),
            daily: yen("daily", price.daily)?,
            monthly: price.monthly.map(|price| yen("monthly", price)).transpose()?,
        })
    };
    let prices = prices.into_iter().enumerate().map(price).collect::<Result<_, Error>>()?;
    Ok(Answer { note, valid_until: Some(valid_until), prices })
}

async fn detail(services: &Services, provider: &Provider, number: &str) -> Result<ProviderQuoteDetail, Error> {
    let (listed, lines) = by_provider::get(services, provider, number).await?;
    let (class, note) = (listed.quote.class, listed.quote.note.clone());
    Ok(ProviderQuoteDetail { quote: row(listed), class, note, lines: lines.into_iter().map(line).collect() })
}

fn row(listed: Listed) -> ProviderQuote {
    let Listed { quote, customer_number, customer_name } = listed;
    ProviderQuote {
        number: quote.number,
        state: quote.state,
        customer_number,
        customer_name,
        quoted_on: quote.quoted_on,
        valid_until: quote.valid_until,
        amount: quote.amount,
        request_number: quote.request_number,
        order_number: quote.order_number,
    }
}
