//! Delivery addresses that a customer keeps (お届け先テンプレート).

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, Responder, delete, get, post, put, web};
use madoguchi_api_types::delivery_templates::{DeliveryTemplate, DeliveryTemplateRequest, DeliveryTemplates};
use madoguchi_services::ProblemCode::DeliveryTemplateLimitReached;
use madoguchi_services::Services;
use madoguchi_services::delivery_templates::{self, Kept};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, KeepDeliveryTemplates};
use crate::bodies::Json;
use crate::input::Path;
use crate::origin::RequestOrigin;
use crate::paths::{DeliveryTemplatePath, PortalPath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_delivery_templates)
        .service(create_delivery_template)
        .service(update_delivery_template)
        .service(delete_delivery_template);
}

/// Lists the delivery addresses that the customer keeps, with what is asked of one.
#[utoipa::path(
    tag = "delivery templates",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = DeliveryTemplates)),
)]
#[get("/{portal}/delivery-templates")]
pub async fn list_delivery_templates(
    services: web::Data<Services>,
    allowed: Allowed<KeepDeliveryTemplates>,
) -> Result<web::Json<DeliveryTemplates>, ApiError> {
    let portal = allowed.scope.portal();
    let items = delivery_templates::list(&services, &allowed.scope).await?;
    Ok(web::Json(DeliveryTemplates {
        items: items.into_iter().map(view).collect(),
        max: delivery_templates::max(portal)?,
        questionnaire: delivery_templates::questionnaire(portal),
    }))
}

/// Keeps one more delivery address. Every fault of its answers is at its path.
#[utoipa::path(
    tag = "delivery templates",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 201, body = DeliveryTemplate)),
    extensions(("x-problem-codes" = json!([DeliveryTemplateLimitReached]))),
)]
#[post("/{portal}/delivery-templates")]
pub async fn create_delivery_template(
    services: web::Data<Services>,
    allowed: Allowed<KeepDeliveryTemplates>,
    origin: RequestOrigin,
    body: Json<DeliveryTemplateRequest>,
) -> Result<impl Responder, ApiError> {
    let kept = delivery_templates::create(&services, &allowed.scope, &body.answers, &origin.0).await?;
    Ok((web::Json(view(kept)), StatusCode::CREATED))
}

/// Changes a delivery address.
#[utoipa::path(
    tag = "delivery templates",
    security(("session" = [])),
    params(DeliveryTemplatePath),
    responses((status = 200, body = DeliveryTemplate)),
)]
#[put("/{portal}/delivery-templates/{delivery_template}")]
pub async fn update_delivery_template(
    services: web::Data<Services>,
    allowed: Allowed<KeepDeliveryTemplates>,
    origin: RequestOrigin,
    path: Path<DeliveryTemplatePath>,
    body: Json<DeliveryTemplateRequest>,
) -> Result<web::Json<DeliveryTemplate>, ApiError> {
    let id = path.delivery_template;
    let kept = delivery_templates::update(&services, &allowed.scope, id, &body.answers, &origin.0).await?;
    Ok(web::Json(view(kept)))
}

/// Deletes a delivery address.
#[utoipa::path(
    tag = "delivery templates",
    security(("session" = [])),
    params(DeliveryTemplatePath),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/{portal}/delivery-templates/{delivery_template}")]
pub async fn delete_delivery_template(
    services: web::Data<Services>,
    allowed: Allowed<KeepDeliveryTemplates>,
    origin: RequestOrigin,
    path: Path<DeliveryTemplatePath>,
) -> Result<HttpResponse, ApiError> {
    delivery_templates::delete(&services, &allowed.scope, path.delivery_template, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn view(kept: Kept) -> DeliveryTemplate {
    DeliveryTemplate { id: kept.template.id.into(), answers: kept.answers }
}
