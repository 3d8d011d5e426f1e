//! Login in two steps. An attempt is bound to its browser by a cookie; the second step turns it into a session.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder, get, post, web};
use madoguchi_api_types::sessions::{CompleteSignInAttempt, CreateSignInAttempt, Session, SignInAttempt};
use madoguchi_services::sign_ins::{self, Credentials, Proof, Waiting};
use madoguchi_services::{Services, sessions};
use uuid::Uuid;

use crate::allowed::InPortal;
use crate::cookies;
use crate::origin::From;
use crate::problem::ApiError;

/// Starts a login with identifiers and password.
///
/// By policy a one-time password is mailed. Codes: `invalid_credentials` whatever was wrong, `too_many_attempts`.
#[utoipa::path(tag = "sessions", params(("portal" = String, Path, description = "Portal")), responses((status = 201, body = SignInAttempt)))]
#[post("/{portal}/sign-in-attempts")]
pub async fn create_sign_in_attempt(
    services: web::Data<Services>,
    portal: InPortal,
    from: From,
    body: web::Json<CreateSignInAttempt>,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let credentials = Credentials { identifiers: body.identifiers, password: body.password };
    let waiting = sign_ins::start(&services, &portal.0, credentials, &from.0).await?;
    let mut response = HttpResponse::Created();
    if let Some(secret) = &waiting.secret {
        response.cookie(cookies::make(cookies::sign_in_name(&portal.0.key), secret.clone()));
    }
    Ok(response.json(view(waiting)))
}

/// Reads the login that this browser has under way.
///
/// Codes: `sign_in_attempt_unknown` (also when a newer one was started in this browser), `sign_in_attempt_expired`.
#[utoipa::path(tag = "sessions", params(("portal" = String, Path, description = "Portal"), ("attempt" = Uuid, Path, description = "Login under way")), responses((status = 200, body = SignInAttempt)))]
#[get("/{portal}/sign-in-attempts/{attempt}")]
pub async fn get_sign_in_attempt(
    services: web::Data<Services>,
    portal: InPortal,
    path: web::Path<(String, Uuid)>,
    request: HttpRequest,
) -> Result<web::Json<SignInAttempt>, ApiError> {
    let secret = secret(&request, &portal);
    let waiting = sign_ins::get(&services, &portal.0, path.1.into(), &secret).await?;
    Ok(web::Json(view(waiting)))
}

/// Mails a new one-time password; the one before no longer works.
#[utoipa::path(tag = "sessions", params(("portal" = String, Path, description = "Portal"), ("attempt" = Uuid, Path, description = "Login under way")), responses((status = 202, body = SignInAttempt)))]
#[post("/{portal}/sign-in-attempts/{attempt}/one-time-password")]
pub async fn mail_one_time_password(
    services: web::Data<Services>,
    portal: InPortal,
    path: web::Path<(String, Uuid)>,
    request: HttpRequest,
) -> Result<impl Responder, ApiError> {
    let secret = secret(&request, &portal);
    let waiting = sign_ins::mail_again(&services, &portal.0, path.1.into(), &secret).await?;
    Ok((web::Json(view(waiting)), StatusCode::ACCEPTED))
}

/// Completes a login and starts the session.
///
/// Codes: `invalid_one_time_password`, `validation_failed` with `robot_check_failed`, `sign_in_attempt_expired` (also
/// after too many tries), `sign_in_attempt_unknown`.
#[utoipa::path(tag = "sessions", params(("portal" = String, Path, description = "Portal"), ("attempt" = Uuid, Path, description = "Login under way")), responses((status = 201, body = Session)))]
#[post("/{portal}/sign-in-attempts/{attempt}/session")]
pub async fn complete_sign_in_attempt(
    services: web::Data<Services>,
    portal: InPortal,
    from: From,
    path: web::Path<(String, Uuid)>,
    body: web::Json<CompleteSignInAttempt>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let proof = Proof {
        secret: secret(&request, &portal),
        one_time_password: body.one_time_password,
        robot_solution: body.robot_solution,
    };
    let session = sign_ins::complete(&services, &portal.0, path.1.into(), proof, &from.0).await?;
    let current = sessions::current(&services, &session.scope).await?;
    let key = &portal.0.key;
    let answer = crate::sessions::view(current, session.idle_expires_at, session.expires_at);
    let session = cookies::make(cookies::session_name(key), session.token);
    let attempt = cookies::remove(cookies::sign_in_name(key));
    Ok(HttpResponse::Created().cookie(session).cookie(cookies::marker(key)).cookie(attempt).json(answer))
}

fn secret(request: &HttpRequest, portal: &InPortal) -> String {
    cookies::read(request, &cookies::sign_in_name(&portal.0.key)).unwrap_or_default()
}

fn view(waiting: Waiting) -> SignInAttempt {
    SignInAttempt {
        id: waiting.id.into(),
        one_time_password: waiting.one_time_password,
        mail_address: waiting.mail_address,
        robot_challenge: waiting.robot_challenge,
        expires_at: waiting.expires_at,
    }
}
