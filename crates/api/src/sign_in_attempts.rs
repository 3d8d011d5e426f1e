//! Login in two steps. An attempt is bound to its browser by a cookie; the second step turns it into a session.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder, get, post, web};
use madoguchi_api_types::recoveries::RecoverMailAddress;
use madoguchi_api_types::sessions::{
    CompleteSignInAttempt, CreateSignInAttempt, PasskeyAnswer, PasskeyChallenge, Session, SignInAttempt,
};
use madoguchi_services::ProblemCode::{
    CustomerNotFound, InvalidCredentials, InvalidOneTimePassword, NotFound, OneTimePasswordNotAsked,
    PasskeyChallengeExpired, PasskeyRefused, RobotCheckRequired, StrongerFactorPresent, TooManyAttempts,
};
use madoguchi_services::Services;
use madoguchi_services::sign_ins::{self, Credentials, Factor, Proof, Waiting, lost_mail_address, passkey};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::InPortal;
use crate::authenticators::challenge_view;
use crate::bodies::Json;
use crate::cookies;
use crate::input::Path;
use crate::origin::RequestOrigin;
use crate::paths::{PortalPath, SignInAttemptPath};
use crate::problem::ApiError;
use crate::problem_codes::SIGN_IN_ATTEMPT;
use crate::robot_checks;
use crate::sessions::begin;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(create_sign_in_attempt)
        .service(get_sign_in_attempt)
        .service(mail_one_time_password)
        .service(complete_sign_in_attempt)
        .service(create_sign_in_passkey_challenge)
        .service(recover_mail_address)
        .service(create_passkey_sign_in)
        .service(complete_passkey_sign_in);
}

/// Starts a login with identifiers and password.
///
/// By policy a one-time password is mailed. `invalid_credentials` whatever was wrong; `robot_check_required` where many
/// passwords from one network were wrong: then with a solved robot check.
#[utoipa::path(
    tag = "sessions",
    params(PortalPath),
    responses((status = 201, body = SignInAttempt)),
    extensions(("x-problem-codes" = json!([InvalidCredentials, RobotCheckRequired, TooManyAttempts]))),
)]
#[post("/{portal}/sign-in-attempts")]
pub async fn create_sign_in_attempt(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    body: Json<CreateSignInAttempt>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let CreateSignInAttempt { identifiers, password, robot_check } = body.into_inner();
    let device = cookies::read(&request, &cookies::device_name(&portal.0.key));
    let robot_check = robot_check.map(robot_checks::solved);
    let credentials = Credentials { identifiers, password, device, robot_check };
    let waiting = sign_ins::start(&services, &portal.0, credentials, &origin.0).await?;
    let mut response = HttpResponse::Created();
    if let Some(secret) = &waiting.secret {
        response.cookie(cookies::make(cookies::sign_in_name(&portal.0.key), secret.clone()));
    }
    Ok(response.json(view(waiting)))
}

/// Reads the login that this browser has under way.
///
/// `sign_in_attempt_unknown` also when a newer one was started in this browser.
#[utoipa::path(
    tag = "sessions",
    params(SignInAttemptPath),
    responses((status = 200, body = SignInAttempt)),
    extensions(("x-problem-codes" = json!([SIGN_IN_ATTEMPT]))),
)]
#[get("/{portal}/sign-in-attempts/{attempt}")]
pub async fn get_sign_in_attempt(
    services: web::Data<Services>,
    portal: InPortal,
    path: Path<SignInAttemptPath>,
    request: HttpRequest,
) -> Result<web::Json<SignInAttempt>, ApiError> {
    let secret = secret(&request, &portal);
    let waiting = sign_ins::get(&services, &portal.0, path.attempt, &secret).await?;
    Ok(web::Json(view(waiting)))
}

/// Mails a new one-time password; the one before no longer works.
#[utoipa::path(
    tag = "sessions",
    params(SignInAttemptPath),
    responses((status = 202, body = SignInAttempt)),
    extensions(("x-problem-codes" = json!([SIGN_IN_ATTEMPT, OneTimePasswordNotAsked, TooManyAttempts]))),
)]
#[post("/{portal}/sign-in-attempts/{attempt}/one-time-password")]
pub async fn mail_one_time_password(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    path: Path<SignInAttemptPath>,
    request: HttpRequest,
) -> Result<impl Responder, ApiError> {
    let secret = secret(&request, &portal);
    let waiting = sign_ins::mail_again(&services, &portal.0, path.attempt, &secret, &origin.0).await?;
    Ok((web::Json(view(waiting)), StatusCode::ACCEPTED))
}

