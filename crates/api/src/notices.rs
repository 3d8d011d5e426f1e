//! Notices (お知らせ) for the user.

use actix_web::{HttpResponse, get, post, web};
use madoguchi_api_types::notices::{Notice, NoticeHighlights};
use madoguchi_api_types::pages::Page;
use madoguchi_services::notices::{self, Importance, Seen};
use madoguchi_services::{Services, cursors};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, SignedIn};
use crate::input::{Path, Query};
use crate::pages::{self, PageQuery};
use crate::paths::{NoticePath, PortalPath};
use crate::portals::repeated;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_notices).service(list_notice_highlights).service(get_notice).service(mark_notice_read);
}

/// Lists the notices that are published for the user, the newest first, without their texts.
#[utoipa::path(
    tag = "notices",
    security(("session" = [])),
    params(PortalPath, PageQuery),
    responses((status = 200, body = Page<Notice>)),
)]
#[get("/{portal}/notices")]
pub async fn list_notices(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<Notice>>, ApiError> {
    let page = notices::list(&services, &allowed.scope, page.part()?).await?;
    Ok(web::Json(pages::page(page, None, line)))
}

/// Which notices to see first.
#[derive(Debug, Deserialize, IntoParams)]
pub struct NoticeHighlightQuery {
    /// How many, 1 to 200; 50 when absent.
    limit: Option<u64>,
}

/// Lists the notices to see first, without their texts, and counts those that the user has not read.
///
/// Important ones that were not read come first, then the others; within each the newest first.
#[utoipa::path(
    tag = "notices",
    security(("session" = [])),
    params(PortalPath, NoticeHighlightQuery),
    responses((status = 200, body = NoticeHighlights)),
)]
#[get("/{portal}/notice-highlights")]
pub async fn list_notice_highlights(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    query: Query<NoticeHighlightQuery>,
) -> Result<web::Json<NoticeHighlights>, ApiError> {
    let limit = cursors::limit(query.limit)?;
    let found = notices::highlights(&services, &allowed.scope, limit).await?;
    Ok(web::Json(NoticeHighlights { notices: found.notices.into_iter().map(line).collect(), unread: found.unread }))
}

/// Reads a notice. It counts as read only when that is said.
#[utoipa::path(
    tag = "notices",
    security(("session" = [])),
    params(NoticePath),
    responses((status = 200, body = Notice)),
)]
#[get("/{portal}/notices/{notice}")]
pub async fn get_notice(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    path: Path<NoticePath>,
) -> Result<web::Json<Notice>, ApiError> {
    Ok(web::Json(view(notices::get(&services, &allowed.scope, path.notice).await?)))
}

/// Says that the user opened a notice. Saying it again changes nothing.
#[utoipa::path(
    tag = "notices",
    security(("session" = [])),
    params(NoticePath),
    responses((status = 204, description = "Noted")),
)]
#[post("/{portal}/notices/{notice}/reading")]
pub async fn mark_notice_read(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    path: Path<NoticePath>,
) -> Result<HttpResponse, ApiError> {
    notices::mark_read(&services, &allowed.scope, path.notice).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Without its text.
fn line(seen: Seen) -> Notice {
    Notice { body: None, ..view(seen) }
}

fn view(Seen { notice, read }: Seen) -> Notice {
    Notice {
        id: notice.id.into(),
        title: repeated(notice.title, notice.title_en),
        body: Some(repeated(notice.body, notice.body_en)),
        important: notice.importance == Importance::Important,
        published_from: notice.published_from,
        read,
    }
}
