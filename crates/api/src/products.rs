//! The catalogue: products by word and category, one product, its picture, and when how many are free.

use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::portals::Text;
use madoguchi_api_types::products::{
    Availability, AvailabilitySpan, ListedProduct, Product, ProductCategory, ProductOrder, RentalEstimate,
    RentalEstimatePart,
};
use madoguchi_domain::rental_charges::{Estimate, RentalError};
use madoguchi_services::products::{self, Period, Search, SearchOrder};
use madoguchi_services::{Error, FieldCode, Services};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadProducts};
use crate::downloads;
use crate::input::{Path, Query};
use crate::pages::{self, OrderQuery, PageQuery};
use crate::paths::{PortalPath, ProductPath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_products)
        .service(list_product_categories)
        .service(get_product)
        .service(get_product_availability)
        .service(get_product_picture);
}

/// Which products. What is absent does not narrow; all that is there narrows together.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ProductQuery {
    /// Words that occur in code, name or category, each of them; width, kana, hyphens and long-vowel marks do not count.
    #[serde(default)]
    words: String,
    /// Name of a category.
    category: Option<String>,
    /// First day of the period of which it is told how many are free, as `2027-12-28`; today when absent.
    from: Option<NaiveDate>,
    /// Last day of it, itself included; the first day when absent.
    until: Option<NaiveDate>,
}

/// Lists the products that are offered, with how many of each are free in a period.
#[utoipa::path(
    tag = "products",
    security(("session" = [])),
    params(PortalPath, ProductQuery, OrderQuery<ProductOrder>, PageQuery),
    responses((status = 200, body = Page<ListedProduct>)),
)]
#[get("/{portal}/products")]
pub async fn list_products(
    services: web::Data<Services>,
    allowed: Allowed<ReadProducts>,
    query: Query<ProductQuery>,
    order: Query<OrderQuery<ProductOrder>>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<ListedProduct>>, ApiError> {
    let (order, descending) = ordering(order.order);
    let category = query.category.as_deref().filter(|category| !category.is_empty());
    let search = Search { words: &query.words, category, order, descending };
    let period = Period::asked(&services, query.from, query.until)?;
    let found = products::search(&services, &allowed.scope, &search, page.part()?).await?;
    let available = products::available(&services, &found.page.items, period).await?;
    let mut available = available.into_iter();
    let listed = |product| ListedProduct { product: view(product), available: available.next().unwrap_or(0) };
    Ok(web::Json(pages::page(found.page, found.total, listed)))
}

/// Lists the categories in which products are offered, with how many.
#[utoipa::path(
    tag = "products",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Vec<ProductCategory>)),
)]
#[get("/{portal}/product-categories")]
pub async fn list_product_categories(
    services: web::Data<Services>,
    allowed: Allowed<ReadProducts>,
) -> Result<web::Json<Vec<ProductCategory>>, ApiError> {
    let categories = products::categories(&services, &allowed.scope).await?;
    let category = |category: products::Category| ProductCategory {
        label: Text { ja: category.name.clone(), en: category.name_en },
        name: category.name,
        products: category.products,
    };
    Ok(web::Json(categories.into_iter().map(category).collect()))
}

/// Reads a product.
#[utoipa::path(
    tag = "products",
    security(("session" = [])),
    params(ProductPath),
    responses((status = 200, body = Product)),
)]
#[get("/{portal}/products/{product}")]
pub async fn get_product(
    services: web::Data<Services>,
    allowed: Allowed<ReadProducts>,
    path: Path<ProductPath>,
) -> Result<web::Json<Product>, ApiError> {
    Ok(web::Json(view(products::get(&services, &allowed.scope, &path.product).await?)))
}

/// A period.
#[derive(Debug, Deserialize, IntoParams)]
pub struct PeriodQuery {
    /// First day, as `2027-12-28`; today when absent.
    from: Option<NaiveDate>,
    /// Last day, itself included; the first day when absent.
    until: Option<NaiveDate>,
}

