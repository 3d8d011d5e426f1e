//! Notices (お知らせ) as systems of the provider publish and end them: by the same functions as the commands.

use actix_web::http::StatusCode;
use actix_web::{Responder, post, web};
use madoguchi_api_types::provider_notices::{NoticeRequest, PublishedNotice};
use madoguchi_services::Services;
use madoguchi_services::notices::publish::{self, NewNotice};
use madoguchi_services::notices::{Importance, Notice};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::bodies::Json;
use crate::clients::Client;
use crate::input::Path;
use crate::paths::{NoticePath, PortalPath};
use crate::problem::ApiError;
use crate::scopes::NoticesWrite;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(create_notice).service(end_notice);
}

/// Publishes a notice. People with mail notice on are mailed when it appears, each once, if it is to be mailed.
#[utoipa::path(
    tag = "provider notices",
    security(("client" = ["notices:write"])),
    params(PortalPath),
    responses((status = 201, body = PublishedNotice)),
)]
#[post("/{portal}/provider/notices")]
pub async fn create_notice(
    services: web::Data<Services>,
    client: Client<NoticesWrite>,
    body: Json<NoticeRequest>,
) -> Result<impl Responder, ApiError> {
    let published = publish::create(&services, &client.provider, &new(body.into_inner())).await?;
    Ok((web::Json(view(&published)), StatusCode::CREATED))
}

/// Ends a notice now: nobody sees it any more, and mails that were not written yet never are. One that is over stays as it is.
#[utoipa::path(
    tag = "provider notices",
    security(("client" = ["notices:write"])),
    params(NoticePath),
    responses((status = 200, body = PublishedNotice)),
)]
#[post("/{portal}/provider/notices/{notice}/ending")]
pub async fn end_notice(
    services: web::Data<Services>,
    client: Client<NoticesWrite>,
    path: Path<NoticePath>,
) -> Result<web::Json<PublishedNotice>, ApiError> {
    let ended = publish::end(&services, &client.provider, &path.notice.to_string()).await?;
    Ok(web::Json(view(&ended)))
}

fn new(body: NoticeRequest) -> NewNotice {
    NewNotice {
        importance: if body.important { Importance::Important } else { Importance::Normal },
        title: body.title,
        title_en: body.title_en,
        body: body.body,
        body_en: body.body_en,
        customer_number: body.customer_number,
        category: body.category,
        published_from: body.published_from,
        published_until: body.published_until,
        mailed: body.mailed,
    }
}

fn view(notice: &Notice) -> PublishedNotice {
    PublishedNotice {
        id: notice.id.into(),
        published_from: notice.published_from,
        published_until: notice.published_until,
    }
}
