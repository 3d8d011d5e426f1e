//! The basket of the user.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, Responder, delete, get, post, put, web};
use madoguchi_api_types::baskets::{Basket, BasketLine, NewBasketLine, WriteBasketLine};
use madoguchi_domain::money::Yen;
use madoguchi_services::ProblemCode::BasketFull;
use madoguchi_services::baskets::{self, Line, Wish};
use madoguchi_services::{Scope, Services};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadProducts};
use crate::bodies::Json;
use crate::input::Path;
use crate::paths::{BasketLinePath, PortalPath};
use crate::problem::ApiError;
use crate::products;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(get_basket)
        .service(create_basket_line)
        .service(update_basket_line)
        .service(delete_basket_line)
        .service(clear_basket);
}

/// Reads the basket, with what it is estimated to cost and how many units are free.
#[utoipa::path(
    tag = "baskets",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Basket)),
)]
#[get("/{portal}/basket")]
pub async fn get_basket(
    services: web::Data<Services>,
    allowed: Allowed<ReadProducts>,
) -> Result<web::Json<Basket>, ApiError> {
    let lines = baskets::list(&services, &allowed.scope).await?;
    Ok(web::Json(view(&allowed.scope, lines)))
}

/// Puts a product into the basket and answers with the basket. Where it lies there for the same period, there are more of it.
///
/// Nothing is reserved. `unknown` at `product`; `out_of_range` at `quantity`, and at `from` for a day before today;
/// `required`, `range_reversed` or `out_of_range` at `until`.
#[utoipa::path(
    tag = "baskets",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 201, body = Basket)),
    extensions(("x-problem-codes" = json!([BasketFull]))),
)]
#[post("/{portal}/basket/lines")]
pub async fn create_basket_line(
    services: web::Data<Services>,
    allowed: Allowed<ReadProducts>,
    body: Json<NewBasketLine>,
) -> Result<impl Responder, ApiError> {
    let NewBasketLine { product, quantity, from, until } = body.into_inner();
    let lines = baskets::add(&services, &allowed.scope, &product, Wish { quantity, from, until }).await?;
    Ok((web::Json(view(&allowed.scope, lines)), StatusCode::CREATED))
}

/// Changes quantity and period of a line, and answers with the basket.
#[utoipa::path(
    tag = "baskets",
    security(("session" = [])),
    params(BasketLinePath),
    responses((status = 200, body = Basket)),
)]
#[put("/{portal}/basket/lines/{line}")]
pub async fn update_basket_line(
    services: web::Data<Services>,
    allowed: Allowed<ReadProducts>,
    path: Path<BasketLinePath>,
    body: Json<WriteBasketLine>,
) -> Result<web::Json<Basket>, ApiError> {
    let WriteBasketLine { quantity, from, until } = body.into_inner();
    let lines = baskets::change(&services, &allowed.scope, path.line, Wish { quantity, from, until }).await?;
    Ok(web::Json(view(&allowed.scope, lines)))
}

/// Takes a line out of the basket, and answers with the basket.
#[utoipa::path(
    tag = "baskets",
    security(("session" = [])),
    params(BasketLinePath),
    responses((status = 200, body = Basket)),
)]
#[delete("/{portal}/basket/lines/{line}")]
pub async fn delete_basket_line(
    services: web::Data<Services>,
    allowed: Allowed<ReadProducts>,
    path: Path<BasketLinePath>,
) -> Result<web::Json<Basket>, ApiError> {
    let lines = baskets::remove(&services, &allowed.scope, path.line).await?;
    Ok(web::Json(view(&allowed.scope, lines)))
}

/// Takes everything out of the basket.
#[utoipa::path(
    tag = "baskets",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 204, description = "Empty")),
)]
#[delete("/{portal}/basket/lines")]
pub async fn clear_basket(
    services: web::Data<Services>,
    allowed: Allowed<ReadProducts>,
) -> Result<HttpResponse, ApiError> {
    baskets::clear(&services, &allowed.scope).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn view(scope: &Scope, lines: Vec<Line>) -> Basket {
    let amounts = lines.iter().filter_map(Line::amount);
    Basket {
        lines_max: baskets::lines_max(scope.portal()),
        amount: Yen::checked_sum(amounts).map_or(i64::MAX, |yen| yen.0),
        complete: lines.iter().all(|line| line.estimate.is_some()),
        lines: lines.into_iter().map(line).collect(),
    }
}

fn line(line: Line) -> BasketLine {
    BasketLine {
        id: line.row.id.into(),
        offered: line.product.withdrawn_at.is_none(),
        quantity: line.row.quantity,
        from: line.row.from_on,
        until: line.row.until_on,
        estimate: line.estimate.as_ref().map(products::estimate),
        amount: line.amount().map(|yen| yen.0),
        available: line.free,
        product: products::view(line.product),
    }
}
