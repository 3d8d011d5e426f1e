//! What the OpenAPI description says of access: the scheme by which a system logs in, and where it gets a token.

use utoipa::openapi::security::{ClientCredentials, Flow, OAuth2, Scopes, SecurityScheme};

use crate::scopes;

/// Name of the scheme: operations for systems say `security(("client" = ["requests:read"]))`.
pub const SCHEME: &str = "client";

/// Where a token is got. The portal is filled in where the description of one portal is asked for.
pub const TOKEN_URL: &str = "/api/v1/%7Bportal%7D/oauth/token";

/// OAuth 2.0 client credentials, with every scope.
pub fn scheme() -> SecurityScheme {
    let scopes = scopes::ALL.iter().map(|scope| (scope.as_str().to_owned(), scope.about()));
    let flow = Flow::ClientCredentials(ClientCredentials::new(TOKEN_URL, scopes.collect::<Scopes>()));
    let text = "A system of a third party: its access token, from the portal that it is for.";
    SecurityScheme::OAuth2(OAuth2::with_description([flow], text))
}
