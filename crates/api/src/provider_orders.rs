//! Orders of rented goods as systems of the provider read and handle them: by the same functions as the commands.

use actix_web::{get, post, web};
use madoguchi_api_types::orders::{OrderLineEnd, OrderState};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::provider_orders::{
    OrderArrangementRequest, OrderRefusalRequest, OrderReturnRequest, OrderShipmentRequest, ProviderOrder,
    ProviderOrderDetail, ProviderOrderLine,
};
use madoguchi_services::ProblemCode::{NotFound, OrderArranged, OrderNotArranged, OrderOver, RequestDecided};
use madoguchi_services::order_decisions;
use madoguchi_services::rental_orders::WholeLine;
use madoguchi_services::rental_orders::by_provider::{self, Listed, Shown};
use madoguchi_services::rental_orders::movements::{self, Return, Shipment};
use madoguchi_services::revisions::Named;
use madoguchi_services::{Provider, Services};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::bodies::Json;
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::order_views as views;
use crate::pages::{self, PageQuery};
use crate::paths::{NumberPath, PortalPath};
use crate::problem::ApiError;
use crate::revisions::{IfMatch, Revised};
use crate::scopes::{OrdersRead, OrdersWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_provider_orders)
        .service(get_provider_order)
        .service(create_order_arrangement)
        .service(create_order_refusal)
        .service(create_order_shipment)
        .service(create_order_return);
}

/// Which orders.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct ProviderOrderQuery {
    /// State; all when absent.
    state: Option<OrderState>,
}

/// Lists orders of all customers, the largest number first.
#[utoipa::path(
    tag = "provider orders",
    security(("client" = ["orders:read"])),
    params(PortalPath, ProviderOrderQuery, PageQuery),
    responses((status = 200, body = Page<ProviderOrder>)),
    extensions(("x-problem-codes" = json!([NotFound]))),
)]
#[get("/{portal}/provider/orders")]
pub async fn list_provider_orders(
    services: web::Data<Services>,
    client: Client<OrdersRead>,
    query: Query<ProviderOrderQuery>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<ProviderOrder>>, ApiError> {
    let listed = by_provider::pages(&services, &client.provider, query.state, page.part()?).await?;
    Ok(web::Json(pages::page(listed, None, row)))
}

/// Reads an order with its lines, what happened to it, and the revision to be given back with a change.
#[utoipa::path(
    tag = "provider orders",
    security(("client" = ["orders:read"])),
    params(NumberPath),
    responses((status = 200, body = ProviderOrderDetail, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/provider/orders/{number}")]
pub async fn get_provider_order(
    services: web::Data<Services>,
    client: Client<OrdersRead>,
    path: Path<NumberPath>,
) -> Result<Revised<ProviderOrderDetail>, ApiError> {
    revised(&services, &client.provider, &path.number).await
}

/// Arranges an order (手配済): the request that made it is completed, its goods are promised, and the customer is mailed. Where there
/// are not as many free on each day, nothing is changed: `out_of_stock` at `lines[…].quantity`. Sent again it changes nothing.
#[utoipa::path(
    tag = "provider orders",
    security(("client" = ["orders:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderOrderDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([RequestDecided, OrderArranged]))),
)]
#[post("/{portal}/provider/orders/{number}/arrangement")]
pub async fn create_order_arrangement(
    services: web::Data<Services>,
    client: Client<OrdersWrite>,
    path: Path<NumberPath>,
    from: IfMatch,
    body: Json<OrderArrangementRequest>,
) -> Result<Revised<ProviderOrderDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from.0 };
    order_decisions::arrange(&services, &client.provider, named, &body.note).await?;
    revised(&services, &client.provider, &path.number).await
}

/// Does not take an order (受付失敗) for a reason that the customer reads, and mails it. A quote that it was made of can be ordered
/// once more. Sent again it changes nothing.
#[utoipa::path(
    tag = "provider orders",
    security(("client" = ["orders:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderOrderDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([RequestDecided, OrderArranged]))),
)]
#[post("/{portal}/provider/orders/{number}/refusal")]
pub async fn create_order_refusal(
    services: web::Data<Services>,
    client: Client<OrdersWrite>,
    path: Path<NumberPath>,
    from: IfMatch,
    body: Json<OrderRefusalRequest>,
) -> Result<Revised<ProviderOrderDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from.0 };
    order_decisions::refuse(&services, &client.provider, named, &body.reason).await?;
    revised(&services, &client.provider, &path.number).await
}

/// Says that goods of an order were shipped (出荷). The customer reads day and note with the order; nobody is mailed. The same again
/// changes nothing, another day or note is another shipment.
#[utoipa::path(
    tag = "provider orders",
    security(("client" = ["orders:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderOrderDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([OrderNotArranged, OrderOver]))),
)]
#[post("/{portal}/provider/orders/{number}/shipments")]
pub async fn create_order_shipment(
    services: web::Data<Services>,
    client: Client<OrdersWrite>,
    path: Path<NumberPath>,
    from: IfMatch,
    body: Json<OrderShipmentRequest>,
) -> Result<Revised<ProviderOrderDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from.0 };
    let OrderShipmentRequest { shipped_on, note } = body.into_inner();
    movements::ship(&services, &client.provider, named, &Shipment { on: shipped_on, note }).await?;
    revised(&services, &client.provider, &path.number).await
}

