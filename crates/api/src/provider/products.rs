//! Products with prices and stock, by their codes.

use actix_web::{HttpResponse, get, post, put, web};
use madoguchi_api_types::provider::batches::BatchAnswer;
use madoguchi_api_types::provider::products::{ProductBatch, ProviderProduct, WriteProduct, WrittenProduct};
use madoguchi_services::ProblemCode::{BatchTooLong, NotFound};
use madoguchi_services::Services;
use madoguchi_services::products::Product;
use madoguchi_services::products::store::NewProduct;
use madoguchi_services::upserts::{Basis, products};
use utoipa_actix_web::service_config::ServiceConfig;

use super::answers::{Batch, DryRun, status, written};
use crate::bodies::{Row, Rows};
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::paths::{PortalPath, ProductCodePath};
use crate::problem::ApiError;
use crate::revisions::{IfMatch, Revised};
use crate::scopes::{ProductsRead, ProductsWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_provider_product).service(upsert_product).service(upsert_products);
}

/// Reads a product back, normalised as it is kept.
#[utoipa::path(
    tag = "provider products",
    security(("client" = ["products:read"])),
    params(ProductCodePath),
    responses((status = 200, body = ProviderProduct, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/provider/products/{code}")]
pub async fn get_provider_product(
    services: web::Data<Services>,
    client: Client<ProductsRead>,
    path: Path<ProductCodePath>,
) -> Result<Revised<ProviderProduct>, ApiError> {
    let product = products::get(&services, &client.provider, &path.code).await?;
    let revision = products::revision(&product)?;
    Ok(Revised(view(product), revision))
}

/// Stores a product under its code: 201 when it is new, 200 when it was there. Its picture, and whether it is offered, stay as they
/// are. A stock is not lowered below what is promised: `stock_promised`. The same again is `unchanged`.
#[utoipa::path(
    tag = "provider products",
    security(("client" = ["products:write"])),
    params(ProductCodePath, DryRun, IfMatch),
    request_body = WriteProduct,
    responses(
        (status = 200, body = WrittenProduct, headers(("ETag" = String, description = "Revision"))),
        (status = 201, body = WrittenProduct, headers(("ETag" = String, description = "Revision"))),
    ),
)]
#[put("/{portal}/provider/products/{code}")]
pub async fn upsert_product(
    services: web::Data<Services>,
    client: Client<ProductsWrite>,
    path: Path<ProductCodePath>,
    tried: Query<DryRun>,
    from: IfMatch,
    body: Row<WriteProduct>,
) -> Result<HttpResponse, ApiError> {
    let new = given(path.into_inner().code, body.0);
    let basis = Basis { expected: &from.0, dry_run: tried.dry_run };
    let (product, outcome) = products::put(&services, &client.provider, basis, &new).await?;
    let revision = products::revision(&product)?;
    let body = WrittenProduct { status: status(outcome), product: view(product) };
    Ok(written(outcome, Some(&revision), &body))
}

/// Stores up to 1,000 products in one transaction. `per_row`: each row stands by itself, and its answer says what became of it.
/// `all_or_nothing`: the first refusals end it, `errors` names them as `rows[3].stock`, and nothing is written.
#[utoipa::path(
    tag = "provider products",
    security(("client" = ["products:write"])),
    params(PortalPath, DryRun),
    request_body = ProductBatch,
    responses((status = 200, body = BatchAnswer)),
    extensions(("x-problem-codes" = json!([BatchTooLong, NotFound]))),
)]
#[post("/{portal}/provider/product-batches")]
pub async fn upsert_products(
    services: web::Data<Services>,
    client: Client<ProductsWrite>,
    tried: Query<DryRun>,
    body: Rows<ProductBatch>,
) -> Result<web::Json<BatchAnswer>, ApiError> {
    let ProductBatch { mode, rows } = body.0;
    let mut batch = Batch::read((mode, tried.dry_run), rows, |row| {
        let (code, product) = row.split();
        (code.clone(), Ok(given(code, product)))
    })?;
    let (how, rows) = batch.take();
    let answers = products::put_all(&services, &client.provider, how, rows).await?;
    Ok(web::Json(batch.answer(answers, |outcome| *outcome)))
}

fn given(code: String, body: WriteProduct) -> NewProduct {
    let WriteProduct { name, category, daily_price, monthly_price, stock, note } = body;
    NewProduct {
        code,
        name,
        category,
        daily_price: daily_price.to_string(),
        monthly_price: monthly_price.map(|price| price.to_string()).unwrap_or_default(),
        stock: stock.to_string(),
        note,
    }
}

fn view(product: Product) -> ProviderProduct {
    ProviderProduct {
        id: product.id.into(),
        code: product.code,
        name: product.name,
        category: product.category,
        daily_price: product.daily_price,
        monthly_price: product.monthly_price,
        stock: product.stock,
        note: product.note,
        is_offered: product.withdrawn_at.is_none(),
    }
}
