//! Notices by the sender's own key.

use actix_web::{HttpResponse, delete, get, put, web};
use madoguchi_api_types::provider::notices::{ProviderNotice, WriteNotice, WrittenNotice};
use madoguchi_services::Services;
use madoguchi_services::notices::publish::NewNotice;
use madoguchi_services::notices::{Notice, puts};
use utoipa_actix_web::service_config::ServiceConfig;

use super::answers::{status, written};
use crate::bodies::Row;
use crate::clients::Client;
use crate::input::Path;
use crate::paths::NoticeKeyPath;
use crate::problem::ApiError;
use crate::revisions::{IfMatch, Revised};
use crate::scopes::{NoticesRead, NoticesWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_provider_notice).service(upsert_notice).service(delete_notice);
}

/// Reads a notice back, before it appears and after it ended too, with the revision to be given back with a change.
#[utoipa::path(
    tag = "provider notices",
    security(("client" = ["notices:read"])),
    params(NoticeKeyPath),
    responses((status = 200, body = ProviderNotice, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/provider/notices/{key}")]
pub async fn get_provider_notice(
    services: web::Data<Services>,
    client: Client<NoticesRead>,
    path: Path<NoticeKeyPath>,
) -> Result<Revised<ProviderNotice>, ApiError> {
    let notice = puts::get(&services, &client.provider, &path.key).await?;
    let revision = puts::revision(&notice)?;
    Ok(Revised(view(notice), revision))
}

/// Publishes a notice under a key of the sender's own: 201 when it is new; then who has mail notice on is mailed when it appears,
/// if `mailed` says so. Sent again it is changed, and nobody is mailed again: 200. Whom it is for never changes.
#[utoipa::path(
    tag = "provider notices",
    security(("client" = ["notices:write"])),
    params(NoticeKeyPath, IfMatch),
    request_body = WriteNotice,
    responses(
        (status = 200, body = WrittenNotice, headers(("ETag" = String, description = "Revision"))),
        (status = 201, body = WrittenNotice, headers(("ETag" = String, description = "Revision"))),
    ),
)]
#[put("/{portal}/provider/notices/{key}")]
pub async fn upsert_notice(
    services: web::Data<Services>,
    client: Client<NoticesWrite>,
    path: Path<NoticeKeyPath>,
    from: IfMatch,
    body: Row<WriteNotice>,
) -> Result<HttpResponse, ApiError> {
    let key = path.into_inner().key;
    let (notice, outcome) = puts::put(&services, &client.provider, &from.0, (&key, &given(body.0))).await?;
    let revision = puts::revision(&notice)?;
    Ok(written(outcome, Some(&revision), &WrittenNotice { status: status(outcome), notice: view(notice) }))
}

/// Ends a notice now: nobody sees it any more, and mails that were not written yet never are.
#[utoipa::path(
    tag = "provider notices",
    security(("client" = ["notices:write"])),
    params(NoticeKeyPath),
    responses((status = 204, description = "Ended")),
)]
#[delete("/{portal}/provider/notices/{key}")]
pub async fn delete_notice(
    services: web::Data<Services>,
    client: Client<NoticesWrite>,
    path: Path<NoticeKeyPath>,
) -> Result<HttpResponse, ApiError> {
    puts::end(&services, &client.provider, &path.key).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn given(body: WriteNotice) -> NewNotice {
    NewNotice {
        importance: body.importance,
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

fn view(notice: Notice) -> ProviderNotice {
    ProviderNotice {
        id: notice.id.into(),
        key: notice.key.unwrap_or_default(),
        importance: notice.importance,
        title: notice.title,
        title_en: notice.title_en,
        body: notice.body,
        body_en: notice.body_en,
        category: notice.category,
        published_from: notice.published_from,
        published_until: notice.published_until,
    }
}
