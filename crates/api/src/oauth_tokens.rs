//! Where systems get access tokens (OAuth 2.0 client credentials, RFC 6749).

use actix_web::http::header::{HeaderValue, PRAGMA};
use actix_web::{HttpResponse, post, web};
use madoguchi_api_types::oauth::{AccessToken, OAuthCode, OAuthProblem, TokenRequest};
use madoguchi_services::ProblemCode::{BodyTooLarge, TooManyAttempts};
use madoguchi_services::Services;
use madoguchi_services::api_clients::{self, Denied, Granted};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::InPortal;
use crate::clients::{Refusal, TokenForm};
use crate::origin::RequestOrigin;
use crate::paths::PortalPath;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(create_access_token);
}

/// Issues an access token to an API client, for ten minutes at most.
///
/// The client shows who it is by its secret, in `Authorization: Basic` or as `client_id` and `client_secret`, or by an assertion
/// that its key signed (`private_key_jwt`, RFC 7523: `iss` and `sub` are the client's id, `aud` is this server or this address,
/// `exp` within ten minutes, `jti` never used before). Without `scope` the token has all scopes of the client. Errors are those
/// of RFC 6749; a network that is refused too often, and a client that takes too many tokens, is answered 429.
#[utoipa::path(
    tag = "oauth",
    params(PortalPath),
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, body = AccessToken),
        (status = 400, description = "Refused by the rules of RFC 6749, 5.2", body = OAuthProblem),
        (
            status = 401,
            description = "No client showed who it is: `invalid_client`",
            body = OAuthProblem,
            headers(("WWW-Authenticate" = String, description = "How it can")),
        ),
    ),
    extensions(("x-problem-codes" = json!([TooManyAttempts, BodyTooLarge]))),
)]
#[post("/{portal}/oauth/token")]
pub async fn create_access_token(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    form: TokenForm,
) -> Result<HttpResponse, ApiError> {
    let asked = match form.asked() {
        Ok(asked) => asked,
        Err(refusal) => return Ok(refusal.respond()),
    };
    Ok(match api_clients::grant(&services, &portal.0, &asked, &origin.0).await? {
        Ok(granted) => answer(granted),
        Err(Denied::Client) => Refusal(OAuthCode::InvalidClient, "This client is not let in.").respond(),
        Err(Denied::Scope) => Refusal(OAuthCode::InvalidScope, "The client has not all of these scopes.").respond(),
    })
}

fn answer(granted: Granted) -> HttpResponse {
    let Granted { access_token, life, scopes } = granted;
    let token =
        AccessToken { access_token, token_type: "Bearer".to_owned(), expires_in: life.num_seconds(), scope: scopes };
    // RFC 6749, 5.1 asks for it beside `Cache-Control`, which every answer has.
    HttpResponse::Ok().insert_header((PRAGMA, HeaderValue::from_static("no-cache"))).json(token)
}
