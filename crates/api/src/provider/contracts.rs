//! Contracts with their options, by number.

use actix_web::{HttpResponse, get, post, put, web};
use madoguchi_api_types::provider::batches::BatchAnswer;
use madoguchi_api_types::provider::contracts::{ContractBatch, ProviderContract, WriteContract, WrittenContract};
use madoguchi_services::ProblemCode::{BatchTooLong, NotFound};
use madoguchi_services::contracts::upsert::{CallRecordAccess, NewContract};
use madoguchi_services::rows::RowError;
use madoguchi_services::upserts::contracts::Whole;
use madoguchi_services::upserts::{Basis, contracts};
use madoguchi_services::{Error, Services, row_values};
use utoipa_actix_web::service_config::ServiceConfig;

use super::answers::{Batch, DryRun, status, written};
use crate::bodies::{Row, Rows};
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::paths::{NumberPath, PortalPath};
use crate::problem::ApiError;
use crate::revisions::{IfMatch, Revised};
use crate::scopes::{ContractsRead, ContractsWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_provider_contract).service(upsert_contract).service(upsert_contracts);
}

/// Reads a contract back, normalised as it is kept.
#[utoipa::path(
    tag = "provider contracts",
    security(("client" = ["contracts:read"])),
    params(NumberPath),
    responses((status = 200, body = ProviderContract, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/provider/contracts/{number}")]
pub async fn get_provider_contract(
    services: web::Data<Services>,
    client: Client<ContractsRead>,
    path: Path<NumberPath>,
) -> Result<Revised<ProviderContract>, ApiError> {
    let whole = contracts::get(&services, &client.provider, &path.number).await?;
    let revision = contracts::revision(&whole)?;
    Ok(Revised(view(whole), revision))
}

/// Stores a contract and its options under its number: 201 when it is new, 200 when it was there. What the customer applied for
/// or switched stays. The same again is `unchanged`.
#[utoipa::path(
    tag = "provider contracts",
    security(("client" = ["contracts:write"])),
    params(NumberPath, DryRun, IfMatch),
    request_body = WriteContract,
    responses(
        (status = 200, body = WrittenContract, headers(("ETag" = String, description = "Revision"))),
        (status = 201, body = WrittenContract, headers(("ETag" = String, description = "Revision"))),
    ),
)]
#[put("/{portal}/provider/contracts/{number}")]
pub async fn upsert_contract(
    services: web::Data<Services>,
    client: Client<ContractsWrite>,
    path: Path<NumberPath>,
    tried: Query<DryRun>,
    from: IfMatch,
    body: Row<WriteContract>,
) -> Result<HttpResponse, ApiError> {
    let new = given(path.into_inner().number, body.0).map_err(Error::from)?;
    let basis = Basis { expected: &from.0, dry_run: tried.dry_run };
    let (whole, outcome) = contracts::put(&services, &client.provider, basis, &new).await?;
    let revision = contracts::revision(&whole)?;
    let body = WrittenContract { status: status(outcome), contract: view(whole) };
    Ok(written(outcome, Some(&revision), &body))
}

/// Stores up to 1,000 contracts in one transaction. `per_row`: each row stands by itself, and its answer says what became of
/// it. `all_or_nothing`: the first refusals end it, `errors` names them as `rows[3].customer`, and nothing is written.
#[utoipa::path(
    tag = "provider contracts",
    security(("client" = ["contracts:write"])),
    params(PortalPath, DryRun),
    request_body = ContractBatch,
    responses((status = 200, body = BatchAnswer)),
    extensions(("x-problem-codes" = json!([BatchTooLong, NotFound]))),
)]
#[post("/{portal}/provider/contract-batches")]
pub async fn upsert_contracts(
    services: web::Data<Services>,
    client: Client<ContractsWrite>,
    tried: Query<DryRun>,
    body: Rows<ContractBatch>,
) -> Result<web::Json<BatchAnswer>, ApiError> {
    let ContractBatch { mode, rows } = body.0;
    let mut batch = Batch::read((mode, tried.dry_run), rows, |row| {
        let (number, contract) = row.split();
        (number.clone(), given(number, contract))
    })?;
    let (how, rows) = batch.take();
    let answers = contracts::put_all(&services, &client.provider, how, rows).await?;
    Ok(web::Json(batch.answer(answers, |outcome| *outcome)))
}

fn given(number: String, body: WriteContract) -> Result<NewContract, RowError> {
    let call_records = match (body.call_records, &body.call_records_from) {
        (false, _) => CallRecordAccess::Inactive,
        (true, None) => CallRecordAccess::Active,
        (true, Some(month)) => CallRecordAccess::From(row_values::month("call_records_from", month)?),
    };
    Ok(NewContract {
        number,
        customer: body.customer,
        billing_group: body.billing_group,
        category: body.category,
        service_name: body.service_name,
        status: body.status,
        started_on: row_values::date("started_on", &body.started_on)?,
        postal_code: body.postal_code,
        prefecture: body.prefecture,
        address1: body.address1,
        address2: body.address2,
        building: body.building,
        access_key: body.access_key,
        phone_service_name: body.phone_service_name,
        phone_number: body.phone_number,
        phone_detail: body.phone_detail,
        options: body.options,
        call_records,
    })
}

fn view(whole: Whole) -> ProviderContract {
    let Whole { row, customer, billing_group, options } = whole;
    ProviderContract {
        id: row.id.into(),
        number: row.number,
        customer,
        billing_group,
        category: row.category,
        service_name: row.service_name,
        status: row.status,
        started_on: row.started_on,
        postal_code: row.postal_code,
        prefecture: row.prefecture,
        address1: row.address1,
        address2: row.address2,
        building: row.building,
        access_key: row.access_key,
        phone_service_name: row.phone_service_name,
        phone_number: row.phone_number,
        phone_detail: row.phone_detail,
        options,
        call_records_from: row.call_records_from,
    }
}
