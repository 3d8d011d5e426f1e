//! The own account: password, settings, mail address, sessions, and what happened to it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, Responder, delete, get, patch, post, put, web};
use madoguchi_api_types::accounts::{
    AccountEvent, ChangePassword, CreateMailChange, OtherDoer, OtherDoerKind, OwnSession, UpdateProfile,
};
use madoguchi_api_types::pages::Page;
use madoguchi_domain::browsers;
use madoguchi_services::ProblemCode::{
    MailChangeByAdministrator, ReauthenticationRequired, SecondFactorNotByChoice, TooManyAttempts,
};
use madoguchi_services::audit_events::{self, Kind, Other, OwnEvent};
use madoguchi_services::{Error, FieldCode, Services, mail_changes, passwords, profiles, sessions};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ChoosePassword, SignedIn};
use crate::bodies::Json;
use crate::input::{Path, Query};
use crate::origin::RequestOrigin;
use crate::pages::{self, PageQuery};
use crate::paths::{PortalPath, SessionPath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(change_password)
        .service(update_profile)
        .service(create_mail_change)
        .service(list_sessions)
        .service(end_session)
        .service(end_other_sessions)
        .service(list_account_events);
}

/// Changes the own password. Every other session ends, and the person is told by mail.
///
/// `password_wrong` at `current_password`; the broken rules are named at `password`.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 204, description = "Changed")),
    extensions(("x-problem-codes" = json!([TooManyAttempts]))),
)]
#[put("/{portal}/account/password")]
pub async fn change_password(
    services: web::Data<Services>,
    allowed: Allowed<ChoosePassword>,
    origin: RequestOrigin,
    body: Json<ChangePassword>,
) -> Result<HttpResponse, ApiError> {
    let (current, new) = (&body.current_password, &body.password);
    passwords::change(&services, &allowed.scope, current, new, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes the own settings; what is absent stays. Turning the second factor on or off needs the password again.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 204, description = "Changed")),
    extensions(("x-problem-codes" = json!([ReauthenticationRequired, SecondFactorNotByChoice]))),
)]
#[patch("/{portal}/account/profile")]
pub async fn update_profile(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    origin: RequestOrigin,
    body: Json<UpdateProfile>,
) -> Result<HttpResponse, ApiError> {
    let UpdateProfile { name, uses_second_factor, mail_notice, locale } = body.into_inner();
    let change = profiles::Change { name, uses_second_factor, mail_notice, locale };
    profiles::update(&services, &allowed.scope, &change, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Asks for a change of the own mail address.
///
/// By the portal's policy a link goes to the new address, or to the present one first.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 202, description = "A mail is on its way")),
    extensions(("x-problem-codes" = json!([ReauthenticationRequired, MailChangeByAdministrator, TooManyAttempts]))),
)]
#[post("/{portal}/account/mail-changes")]
pub async fn create_mail_change(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    origin: RequestOrigin,
    body: Json<CreateMailChange>,
) -> Result<impl Responder, ApiError> {
    mail_changes::request(&services, &allowed.scope, &body.mail_address, &origin.0).await?;
    Ok(HttpResponse::new(StatusCode::ACCEPTED))
}

/// Lists the open sessions of the user, the one last used first.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Vec<OwnSession>)),
)]
#[get("/{portal}/account/sessions")]
pub async fn list_sessions(
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
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(SessionPath),
    responses((status = 204, description = "Ended")),
)]
#[delete("/{portal}/account/sessions/{session}")]
pub async fn end_session(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    origin: RequestOrigin,
    path: Path<SessionPath>,
) -> Result<HttpResponse, ApiError> {
    sessions::end_one(&services, &allowed.scope, path.session, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends all sessions of the user but the one that asks.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 204, description = "Ended")),
)]
#[delete("/{portal}/account/sessions")]
pub async fn end_other_sessions(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    origin: RequestOrigin,
) -> Result<HttpResponse, ApiError> {
    sessions::end_others(&services, &allowed.scope, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
pub struct EventQuery {
    /// `sign_in` for logins only; `all` when absent.
    kind: Option<String>,
}

/// Lists what happened to the own account, the newest first.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath, EventQuery, PageQuery),
    responses((status = 200, body = Page<AccountEvent>)),
)]
#[get("/{portal}/account/events")]
pub async fn list_account_events(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    query: Query<EventQuery>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<AccountEvent>>, ApiError> {
    let kind = match query.kind.as_deref() {
        None | Some("all") => Kind::All,
        Some("sign_in") => Kind::SignIn,
        Some(_) => return Err(Error::invalid("kind", FieldCode::Unknown).into()),
    };
    let page = audit_events::list(&services, &allowed.scope, kind, page.part()?).await?;
    Ok(web::Json(pages::page(page, None, event)))
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
