//! Contracts of the user's billing group.

use actix_web::{get, web};
use madoguchi_api_types::contracts::{Contract, ContractDetail, ContractStatus, PhoneService, Place};
use madoguchi_api_types::pages::Page;
use madoguchi_domain::dates::{Month, jst_date};
use madoguchi_services::{Scope, Services, call_records, contracts, cursors};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::allowed::{Allowed, ReadContracts};
use crate::problem::ApiError;

/// Which contracts.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ContractQuery {
    /// Code of a contract category of the portal.
    category: Option<String>,
    /// From the page before.
    cursor: Option<String>,
    /// Rows of a page, 1 to 200; 50 when absent.
    limit: Option<u64>,
}

/// Lists the contracts that are billed together with the user's own, by number.
#[utoipa::path(tag = "contracts", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ContractQuery), responses((status = 200, body = Page<Contract>)))]
#[get("/{portal}/contracts")]
pub async fn list_contracts(
    services: web::Data<Services>,
    allowed: Allowed<ReadContracts>,
    query: web::Query<ContractQuery>,
) -> Result<web::Json<Page<Contract>>, ApiError> {
    let limit = cursors::limit(query.limit)?;
    let (category, cursor) = (query.category.as_deref(), query.cursor.as_deref());
    let listed = contracts::list(&services, &allowed.scope, category, cursor, limit).await?;
    let items = listed.page.items.into_iter().map(|contract| row(contract, &listed.customer_name)).collect();
    Ok(web::Json(Page { items, next_cursor: listed.page.next_cursor, total: Some(listed.total) }))
}

/// Reads one contract with its options and phone service.
#[utoipa::path(tag = "contracts", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("contract" = Uuid, Path, description = "Contract")), responses((status = 200, body = ContractDetail)))]
#[get("/{portal}/contracts/{contract}")]
pub async fn get_contract(
    services: web::Data<Services>,
    allowed: Allowed<ReadContracts>,
    path: web::Path<(String, Uuid)>,
) -> Result<web::Json<ContractDetail>, ApiError> {
    let found = contracts::get(&services, &allowed.scope, path.1.into()).await?;
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
