//! Second factors of the user. Adding, naming and removing needs a password that was given within the last minutes.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, Responder, delete, get, patch, post, web};
use madoguchi_api_types::authenticators::{
    Authenticator, Authenticators, ConfirmTotp, CreatePasskey, NameAuthenticator, RecoveryCodes, TotpOffer,
};
use madoguchi_api_types::sessions::PasskeyChallenge;
use madoguchi_services::ProblemCode::{
    AuthenticatorLimitReached, InvalidOneTimePassword, NoAuthenticator, PasskeyChallengeExpired, PasskeyKnown,
    PasskeyRefused, ReauthenticationRequired, TooManyAttempts,
};
use madoguchi_services::Services;
use madoguchi_services::authenticators::{self, passkeys, recovery_codes, totp};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{AddPasskey, AddTotp, Allowed, EnrolSecondFactor, SignedIn};
use crate::bodies::Json;
use crate::input::Path;
use crate::origin::RequestOrigin;
use crate::paths::{AuthenticatorPath, PortalPath, TotpOfferPath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_authenticators)
        .service(rename_authenticator)
        .service(delete_authenticator)
        .service(create_totp_offer)
        .service(confirm_totp_offer)
        .service(create_passkey_challenge)
        .service(create_passkey)
        .service(create_recovery_codes);
}

/// Lists the second factors of the user.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Authenticators)),
)]
#[get("/{portal}/account/authenticators")]
pub async fn list_authenticators(
    services: web::Data<Services>,
    allowed: Allowed<EnrolSecondFactor>,
) -> Result<web::Json<Authenticators>, ApiError> {
    let owned = authenticators::list(&services, &allowed.scope).await?;
    let items = owned.authenticators.into_iter().map(view).collect();
    Ok(web::Json(Authenticators { items, recovery_codes_left: owned.recovery_codes_left }))
}

/// Renames a second factor. The person is told by mail.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(AuthenticatorPath),
    responses((status = 200, body = Authenticator)),
    extensions(("x-problem-codes" = json!([ReauthenticationRequired]))),
)]
#[patch("/{portal}/account/authenticators/{authenticator}")]
pub async fn rename_authenticator(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    origin: RequestOrigin,
    path: Path<AuthenticatorPath>,
    body: Json<NameAuthenticator>,
) -> Result<web::Json<Authenticator>, ApiError> {
    let renamed = authenticators::rename(&services, &allowed.scope, path.authenticator, &body.name, &origin.0).await?;
    Ok(web::Json(view(renamed)))
}

/// Removes a second factor; with the last one go the recovery codes. The person is told by mail.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(AuthenticatorPath),
    responses((status = 204, description = "Removed")),
    extensions(("x-problem-codes" = json!([ReauthenticationRequired]))),
)]
#[delete("/{portal}/account/authenticators/{authenticator}")]
pub async fn delete_authenticator(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    origin: RequestOrigin,
    path: Path<AuthenticatorPath>,
) -> Result<HttpResponse, ApiError> {
    authenticators::remove(&services, &allowed.scope, path.authenticator, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Offers the seed for an authenticator app. It counts for nothing until it is confirmed.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 201, body = TotpOffer)),
    extensions(("x-problem-codes" = json!([ReauthenticationRequired, AuthenticatorLimitReached]))),
)]
#[post("/{portal}/account/totp-offers")]
pub async fn create_totp_offer(
    services: web::Data<Services>,
    allowed: Allowed<AddTotp>,
    body: Json<NameAuthenticator>,
) -> Result<impl Responder, ApiError> {
    let totp::Offered { id, secret, uri, qr_size, qr_path } =
        totp::offer(&services, &allowed.scope, &body.name).await?;
    Ok((web::Json(TotpOffer { id: id.into(), secret, uri, qr_size, qr_path }), StatusCode::CREATED))
}

/// Confirms an offered app with a code of it. Answers with recovery codes when these are the first.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(TotpOfferPath),
    responses((status = 200, body = RecoveryCodes)),
    extensions(("x-problem-codes" = json!([
        ReauthenticationRequired,
        InvalidOneTimePassword,
        AuthenticatorLimitReached,
        TooManyAttempts,
    ]))),
)]
#[post("/{portal}/account/totp-offers/{offer}/confirmation")]
pub async fn confirm_totp_offer(
    services: web::Data<Services>,
    allowed: Allowed<AddTotp>,
    origin: RequestOrigin,
    path: Path<TotpOfferPath>,
    body: Json<ConfirmTotp>,
) -> Result<web::Json<RecoveryCodes>, ApiError> {
    let (id, code) = (path.offer, &body.one_time_password);
    let codes = totp::confirm(&services, &allowed.scope, id, code, &origin.0).await?;
    Ok(web::Json(RecoveryCodes { codes }))
}

/// Begins to add a passkey.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 201, body = PasskeyChallenge)),
    extensions(("x-problem-codes" = json!([ReauthenticationRequired, AuthenticatorLimitReached]))),
)]
#[post("/{portal}/account/passkey-challenges")]
pub async fn create_passkey_challenge(
    services: web::Data<Services>,
    allowed: Allowed<AddPasskey>,
) -> Result<impl Responder, ApiError> {
    let challenge = passkeys::begin_registration(&services, &allowed.scope).await?;
    Ok((web::Json(challenge_view(challenge)), StatusCode::CREATED))
}

/// Adds the passkey that the browser made. Answers with recovery codes when these are the first.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 201, body = RecoveryCodes)),
    extensions(("x-problem-codes" = json!([
        ReauthenticationRequired,
        PasskeyRefused,
        PasskeyChallengeExpired,
        PasskeyKnown,
        AuthenticatorLimitReached,
    ]))),
)]
#[post("/{portal}/account/passkeys")]
pub async fn create_passkey(
    services: web::Data<Services>,
    allowed: Allowed<AddPasskey>,
    origin: RequestOrigin,
    body: Json<CreatePasskey>,
) -> Result<impl Responder, ApiError> {
    let CreatePasskey { name, passkey } = body.into_inner();
    let (challenge, credential) = (passkey.challenge.into(), passkey.credential);
    let (_, codes) = passkeys::register(&services, &allowed.scope, challenge, credential, &name, &origin.0).await?;
    Ok((web::Json(RecoveryCodes { codes }), StatusCode::CREATED))
}

/// Makes new recovery codes; the old ones are worth nothing then.
#[utoipa::path(
    tag = "account",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 201, body = RecoveryCodes)),
    extensions(("x-problem-codes" = json!([ReauthenticationRequired, NoAuthenticator]))),
)]
#[post("/{portal}/account/recovery-codes")]
pub async fn create_recovery_codes(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    origin: RequestOrigin,
) -> Result<impl Responder, ApiError> {
    let codes = recovery_codes::renew(&services, &allowed.scope, &origin.0).await?;
    Ok((web::Json(RecoveryCodes { codes }), StatusCode::CREATED))
}

fn view(it: authenticators::Authenticator) -> Authenticator {
    Authenticator {
        id: it.id.into(),
        kind: it.kind,
        name: it.name,
        created_at: it.created_at,
        last_used_at: it.last_used_at,
    }
}

/// A passkey ceremony as it travels.
pub fn challenge_view(challenge: passkeys::Challenge) -> PasskeyChallenge {
    PasskeyChallenge { id: challenge.id.into(), options: challenge.options }
}
