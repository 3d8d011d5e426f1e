//! What contracts stored, and the fees for it.

use actix_web::{get, web};
use madoguchi_api_types::usages::{ContractUsages, UsageFee, UsageMonth};
use madoguchi_domain::dates::Month;
use madoguchi_domain::policy;
use madoguchi_services::{Services, usages};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadUsages};
use crate::input::Path;
use crate::paths::ContractPath;
use crate::portals::text;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_contract_usages);
}

/// Lists what a contract stored month by month, with the fee of each month; where a fee was charged, with its invoice. Who reads
/// the contract reads it.
#[utoipa::path(
    tag = "usages",
    security(("session" = [])),
    params(ContractPath),
    responses((status = 200, body = ContractUsages)),
)]
#[get("/{portal}/contracts/{contract}/usages")]
pub async fn list_contract_usages(
    services: web::Data<Services>,
    allowed: Allowed<ReadUsages>,
    path: Path<ContractPath>,
) -> Result<web::Json<ContractUsages>, ApiError> {
    let found = usages::list(&services, &allowed.scope, path.contract).await?;
    let contracts = allowed.scope.portal().contracts.as_ref();
    Ok(web::Json(ContractUsages {
        fees: found.fees.iter().map(fee).collect(),
        months: found.months.into_iter().map(month).collect(),
        price_note: contracts.and_then(|policy| policy.price_note.as_ref()).map(text),
    }))
}

fn fee(fee: &policy::UsageFee) -> UsageFee {
    UsageFee {
        code: fee.code.clone(),
        label: text(&fee.label),
        free_bytes: fee.rule().free_bytes,
        gigabyte: fee.gigabyte,
        monthly: fee.monthly.0,
    }
}

/// A month, as it travels.
pub fn month(usage: usages::Usage) -> UsageMonth {
    let usages::Usage { row, fee } = usage;
    UsageMonth {
        code: row.code,
        month: Month::of(row.month).to_string(),
        bytes: row.bytes,
        fee: fee.0,
        charged: row.charged_at.is_some(),
        invoice_id: row.invoice_id.map(Into::into),
    }
}
