//! The own account: password, settings, mail address, sessions, and what happened to it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, Responder, delete, get, patch, post, put, web};
use madoguchi_api_types::accounts::{
    AccountEvent, ChangePassword, CreateMailChange, OtherDoer, OtherDoerKind, OwnSession, UpdateProfile,
};
use madoguchi_api_types::pages::Page;
use madoguchi_domain::browsers;
use madoguchi_services::audit_events::{self, Kind, Other, OwnEvent};
use madoguchi_services::{Error, FieldCode, Services, cursors, mail_changes, passwords, profiles, sessions};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::allowed::{Allowed, ChoosePassword, SignedIn};
use crate::bodies::Json;
use crate::origin::From;
use crate::problem::ApiError;

/// Changes the own password. Every other session ends, and the person is told by mail.
///
/// Codes: `validation_failed` with `password_wrong` at `current_password` or the broken rules at `password`,
/// `too_many_attempts`.
#[utoipa::path(tag = "account", security(("session" = [])), params(("portal" = String, Path, description = "Portal")), responses((status = 204, description = "Changed")))]
#[put("/{portal}/account/password")]
pub async fn change_password(
    services: web::Data<Services>,
    allowed: Allowed<ChoosePassword>,
    from: From,
    body: Json<ChangePassword>,
) -> Result<HttpResponse, ApiError> {
    let (current, new) = (&body.current_password, &body.password);
    passwords::change(&services, &allowed.scope, current, new, &from.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes the own settings; what is absent stays.
///
/// Codes: `validation_failed`, `reauthentication_required` and `second_factor_not_by_choice` for the second factor.
#[utoipa::path(tag = "account", security(("session" = [])), params(("portal" = String, Path, description = "Portal")), responses((status = 204, description = "Changed")))]
#[patch("/{portal}/account/profile")]
pub async fn update_profile(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    from: From,
    body: Json<UpdateProfile>,
) -> Result<HttpResponse, ApiError> {
    let UpdateProfile { name, uses_second_factor, mail_notice, locale } = body.into_inner();
    let change = profiles::Change { name, uses_second_factor, mail_notice, locale };
    profiles::update(&services, &allowed.scope, &change, &from.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Asks for a change of the own mail address.
///
/// By the portal's policy a link goes to the new address, or to the present one first. Codes: `validation_failed` with
/// `mail_address_taken`, `reauthentication_required`, `mail_change_by_administrator`, `too_many_attempts`.
#[utoipa::path(tag = "account", security(("session" = [])), params(("portal" = String, Path, description = "Portal")), responses((status = 202, description = "A mail is on its way")))]
#[post("/{portal}/account/mail-changes")]
pub async fn create_mail_change(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    from: From,
    body: Json<CreateMailChange>,
) -> Result<impl Responder, ApiError> {
    mail_changes::request(&services, &allowed.scope, &body.mail_address, &from.0).await?;
    Ok(HttpResponse::new(StatusCode::ACCEPTED))
}

/// Lists the open sessions of the user, the one last used first.
#[utoipa::path(tag = "account", security(("session" = [])), params(("portal" = String, Path, description = "Portal")), responses((status = 200, body = Vec<OwnSession>)))]
#[get("/{portal}/account/sessions")]
pub async fn list_own_sessions(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
) -> Result<web::Json<Vec<OwnSession>>, ApiError> {
    let open = sessions::list(&services, &allowed.scope).await?;
    let view = |session: sessions::Session| OwnSession {
        id: session.id.into(),
        browser: browsers::describe(&session.user_agent),
        address: session.address,
        created_at: session.created_at,
        last_used_at: session.last_used_at,
        current: session.id == allowed.scope.session_id(),
    };
    Ok(web::Json(open.into_iter().map(view).collect()))
}

/// Ends one session of the user, at once.
#[utoipa::path(tag = "account", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("session" = Uuid, Path, description = "Session")), responses((status = 204, description = "Ended")))]
#[delete("/{portal}/account/sessions/{session}")]
pub async fn delete_own_session(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    from: From,
    path: web::Path<(String, Uuid)>,
) -> Result<HttpResponse, ApiError> {
    sessions::end_one(&services, &allowed.scope, path.1.into(), &from.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends all sessions of the user but the one that asks.
#[utoipa::path(tag = "account", security(("session" = [])), params(("portal" = String, Path, description = "Portal")), responses((status = 204, description = "Ended")))]
#[delete("/{portal}/account/sessions")]
pub async fn delete_other_sessions(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    from: From,
) -> Result<HttpResponse, ApiError> {
    sessions::end_others(&services, &allowed.scope, &from.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
pub struct EventQuery {
    /// `sign_in` for logins only; `all` when absent.
    kind: Option<String>,
    /// From the page before.
    cursor: Option<String>,
    /// Rows of a page, 1 to 200; 50 when absent.
    limit: Option<u64>,
}

/// Lists what happened to the own account, the newest first.
#[utoipa::path(tag = "account", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), EventQuery), responses((status = 200, body = Page<AccountEvent>)))]
#[get("/{portal}/account/events")]
pub async fn list_account_events(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    query: web::Query<EventQuery>,
) -> Result<web::Json<Page<AccountEvent>>, ApiError> {
    let kind = match query.kind.as_deref() {
        None | Some("all") => Kind::All,
        Some("sign_in") => Kind::SignIn,
        Some(_) => return Err(Error::invalid("kind", FieldCode::Unknown).into()),
    };
    let limit = cursors::limit(query.limit)?;
    let page = audit_events::list(&services, &allowed.scope, kind, query.cursor.as_deref(), limit).await?;
    let items = page.items.into_iter().map(event).collect();
    Ok(web::Json(Page { items, next_cursor: page.next_cursor, total: None }))
}

fn event(OwnEvent { event, by }: OwnEvent) -> AccountEvent {
    AccountEvent {
        id: event.id.into(),
        at: event.at,
        action: event.action,
        // Where somebody else was is not this person's to know.
        address: if by.is_none() { event.address } else { String::new() },
        by: by.map(|other| match other {
            Other::User(name) => OtherDoer { kind: OtherDoerKind::User, name },
            Other::Provider => OtherDoer { kind: OtherDoerKind::Provider, name: None },
        }),
    }
}