/// Completes a login and starts the session.
///
/// `robot_check_failed` at `robot_solution`; `sign_in_attempt_expired` also after too many tries.
#[utoipa::path(
    tag = "sessions",
    params(SignInAttemptPath),
    responses((status = 201, body = Session)),
    extensions(("x-problem-codes" = json!([
        SIGN_IN_ATTEMPT,
        InvalidOneTimePassword,
        PasskeyRefused,
        PasskeyChallengeExpired,
        TooManyAttempts,
    ]))),
)]
#[post("/{portal}/sign-in-attempts/{attempt}/session")]
pub async fn complete_sign_in_attempt(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    path: Path<SignInAttemptPath>,
    body: Json<CompleteSignInAttempt>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let passkey = body.passkey.map(|answer| (answer.challenge.into(), answer.credential));
    let proof = Proof {
        secret: secret(&request, &portal),
        factor: Factor { method: body.method, code: body.one_time_password, passkey },
        robot_solution: body.robot_solution,
    };
    let session = sign_ins::complete(&services, &portal.0, path.attempt, proof, &origin.0).await?;
    begin(&services, session, &origin, &request).await
}

/// Asks for a passkey as the second factor of a login. It is not found for who has none.
#[utoipa::path(
    tag = "sessions",
    params(SignInAttemptPath),
    responses((status = 201, body = PasskeyChallenge)),
    extensions(("x-problem-codes" = json!([SIGN_IN_ATTEMPT]))),
)]
#[post("/{portal}/sign-in-attempts/{attempt}/passkey-challenge")]
pub async fn create_sign_in_passkey_challenge(
    services: web::Data<Services>,
    portal: InPortal,
    path: Path<SignInAttemptPath>,
    request: HttpRequest,
) -> Result<impl Responder, ApiError> {
    let secret = secret(&request, &portal);
    let challenge = sign_ins::ask_for_passkey(&services, &portal.0, path.attempt, &secret).await?;
    Ok((web::Json(challenge_view(challenge)), StatusCode::CREATED))
}

/// Replaces a registered mail address that is read no more: a link goes to the new one.
#[utoipa::path(
    tag = "sessions",
    params(SignInAttemptPath),
    responses((status = 202, description = "A mail is on its way")),
    extensions(("x-problem-codes" = json!([SIGN_IN_ATTEMPT, CustomerNotFound, StrongerFactorPresent, TooManyAttempts]))),
)]
#[post("/{portal}/sign-in-attempts/{attempt}/mail-address-recovery")]
pub async fn recover_mail_address(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    path: Path<SignInAttemptPath>,
    body: Json<RecoverMailAddress>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let RecoverMailAddress { mail_address, contract_number, postal_code, customer_name } = body.into_inner();
    let facts = lost_mail_address::Facts { mail_address, contract_number, postal_code, customer_name };
    let secret = secret(&request, &portal);
    lost_mail_address::recover(&services, &portal.0, path.attempt, &secret, &facts, &origin.0).await?;
    Ok(HttpResponse::new(StatusCode::ACCEPTED))
}

/// Begins a login with a passkey alone.
#[utoipa::path(
    tag = "sessions",
    params(PortalPath),
    responses((status = 201, body = PasskeyChallenge)),
    extensions(("x-problem-codes" = json!([NotFound, TooManyAttempts]))),
)]
#[post("/{portal}/passkey-sign-ins")]
pub async fn create_passkey_sign_in(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
) -> Result<HttpResponse, ApiError> {
    let (challenge, secret) = passkey::start(&services, &portal.0, &origin.0).await?;
    let cookie = cookies::make(cookies::sign_in_name(&portal.0.key), secret);
    Ok(HttpResponse::Created().cookie(cookie).json(challenge_view(challenge)))
}

/// Completes a login with a passkey alone and starts the session. `passkey_refused` whatever was wrong.
#[utoipa::path(
    tag = "sessions",
    params(PortalPath),
    responses((status = 201, body = Session)),
    extensions(("x-problem-codes" = json!([NotFound, PasskeyRefused, PasskeyChallengeExpired, TooManyAttempts]))),
)]
#[post("/{portal}/passkey-sign-ins/session")]
pub async fn complete_passkey_sign_in(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    body: Json<PasskeyAnswer>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let PasskeyAnswer { challenge, credential } = body.into_inner();
    let secret = secret(&request, &portal);
    let session = passkey::complete(&services, &portal.0, &secret, challenge.into(), credential, &origin.0).await?;
    begin(&services, session, &origin, &request).await
}

fn secret(request: &HttpRequest, portal: &InPortal) -> String {
    cookies::read(request, &cookies::sign_in_name(&portal.0.key)).unwrap_or_default()
}

fn view(waiting: Waiting) -> SignInAttempt {
    SignInAttempt {
        id: waiting.id.into(),
        methods: waiting.methods,
        one_time_password: waiting.one_time_password,
        mail_address: waiting.mail_address,
        robot_challenge: waiting.robot_challenge,
        expires_at: waiting.expires_at,
    }
}
