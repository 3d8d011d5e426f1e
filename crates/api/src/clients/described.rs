//! What the OpenAPI description says of access: the scheme by which a system logs in, and where it gets a token.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ClientCredentials, Flow, OAuth2, Scopes, SecurityScheme};
use utoipa::openapi::{HeaderBuilder, ObjectBuilder, RefOr, Type};

use crate::scopes;

/// Name of the scheme: operations for systems say `security(("client" = ["requests:read"]))`.
pub const SCHEME: &str = "client";

/// Where a token is got. The portal is filled in where the description of one portal is asked for.
pub const TOKEN_URL: &str = "/api/v1/%7Bportal%7D/oauth/token";

/// Headers of every answer to a system that showed who it is.
const RATES: [(&str, &str); 2] = [
    ("RateLimit", "What is left in this window, and when the next one begins: `\"client\";r=5999;t=60`"),
    ("RateLimit-Policy", "Requests of a window of so many seconds: `\"client\";q=6000;w=60`"),
];

/// Says of an operation for systems what each answer tells beside its body.
pub fn describe(operation: &mut Operation) {
    let successes = operation.responses.responses.iter_mut().filter(|(status, _)| status.starts_with('2'));
    for (_, response) in successes {
        let RefOr::T(response) = response else { continue };
        for (name, text) in RATES {
            let schema = ObjectBuilder::new().schema_type(Type::String);
            let header = HeaderBuilder::new().schema(Some(schema)).description(Some(text)).build();
            response.headers.insert(name.to_owned(), RefOr::T(header));
        }
    }
}

/// OAuth 2.0 client credentials, with every scope.
pub fn scheme() -> SecurityScheme {
    let scopes = scopes::ALL.iter().map(|scope| (scope.as_str().to_owned(), scope.about()));
    let flow = Flow::ClientCredentials(ClientCredentials::new(TOKEN_URL, scopes.collect::<Scopes>()));
    let text = "A system of a third party: its access token, from the portal that it is for.";
    SecurityScheme::OAuth2(OAuth2::with_description([flow], text))
}
