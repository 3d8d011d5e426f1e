//! Customers by the provider's number.

use actix_web::{HttpResponse, get, post, put, web};
use madoguchi_api_types::provider::batches::BatchAnswer;
use madoguchi_api_types::provider::customers::{CustomerBatch, ProviderCustomer, WriteCustomer, WrittenCustomer};
use madoguchi_services::ProblemCode::BatchTooLong;
use madoguchi_services::Services;
use madoguchi_services::customers::{Customer, NewCustomer};
use madoguchi_services::upserts::{Basis, customers};
use utoipa_actix_web::service_config::ServiceConfig;

use super::answers::{Batch, DryRun, status, written};
use crate::bodies::{Row, Rows};
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::paths::{NumberPath, PortalPath};
use crate::problem::ApiError;
use crate::revisions::{IfMatch, Revised};
use crate::scopes::{CustomersRead, CustomersWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_customer).service(upsert_customer).service(upsert_customers);
}

/// Reads a customer back, normalised as it is kept.
#[utoipa::path(
    tag = "provider customers",
    security(("client" = ["customers:read"])),
    params(NumberPath),
    responses((status = 200, body = ProviderCustomer, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/provider/customers/{number}")]
pub async fn get_customer(
    services: web::Data<Services>,
    client: Client<CustomersRead>,
    path: Path<NumberPath>,
) -> Result<Revised<ProviderCustomer>, ApiError> {
    let customer = customers::get(&services, &client.provider, &path.number).await?;
    let revision = customers::revision(&customer)?;
    Ok(Revised(view(customer), revision))
}

/// Stores a customer under its number: 201 when it is new, 200 when it was there. Widths, hyphens and kana are normalised as
/// an import does. The same again is `unchanged`.
#[utoipa::path(
    tag = "provider customers",
    security(("client" = ["customers:write"])),
    params(NumberPath, DryRun, IfMatch),
    request_body = WriteCustomer,
    responses(
        (status = 200, body = WrittenCustomer, headers(("ETag" = String, description = "Revision"))),
        (status = 201, body = WrittenCustomer, headers(("ETag" = String, description = "Revision"))),
    ),
)]
#[put("/{portal}/provider/customers/{number}")]
pub async fn upsert_customer(
    services: web::Data<Services>,
    client: Client<CustomersWrite>,
    path: Path<NumberPath>,
    tried: Query<DryRun>,
    from: IfMatch,
    body: Row<WriteCustomer>,
) -> Result<HttpResponse, ApiError> {
    let new = given(path.into_inner().number, body.0);
    let basis = Basis { expected: &from.0, dry_run: tried.dry_run };
    let (customer, outcome) = customers::put(&services, &client.provider, basis, &new).await?;
    let revision = customers::revision(&customer)?;
    let body = WrittenCustomer { status: status(outcome), customer: view(customer) };
    Ok(written(outcome, Some(&revision), &body))
}

/// Stores up to 1,000 customers in one transaction. `per_row`: each row stands by itself, and its answer says what became of
/// it. `all_or_nothing`: the first refusals end it, `errors` names them as `rows[3].phone`, and nothing is written.
#[utoipa::path(
    tag = "provider customers",
    security(("client" = ["customers:write"])),
    params(PortalPath, DryRun),
    request_body = CustomerBatch,
    responses((status = 200, body = BatchAnswer)),
    extensions(("x-problem-codes" = json!([BatchTooLong]))),
)]
#[post("/{portal}/provider/customer-batches")]
pub async fn upsert_customers(
    services: web::Data<Services>,
    client: Client<CustomersWrite>,
    tried: Query<DryRun>,
    body: Rows<CustomerBatch>,
) -> Result<web::Json<BatchAnswer>, ApiError> {
    let CustomerBatch { mode, rows } = body.0;
    let mut batch = Batch::read((mode, tried.dry_run), rows, |row| {
        let (number, customer) = row.split();
        (number.clone(), Ok(given(number, customer)))
    })?;
    let (how, rows) = batch.take();
    let answers = customers::put_all(&services, &client.provider, how, rows).await?;
    Ok(web::Json(batch.answer(answers, |outcome| *outcome)))
}

fn given(number: String, body: WriteCustomer) -> NewCustomer {
    let WriteCustomer { name, name_kana, postal_code, prefecture, address1, address2, phone } = body;
    NewCustomer { number, name, name_kana, postal_code, prefecture, address1, address2, phone }
}

fn view(customer: Customer) -> ProviderCustomer {
    ProviderCustomer {
        id: customer.id.into(),
        number: customer.number,
        name: customer.name,
        name_kana: customer.name_kana,
        postal_code: customer.postal_code,
        prefecture: customer.prefecture,
        address1: customer.address1,
        address2: customer.address2,
        phone: customer.phone,
    }
}
