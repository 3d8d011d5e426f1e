//! What contracts stored month by month, as systems that measure it report it.

use actix_web::{get, post, web};
use madoguchi_api_types::provider::batches::BatchAnswer;
use madoguchi_api_types::provider::usages::{ProviderUsages, UsageBatch, UsageRow};
use madoguchi_services::ProblemCode::{BatchTooLong, NotFound};
use madoguchi_services::row_values;
use madoguchi_services::rows::RowError;
use madoguchi_services::usages::store::NewUsage;
use madoguchi_services::{Services, upserts, usages};
use utoipa_actix_web::service_config::ServiceConfig;

use super::answers::{Batch, DryRun};
use crate::bodies::Rows;
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::paths::{NumberPath, PortalPath};
use crate::problem::ApiError;
use crate::scopes::{UsagesRead, UsagesWrite};
use crate::usages::month;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_provider_usages).service(upsert_usages);
}

/// Lists what a contract stored month by month, with the fee of each month, and whether it was charged.
#[utoipa::path(
    tag = "provider contracts",
    security(("client" = ["usages:read"])),
    params(NumberPath),
    responses((status = 200, body = ProviderUsages)),
)]
#[get("/{portal}/provider/contracts/{number}/usages")]
pub async fn list_provider_usages(
    services: web::Data<Services>,
    client: Client<UsagesRead>,
    path: Path<NumberPath>,
) -> Result<web::Json<ProviderUsages>, ApiError> {
    let (contract, months) = usages::of_contract(&services, &client.provider, &path.number).await?;
    Ok(web::Json(ProviderUsages { contract, months: months.into_iter().map(month).collect() }))
}

/// Stores what up to 1,000 contracts stored in a month, in one transaction. A later report corrects a month until it is charged; then
/// another amount is refused (`month_charged`). `per_row`: each row stands by itself, and its answer says what became of it.
/// `all_or_nothing`: the first refusals end it, `errors` names them as `rows[3].amount`, and nothing is written.
#[utoipa::path(
    tag = "provider contracts",
    security(("client" = ["usages:write"])),
    params(PortalPath, DryRun),
    request_body = UsageBatch,
    responses((status = 200, body = BatchAnswer)),
    extensions(("x-problem-codes" = json!([BatchTooLong, NotFound]))),
)]
#[post("/{portal}/provider/usage-batches")]
pub async fn upsert_usages(
    services: web::Data<Services>,
    client: Client<UsagesWrite>,
    tried: Query<DryRun>,
    body: Rows<UsageBatch>,
) -> Result<web::Json<BatchAnswer>, ApiError> {
    let UsageBatch { mode, rows } = body.0;
    let mut batch = Batch::read((mode, tried.dry_run), rows, |row| (row.contract.clone(), given(row)))?;
    let (how, rows) = batch.take();
    let answers = upserts::usages::put_all(&services, &client.provider, how, rows).await?;
    Ok(web::Json(batch.answer(answers, |outcome| *outcome)))
}

fn given(row: UsageRow) -> Result<NewUsage, RowError> {
    let UsageRow { contract, code, month, amount } = row;
    let month = row_values::month("month", &month)?;
    Ok(NewUsage { contract, code, month, amount, unit: String::new() })
}
