//! Notices (お知らせ) for the user.

use actix_web::{HttpResponse, get, post, web};
use madoguchi_api_types::notices::{Notice, NoticeHighlights};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::portals::Text;
use madoguchi_services::notices::{self, Importance, Seen};
use madoguchi_services::{Services, cursors};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::allowed::{Allowed, SignedIn};
use crate::problem::ApiError;

/// Which notices.
#[derive(Debug, Deserialize, IntoParams)]
pub struct NoticeQuery {
    /// From the page before.
    cursor: Option<String>,
    /// Rows of a page, 1 to 200; 50 when absent.
    limit: Option<u64>,
}

/// Lists the notices that are published for the user, the newest first, without their texts.
#[utoipa::path(tag = "notices", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), NoticeQuery), responses((status = 200, body = Page<Notice>)))]
#[get("/{portal}/notices")]
pub async fn list_notices(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    query: web::Query<NoticeQuery>,
) -> Result<web::Json<Page<Notice>>, ApiError> {
    let limit = cursors::limit(query.limit)?;
    let page = notices::list(&services, &allowed.scope, query.cursor.as_deref(), limit).await?;
    let items = page.items.into_iter().map(line).collect();
    Ok(web::Json(Page { items, next_cursor: page.next_cursor, total: None }))
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
#[utoipa::path(tag = "notices", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), NoticeHighlightQuery), responses((status = 200, body = NoticeHighlights)))]
#[get("/{portal}/notice-highlights")]
pub async fn list_notice_highlights(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    query: web::Query<NoticeHighlightQuery>,
) -> Result<web::Json<NoticeHighlights>, ApiError> {
    let limit = cursors::limit(query.limit)?;
    let found = notices::highlights(&services, &allowed.scope, limit).await?;
    Ok(web::Json(NoticeHighlights { notices: found.notices.into_iter().map(line).collect(), unread: found.unread }))
}

/// Reads a notice. It counts as read only when that is said.
#[utoipa::path(tag = "notices", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("notice" = Uuid, Path, description = "Notice")), responses((status = 200, body = Notice)))]
#[get("/{portal}/notices/{notice}")]
pub async fn get_notice(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    path: web::Path<(String, Uuid)>,
) -> Result<web::Json<Notice>, ApiError> {
    Ok(web::Json(view(notices::get(&services, &allowed.scope, path.1.into()).await?)))
}

/// Says that the user opened a notice. Saying it again changes nothing.
#[utoipa::path(tag = "notices", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("notice" = Uuid, Path, description = "Notice")), responses((status = 204, description = "Noted")))]
#[post("/{portal}/notices/{notice}/reading")]
pub async fn mark_notice_read(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    path: web::Path<(String, Uuid)>,
) -> Result<HttpResponse, ApiError> {
    notices::mark_read(&services, &allowed.scope, path.1.into()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Without its text.
fn line(seen: Seen) -> Notice {
    Notice { body: None, ..view(seen) }
}

fn view(Seen { notice, read }: Seen) -> Notice {
    Notice {
        id: notice.id.into(),
        title: text(notice.title, notice.title_en),
        body: Some(text(notice.body, notice.body_en)),
        important: notice.importance == Importance::Important,
        published_from: notice.published_from,
        read,
    }
}

fn text(ja: String, en: String) -> Text {
    let en = if en.is_empty() { ja.clone() } else { en };
    Text { ja, en }
}
