//! What a system sends to get a token (RFC 6749, 4.4.2): a form, and who it is by its secret or a signed assertion, in one of
//! three ways. Must not know who is let in.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE};
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use madoguchi_api_types::oauth::{OAuthCode, OAuthProblem};
use madoguchi_services::api_clients::{Asked, Proof};

use crate::clients::challenges::basic;
use crate::{decisions, input};

const FORM: &str = "application/x-www-form-urlencoded";
const GRANT: &str = "client_credentials";
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A request that is refused by the rules of OAuth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal(pub OAuthCode, pub &'static str);

impl Refusal {
    /// As it is answered (RFC 6749, 5.2).
    pub fn respond(self) -> HttpResponse {
        let body = OAuthProblem { error: self.0, error_description: self.1.to_owned() };
        match self.0 {
            OAuthCode::InvalidClient => HttpResponse::Unauthorized().insert_header(basic()).json(body),
            _ => HttpResponse::BadRequest().json(body),
        }
    }
}

/// A form that was read, with the header beside it.
#[derive(Debug)]
pub struct TokenForm {
    fields: Result<HashMap<String, String>, Refusal>,
    /// Id and secret of `Authorization: Basic`; an error where there is another or a broken one.
    header: Result<Option<(String, String)>, Refusal>,
}

impl FromRequest for TokenForm {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            decisions::granted(&request).await;
            let body = input::bytes(&mut payload).await?;
            Ok(Self { fields: fields(&request, &body), header: header(&request) })
        })
    }
}

impl TokenForm {
    /// What is asked for, and by whom.
    ///
    /// # Errors
    /// What OAuth says of requests that are not right.
    pub fn asked(&self) -> Result<Asked<'_>, Refusal> {
        let fields = self.fields.as_ref().map_err(|refusal| *refusal)?;
        let header = self.header.as_ref().map_err(|refusal| *refusal)?.as_ref();
        let field = |name: &str| fields.get(name).map(String::as_str).filter(|value| !value.is_empty());
        match field("grant_type") {
            Some(GRANT) => {}
            Some(_) => return Err(Refusal(OAuthCode::UnsupportedGrantType, "Only client_credentials is granted.")),
            None => return Err(Refusal(OAuthCode::InvalidRequest, "grant_type is missing.")),
        }
        let (proof, of_header) = match (header, field("client_secret"), field("client_assertion")) {
            (Some((id, secret)), None, None) => (Proof::Secret(secret), Some(id.as_str())),
            (None, Some(secret), None) => (Proof::Secret(secret), None),
            (None, None, Some(assertion)) if field("client_assertion_type") == Some(ASSERTION) => {
                (Proof::Assertion(assertion), None)
            }
            (None, None, Some(_)) => {
                return Err(Refusal(OAuthCode::InvalidRequest, "client_assertion_type is not that of a JWT."));
            }
            (None, None, None) => return Err(Refusal(OAuthCode::InvalidClient, "Nothing shows which client asks.")),
            _ => return Err(Refusal(OAuthCode::InvalidRequest, "The client shows who it is in more than one way.")),
        };
        let of_body = field("client_id");
        if of_header.is_some() && of_body.is_some() && of_header != of_body {
            return Err(Refusal(OAuthCode::InvalidRequest, "client_id is not that of the header."));
        }
        Ok(Asked { client_id: of_header.or(of_body), proof, scopes: field("scope") })
    }
}

/// The fields of a form. One that stands there twice is refused; one that is not known is left alone.
fn fields(request: &HttpRequest, body: &[u8]) -> Result<HashMap<String, String>, Refusal> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case(FORM) {
        return Err(Refusal(OAuthCode::InvalidRequest, "The body is no application/x-www-form-urlencoded."));
    }
    let mut fields = HashMap::new();
    for (name, value) in url::form_urlencoded::parse(body) {
        if fields.insert(name.into_owned(), value.into_owned()).is_some() {
            return Err(Refusal(OAuthCode::InvalidRequest, "A parameter stands there more than once."));
        }
    }
    Ok(fields)
}

/// Id and secret in the header, each encoded as in a form (RFC 6749, 2.3.1).
fn header(request: &HttpRequest) -> Result<Option<(String, String)>, Refusal> {
    let broken = Refusal(OAuthCode::InvalidClient, "Authorization is not the Basic header of one client.");
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let Some(header) = headers.next() else { return Ok(None) };
    let text = header.to_str().ok().filter(|_| headers.next().is_none());
    let text = text.and_then(|text| text.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Basic"));
    let pair = text.and_then(|(_, pair)| String::from_utf8(BASE64_STANDARD.decode(pair.trim()).ok()?).ok());
    let pair = pair.as_deref().and_then(|pair| pair.split_once(':')).ok_or(broken)?;
    Ok(Some((decoded(pair.0), decoded(pair.1))))
}

fn decoded(text: &str) -> String {
    let whole = format!("x={}", text.replace('&', "%26"));
    let first = url::form_urlencoded::parse(whole.as_bytes()).next();
    first.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
