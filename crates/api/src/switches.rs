//! Switches: what customers turn on and off.

use actix_web::{get, post, web};
use madoguchi_api_types::switches::{Switch, SwitchRequest};
use madoguchi_domain::policy::Portal;
use madoguchi_services::ProblemCode::{PermissionMissing, PhoneServiceMissing, SwitchUnknown};
use madoguchi_services::Services;
use madoguchi_services::switches::{self, Wanted};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ChangeSwitches, ReadSwitches};
use crate::bodies::Json;
use crate::origin::RequestOrigin;
use crate::paths::PortalPath;
use crate::portals::text;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_switches).service(change_switch);
}

/// Lists the switches as they stand: one of each kind for all contracts billed together, and for call records one for
/// each contract with a phone service.
#[utoipa::path(
    tag = "switches",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Vec<Switch>)),
)]
#[get("/{portal}/switches")]
pub async fn list_switches(
    services: web::Data<Services>,
    allowed: Allowed<ReadSwitches>,
) -> Result<web::Json<Vec<Switch>>, ApiError> {
    let switches = switches::list(&services, &allowed.scope).await?;
    Ok(web::Json(switches.into_iter().map(|switch| view(allowed.scope.portal(), switch)).collect()))
}

/// Turns a switch on or off and answers with how it stands. Asking for what already is changes nothing.
///
/// Turning on, and paper again, counts from the next month; call records end at once. A confirmation is mailed.
/// `required` at `consent` or `contract_id` where turning on needs them.
#[utoipa::path(
    tag = "switches",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Switch)),
    extensions(("x-problem-codes" = json!([PermissionMissing, SwitchUnknown, PhoneServiceMissing]))),
)]
#[post("/{portal}/switches")]
pub async fn change_switch(
    services: web::Data<Services>,
    allowed: Allowed<ChangeSwitches>,
    origin: RequestOrigin,
    body: Json<SwitchRequest>,
) -> Result<web::Json<Switch>, ApiError> {
    let SwitchRequest { kind, contract_id, on, consent } = body.into_inner();
    let wanted = Wanted { kind, contract_id: contract_id.map(Into::into), on, consent };
    let switch = switches::set(&services, &allowed.scope, wanted, &origin.0).await?;
    Ok(web::Json(view(allowed.scope.portal(), switch)))
}

fn view(portal: &Portal, switch: switches::Switch) -> Switch {
    let charge = portal.switch(switch.kind).and_then(|policy| policy.charge.as_ref()).map(text);
    let (contract_id, contract_number) = switch.contract.map(|(id, number)| (id.into(), number)).unzip();
    Switch {
        kind: switch.kind,
        contract_id,
        contract_number,
        on: switch.on,
        effective_from: switch.effective_from,
        next_effective_from: switch.next_effective_from,
        charge,
        changed_at: switch.changed_at,
        changed_by: switch.changed_by,
        changeable: switch.changeable,
    }
}
