//! Orders of rented goods (注文履歴), and what an end date would cost.

use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use madoguchi_api_types::call_records::CsvEncoding;
use madoguchi_api_types::orders::{Order, OrderDetail, OrderSimulation, OrderSorting, OrderState};
use madoguchi_api_types::pages::Page;
use madoguchi_services::ProblemCode::OrderOver;
use madoguchi_services::Services;
use madoguchi_services::documents::Encoding;
use madoguchi_services::limits::Work;
use madoguchi_services::rental_orders::{self, Filter};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadOrders};
use crate::downloads::file;
use crate::input::{Path, Query};
use crate::order_views::{self as views, ordering};
use crate::pages::{self, OrderQuery, PageQuery};
use crate::paths::{OrderPath, PortalPath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_orders).service(download_orders_csv).service(get_order).service(simulate_order_end);
}

/// Which orders. What is absent does not narrow; all that is there narrows together.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct OrdersQuery {
    /// State.
    state: Option<OrderState>,
    /// 注文日 from this day on, as `2026-04-01`.
    from: Option<NaiveDate>,
    /// 注文日 until this day, itself included.
    until: Option<NaiveDate>,
    /// In rent on this day.
    in_rent_on: Option<NaiveDate>,
    /// A part of the number.
    number: Option<String>,
}

impl OrdersQuery {
    fn filter(self) -> Filter {
        let Self { state, from, until, in_rent_on, number } = self;
        Filter { state, from, until, in_rent_on, number }
    }
}

/// Encoding of a file.
#[derive(Debug, Deserialize, IntoParams)]
pub struct OrderFileQuery {
    /// Encoding of the text.
    #[serde(default)]
    encoding: CsvEncoding,
}

/// Lists the orders of the customer.
#[utoipa::path(
    tag = "orders",
    security(("session" = [])),
    params(PortalPath, OrdersQuery, OrderQuery<OrderSorting>, PageQuery),
    responses((status = 200, body = Page<Order>)),
)]
#[get("/{portal}/orders")]
pub async fn list_orders(
    services: web::Data<Services>,
    allowed: Allowed<ReadOrders>,
    query: Query<OrdersQuery>,
    order: Query<OrderQuery<OrderSorting>>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<Order>>, ApiError> {
    let filter = query.into_inner().filter();
    let listed = rental_orders::list(&services, &allowed.scope, &filter, ordering(order.order), page.part()?).await?;
    Ok(web::Json(pages::page(listed.page, Some(listed.total), views::row)))
}

/// Downloads the lines of these orders as CSV, those of the first 5,000 orders.
#[utoipa::path(
    tag = "orders",
    security(("session" = [])),
    params(PortalPath, OrdersQuery, OrderQuery<OrderSorting>, OrderFileQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String)),
)]
#[get("/{portal}/orders.csv")]
pub async fn download_orders_csv(
    services: web::Data<Services>,
    allowed: Allowed<ReadOrders>,
    query: Query<OrdersQuery>,
    order: Query<OrderQuery<OrderSorting>>,
    wanted: Query<OrderFileQuery>,
) -> Result<HttpResponse, ApiError> {
    let _slot = services.slots.take(Work::Download, &allowed.scope).await?;
    let (encoding, charset) = match wanted.encoding {
        CsvEncoding::Utf8 => (Encoding::Utf8, "utf-8"),
        CsvEncoding::Cp932 => (Encoding::Cp932, "shift_jis"),
    };
    let filter = query.into_inner().filter();
    let content = rental_orders::csv(&services, &allowed.scope, &filter, ordering(order.order), encoding).await?;
    Ok(file("orders.csv", &format!("text/csv; charset={charset}")).body(content))
}

/// Reads an order in full: what is in rent, what ends when, what it costs, and what may be asked for.
#[utoipa::path(
    tag = "orders",
    security(("session" = [])),
    params(OrderPath),
    responses((status = 200, body = OrderDetail)),
)]
#[get("/{portal}/orders/{order}")]
pub async fn get_order(
    services: web::Data<Services>,
    allowed: Allowed<ReadOrders>,
    path: Path<OrderPath>,
) -> Result<web::Json<OrderDetail>, ApiError> {
    let found = rental_orders::get(&services, &allowed.scope, &path.order).await?;
    Ok(web::Json(views::detail(allowed.scope.portal(), found)))
}

/// Which line, and which day.
#[derive(Debug, Deserialize, IntoParams)]
pub struct SimulationQuery {
    /// Number of the line.
    line: i32,
    /// The day on which its units would end, earlier or later than their own last day.
    ends_on: NaiveDate,
}

/// Says what it would cost if the units of a line that do not end yet ended on a day. Nothing is changed.
///
/// `not_in_order` at `line`; `before_today`, `outside_rental` at `ends_on`.
#[utoipa::path(
    tag = "orders",
    security(("session" = [])),
    params(OrderPath, SimulationQuery),
    responses((status = 200, body = OrderSimulation)),
    extensions(("x-problem-codes" = json!([OrderOver]))),
)]
#[get("/{portal}/orders/{order}/simulations")]
pub async fn simulate_order_end(
    services: web::Data<Services>,
    allowed: Allowed<ReadOrders>,
    path: Path<OrderPath>,
    query: Query<SimulationQuery>,
) -> Result<web::Json<OrderSimulation>, ApiError> {
    let of = (i64::from(query.line), query.ends_on);
    let found = rental_orders::simulate(&services, &allowed.scope, &path.order, of).await?;
    Ok(web::Json(OrderSimulation {
        line: query.line,
        ends_on: query.ends_on,
        quantity: found.quantity,
        now: views::charge(&found.now),
        then: views::charge(&found.then),
        difference: found.difference.0,
    }))
}