/// Tells how many units of a product are free in a period, and what renting one costs.
///
/// First and last day both count: from 2027-12-28 until 2028-01-29 are 33 days, and a unit that comes back on a day is free from
/// the day after. `range_reversed` or `out_of_range` at `until`.
#[utoipa::path(
    tag = "products",
    security(("session" = [])),
    params(ProductPath, PeriodQuery),
    responses((status = 200, body = Availability)),
)]
#[get("/{portal}/products/{product}/availability")]
pub async fn get_product_availability(
    services: web::Data<Services>,
    allowed: Allowed<ReadProducts>,
    path: Path<ProductPath>,
    query: Query<PeriodQuery>,
) -> Result<web::Json<Availability>, ApiError> {
    let period = Period::asked(&services, query.from, query.until)?;
    let product = products::get(&services, &allowed.scope, &path.product).await?;
    let found = products::availability(&services, &product, period).await?;
    let span = |span: &madoguchi_services::stock::Span| AvailabilitySpan {
        from: span.from,
        until: span.until,
        available: span.units,
    };
    Ok(web::Json(Availability {
        from: period.from(),
        until: period.until(),
        available: found.iter().map(|span| span.units).min().unwrap_or(0),
        spans: found.iter().map(span).collect(),
        estimate: estimate(&period.estimate(&product).map_err(refused)?),
    }))
}

/// Downloads the picture of a product; 404 where it has none.
#[utoipa::path(
    tag = "products",
    security(("session" = [])),
    params(ProductPath),
    responses((status = 200, description = "PNG or JPEG", content_type = "image/*", body = Vec<u8>)),
    extensions(("x-problem-codes" = json!([madoguchi_services::ProblemCode::StorageUnavailable]))),
)]
#[get("/{portal}/products/{product}/picture")]
pub async fn get_product_picture(
    services: web::Data<Services>,
    allowed: Allowed<ReadProducts>,
    path: Path<ProductPath>,
) -> Result<HttpResponse, ApiError> {
    let (kind, content) = products::pictures::read(&services, &allowed.scope, &path.product).await?;
    Ok(downloads::file("picture", &kind).body(content))
}

fn ordering(order: ProductOrder) -> (SearchOrder, bool) {
    match order {
        ProductOrder::Code => (SearchOrder::Code, false),
        ProductOrder::CodeDescending => (SearchOrder::Code, true),
        ProductOrder::Name => (SearchOrder::Name, false),
        ProductOrder::NameDescending => (SearchOrder::Name, true),
        ProductOrder::DailyPrice => (SearchOrder::DailyPrice, false),
        ProductOrder::DailyPriceDescending => (SearchOrder::DailyPrice, true),
        ProductOrder::MonthlyPrice => (SearchOrder::MonthlyPrice, false),
        ProductOrder::MonthlyPriceDescending => (SearchOrder::MonthlyPrice, true),
    }
}

fn refused(error: RentalError) -> Error {
    Error::invalid(
        "until",
        match error {
            RentalError::Reversed => FieldCode::RangeReversed,
            RentalError::TooLong => FieldCode::OutOfRange,
        },
    )
}

/// A product as it travels.
pub fn view(product: products::Product) -> Product {
    Product {
        code: product.code,
        name: product.name,
        category: product.category,
        daily_price: product.daily_price,
        monthly_price: product.monthly_price,
        note: product.note,
        has_picture: product.picture_key.is_some(),
    }
}

/// An estimate as it travels.
pub fn estimate(estimate: &Estimate) -> RentalEstimate {
    let part = |part: &madoguchi_domain::rental_charges::ChargePart| RentalEstimatePart {
        unit: part.unit,
        count: part.count,
        price: part.price.0,
        amount: part.amount.0,
    };
    RentalEstimate {
        days: estimate.days,
        by: estimate.by,
        parts: estimate.parts.iter().map(part).collect(),
        amount: estimate.amount.0,
        otherwise: estimate.otherwise.map(|yen| yen.0),
    }
}
