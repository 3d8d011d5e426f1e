//! Contracts of the user's billing group.

use actix_web::{get, web};
use madoguchi_api_types::contracts::{Contract, ContractDetail, ContractStatus, PhoneService, Place};
use madoguchi_api_types::pages::Page;
use madoguchi_domain::dates::{Month, jst_date};
use madoguchi_services::{Scope, Services, call_records, contracts};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadContracts};
use crate::pages::{self, PageQuery};
use crate::paths::{ContractPath, PortalPath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_contracts).service(get_contract);
}

/// Which contracts.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ContractQuery {
    /// Code of a contract category of the portal.
    category: Option<String>,
}

/// Lists the contracts that are billed together with the user's own, by number.
#[utoipa::path(
    tag = "contracts",
    security(("session" = [])),
    params(PortalPath, ContractQuery, PageQuery),
    responses((status = 200, body = Page<Contract>)),
)]
#[get("/{portal}/contracts")]
pub async fn list_contracts(
    services: web::Data<Services>,
    allowed: Allowed<ReadContracts>,
    query: web::Query<ContractQuery>,
    page: web::Query<PageQuery>,
) -> Result<web::Json<Page<Contract>>, ApiError> {
    let contracts::Listed { page, total, customer_name } =
        contracts::list(&services, &allowed.scope, query.category.as_deref(), page.part()?).await?;
    Ok(web::Json(pages::page(page, Some(total), |contract| row(contract, &customer_name))))
}

/// Reads one contract with its options and phone service.
#[utoipa::path(
    tag = "contracts",
    security(("session" = [])),
    params(ContractPath),
    responses((status = 200, body = ContractDetail)),
)]
#[get("/{portal}/contracts/{contract}")]
pub async fn get_contract(
    services: web::Data<Services>,
    allowed: Allowed<ReadContracts>,
    path: web::Path<ContractPath>,
) -> Result<web::Json<ContractDetail>, ApiError> {
    let found = contracts::get(&services, &allowed.scope, path.contract).await?;
    Ok(web::Json(detail(&services, &allowed.scope, found)))
}

fn row(contract: contracts::Contract, customer_name: &str) -> Contract {
    let place = [&*contract.prefecture, &contract.address1, &contract.address2].concat();
    Contract {
        id: contract.id.into(),
        address: format!("{place} {}", contract.building).trim_end().to_owned(),
        number: contract.number,
        category: contract.category,
        customer_name: customer_name.to_owned(),
        service_name: contract.service_name,
        status: status(contract.status),
        call_records_from: contract.call_records_from,
    }
}

fn detail(services: &Services, scope: &Scope, found: contracts::Detail) -> ContractDetail {
    let contracts::Detail { contract, customer, options } = found;
    let this_month = Month::of(jst_date(services.clock.now()));
    let call_records = call_records::is_readable(services, scope, &contract, this_month);
    let has_phone = !contract.phone_number.is_empty() || !contract.phone_service_name.is_empty();
    ContractDetail {
        id: contract.id.into(),
        number: contract.number,
        category: contract.category,
        customer_name_kana: customer.name_kana,
        customer_name: customer.name,
        place: Place {
            postal_code: contract.postal_code,
            address1: contract.prefecture + &contract.address1,
            address2: contract.address2,
            building: contract.building,
        },
        service_name: contract.service_name,
        status: status(contract.status),
        started_on: contract.started_on,
        access_key: contract.access_key,
        phone: has_phone.then_some(PhoneService {
            service_name: contract.phone_service_name,
            number: contract.phone_number,
            detail: contract.phone_detail,
        }),
        options,
        call_records_from: contract.call_records_from,
        call_records,
    }
}

fn status(status: contracts::ContractStatus) -> ContractStatus {
    match status {
        contracts::ContractStatus::Preparing => ContractStatus::Preparing,
        contracts::ContractStatus::Active => ContractStatus::Active,
        contracts::ContractStatus::Terminated => ContractStatus::Terminated,
    }
}
