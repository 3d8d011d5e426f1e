//! Contracts of the user's billing group, and those that the customer is the contact of.

use actix_web::{get, web};
use chrono::NaiveDate;
use madoguchi_api_types::contracts::{
    Contract, ContractActions, ContractAnswer, ContractDetail, ContractEvent, ContractParties, ContractPeriod,
    PhoneService, Place,
};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::requests::{RequestEntry, RequestSection};
use madoguchi_domain::dates::{Month, jst_date};
use madoguchi_domain::periods::{course, termination_end};
use madoguchi_domain::policy::{Localized, PeriodPolicy, Portal, RequestAction};
use madoguchi_domain::requests::ConfirmedSection;
use madoguchi_services::cursors::Listed;
use madoguchi_services::{Scope, Services, call_records, contract_documents, contracts};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadContracts};
use crate::contract_documents::label as document_label;
use crate::input::{Path, Query};
use crate::pages::{self, PageQuery};
use crate::paths::{ContractPath, PortalPath};
use crate::portals::text;
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

/// Lists the contracts that are billed together with the user's own, by number; where somebody else may hold a contract, also
/// those that the customer is the contact of.
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
    query: Query<ContractQuery>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<Contract>>, ApiError> {
    let Listed { page, total } =
        contracts::list(&services, &allowed.scope, query.category.as_deref(), page.part()?).await?;
    let today = jst_date(services.clock.now());
    let portal = allowed.scope.portal();
    let answers: Vec<_> =
        page.items.iter().map(|(contract, _)| contracts::listed(portal, contract)).collect::<Result<_, _>>()?;
    let mut answers = answers.into_iter();
    Ok(web::Json(pages::page(page, Some(total), |(contract, name)| {
        row(portal, contract, name, &answers.next().unwrap_or_default(), today)
    })))
}

/// Reads one contract with its options and phone service, its period, who stands where in it, the answers it was applied for
/// with, and what happened to it.
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
    path: Path<ContractPath>,
) -> Result<web::Json<ContractDetail>, ApiError> {
    let found = contracts::get(&services, &allowed.scope, path.contract).await?;
    Ok(web::Json(detail(&services, &allowed.scope, found)?))
}

fn row(
    portal: &Portal,
    contract: contracts::Contract,
    customer_name: String,
    answers: &[(Localized, Localized)],
    today: NaiveDate,
) -> Contract {
    let place = [&*contract.prefecture, &contract.address1, &contract.address2].concat();
    Contract {
        id: contract.id.into(),
        address: format!("{place} {}", contract.building).trim_end().to_owned(),
        period: period(portal, &contract, today),
        number: contract.number,
        category: contract.category,
        customer_name,
        service_name: contract.service_name,
        status: contract.status,
        call_records_from: contract.call_records_from,
        started_on: contract.started_on,
        answers: answers
            .iter()
            .map(|(label, answer)| ContractAnswer { label: text(label), text: text(answer) })
            .collect(),
    }
}

fn detail(services: &Services, scope: &Scope, found: contracts::Detail) -> Result<ContractDetail, ApiError> {
    let portal = scope.portal();
    let today = jst_date(services.clock.now());
    let call_records = call_records::is_readable(services, scope, &found.contract, Month::of(today));
    let (period, parties) = (period(portal, &found.contract, today), parties(portal, &found));
    let sections = contracts::sections(portal, &found.contract)?.into_iter().map(section).collect();
    let actions = actions(portal, &found.contract, today);
    let documents = contract_documents::reads(scope, &found.contract);
    let contracts::Detail { contract, customer, options, events, .. } = found;
    let has_phone = !contract.phone_number.is_empty() || !contract.phone_service_name.is_empty();
    Ok(ContractDetail {
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
        status: contract.status,
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
        period,
        parties,
        sections,
        history: events.into_iter().map(|it| event(portal, it)).collect(),
        documents,
        actions,
    })
}

/// The portal's rule of periods with the end of a contract's, where it runs.
fn running<'a>(portal: &'a Portal, contract: &contracts::Contract) -> Option<(&'a PeriodPolicy, NaiveDate)> {
    let policy = portal.contracts.as_ref()?.period.as_ref()?;
    Some((policy, contract.ends_on.filter(|_| contract.status.is_running())?))
}

fn period(portal: &Portal, contract: &contracts::Contract, today: NaiveDate) -> Option<ContractPeriod> {
    let (policy, end) = running(portal, contract)?;
    let course = course(end, contract.termination_on, today, policy);
    Some(ContractPeriod {
        ends_on: course.ends_on,
        notice_until: course.notice_until,
        renews_on: course.renews_on,
        terminates_on: course.terminates_on,
    })
}

fn parties(portal: &Portal, found: &contracts::Detail) -> Option<ContractParties> {
    let policy = portal.contracts.as_ref()?;
    let pattern = policy.pattern(&found.contract.pattern)?;
    Some(ContractParties {
        contractor: found.customer.name.clone(),
        contact: found.contact.clone().unwrap_or_default(),
        pattern: text(&pattern.label),
        sentence: text(&pattern.sentence(policy.parties.as_ref()?)),
    })
}

fn section(section: ConfirmedSection) -> RequestSection {
    let entries = section.entries.iter();
    let entries = entries.map(|it| RequestEntry { label: text(&it.label), text: text(&it.text), before: None });
    RequestSection { form: section.form, title: text(&section.title), entries: entries.collect() }
}

fn event(portal: &Portal, event: contracts::Event) -> ContractEvent {
    ContractEvent {
        document: event.document_kind.map(|kind| document_label(portal, &kind)),
        kind: event.kind,
        at: event.at,
        doer: event.doer,
        name: event.name,
        ends_on: event.ends_on,
        request_number: event.request_number,
    }
}

/// What the portal takes requests for, as far as the contract still runs.
fn actions(portal: &Portal, contract: &contracts::Contract, today: NaiveDate) -> ContractActions {
    let offered = |action| {
        let kind = portal.kept_kinds().find(|kind| kind.action == action);
        kind.filter(|_| contract.status.is_running()).map(|kind| kind.code.clone())
    };
    let unterminated = contract.termination_on.is_none();
    let termination = offered(RequestAction::ContractTermination).filter(|_| unterminated);
    let would_end_on = termination.as_ref().and_then(|_| running(portal, contract));
    ContractActions {
        change: offered(RequestAction::ContractChange),
        termination,
        would_end_on: would_end_on.map(|(policy, end)| termination_end(today, end, policy)),
    }
}
