//! Deadlines of the user.

use actix_web::{get, web};
use madoguchi_api_types::deadlines::{Deadline, DeadlineKind};
use madoguchi_services::Services;
use madoguchi_services::deadlines::{self, Kind};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, SignedIn};
use crate::paths::PortalPath;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_deadlines);
}

/// Lists what comes next: payments, starts of services and of call records, last days of notice,
/// renewals and ends of contracts. The soonest first.
#[utoipa::path(
    tag = "deadlines",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Vec<Deadline>)),
)]
#[get("/{portal}/deadlines")]
pub async fn list_deadlines(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
) -> Result<web::Json<Vec<Deadline>>, ApiError> {
    let found = deadlines::list(&services, &allowed.scope).await?;
    Ok(web::Json(found.into_iter().map(deadline).collect()))
}

fn deadline(found: deadlines::Deadline) -> Deadline {
    let (kind, amount, invoice) = match found.kind {
        Kind::Payment { invoice, amount, debit: true } => (DeadlineKind::Debit, Some(amount), Some(invoice)),
        Kind::Payment { invoice, amount, debit: false } => (DeadlineKind::Payment, Some(amount), Some(invoice)),
        Kind::ServiceStart => (DeadlineKind::ServiceStart, None, None),
        Kind::CallRecordsStart => (DeadlineKind::CallRecordsStart, None, None),
        Kind::Notice => (DeadlineKind::ContractNotice, None, None),
        Kind::Renewal => (DeadlineKind::ContractRenewal, None, None),
        Kind::End => (DeadlineKind::ContractEnd, None, None),
    };
    let (contract_id, contract_number) = found.contract.map(|(id, number)| (id.into(), number)).unzip();
    let (on, invoice_id, contracts) = (found.on, invoice.map(Into::into), found.contracts);
    Deadline { on, kind, amount, invoice_id, contract_id, contract_number, contracts }
}