/// Says that all units of lines were given back (返却): they are free from the day after, and cost up to that day. When every line
/// was, the order is over. Sent again it changes nothing.
#[utoipa::path(
    tag = "provider orders",
    security(("client" = ["orders:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderOrderDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([OrderNotArranged, OrderOver]))),
)]
#[post("/{portal}/provider/orders/{number}/returns")]
pub async fn create_order_return(
    services: web::Data<Services>,
    client: Client<OrdersWrite>,
    path: Path<NumberPath>,
    from: IfMatch,
    body: Json<OrderReturnRequest>,
) -> Result<Revised<ProviderOrderDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from.0 };
    let OrderReturnRequest { returned_on, lines } = body.into_inner();
    movements::take_back(&services, &client.provider, named, &Return { on: returned_on, lines }).await?;
    revised(&services, &client.provider, &path.number).await
}

async fn revised(
    services: &Services,
    provider: &Provider,
    number: &str,
) -> Result<Revised<ProviderOrderDetail>, ApiError> {
    let Shown { whole, in_rent, is_over, answers, history, customer_number, customer_name } =
        by_provider::get(services, provider, number).await?;
    let revision = by_provider::revision(&whole)?;
    let detail = ProviderOrderDetail {
        order: row(Listed { order: whole.order, customer_number, customer_name }),
        lines: whole.lines.into_iter().zip(in_rent).map(line).collect(),
        answers,
        history: history.into_iter().map(views::event).collect(),
        is_over,
    };
    Ok(Revised(detail, revision))
}

fn row(listed: Listed) -> ProviderOrder {
    let Listed { order, customer_number, customer_name } = listed;
    ProviderOrder {
        number: order.number,
        state: order.state,
        customer_number,
        customer_name,
        ordered_on: order.ordered_on,
        first_on: order.first_on,
        last_on: order.last_on,
    }
}

fn line((WholeLine { line, ends }, in_rent): (WholeLine, i64)) -> ProviderOrderLine {
    let ends =
        ends.into_iter().map(|end| OrderLineEnd { ends_on: end.ends_on, quantity: end.quantity, state: end.state });
    ProviderOrderLine {
        line: line.position,
        product_code: line.product_code,
        product_name: line.product_name,
        class: line.class,
        quantity: line.quantity,
        first_on: line.first_on,
        last_on: line.last_on,
        returned_on: line.returned_on,
        in_rent,
        delivery: line.delivery,
        daily_price: line.daily_price,
        monthly_price: line.monthly_price,
        ends: ends.collect(),
    }
}
