//! Which system asks. A handler that asks for [`Client`] cannot be reached without an access token of the path's portal that
//! has the scope; what it gets acts for the provider of that portal and no other.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{Error as Refused, FromRequest, HttpRequest};
use madoguchi_services::api_clients::{self, Authenticated};
use madoguchi_services::{Error, ProblemCode, Provider};

use crate::allowed::portal;
use crate::clients::challenges::refuse;
use crate::clients::rates;
use crate::decisions::Decision;
use crate::named_requests;
use crate::origin;
use crate::scopes::Scoped;

/// A system with an access token of the path's portal that has the scope.
#[derive(Debug)]
pub struct Client<S> {
    /// Acts for the provider; what the commands do, it does.
    pub provider: Provider,
    scope: PhantomData<S>,
}

impl<S: Scoped> FromRequest for Client<S> {
    type Error = Refused;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refused>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (request, decision) = (request.clone(), Decision::pending(request));
        Box::pin(async move {
            let client = recognise::<S>(&request).await.map_err(|error| refuse(error, S::SCOPE))?;
            named_requests::begin(&request, &client.provider).await?;
            decision.grant();
            Ok(Self { provider: client.provider, scope: PhantomData })
        })
    }
}

async fn recognise<S: Scoped>(request: &HttpRequest) -> Result<Authenticated, Error> {
    let (services, portal) = portal(request)?;
    let token = bearer(request)?;
    let origin = origin::of(request);
    let client = api_clients::authenticate(&services, portal, token, &origin).await?;
    tracing::Span::current().record("client", tracing::field::display(client.id()));
    let meter = api_clients::count(&services, &client).await?;
    rates::note(request, meter, services.clock.now());
    if meter.is_exceeded() {
        return Err(Error::TooManyAttempts(meter.resets_at));
    }
    if !client.allows(S::SCOPE) {
        api_clients::refused(&services, &client, S::SCOPE, &origin).await?;
        return Err(Error::Refused(ProblemCode::ScopeMissing));
    }
    Ok(client)
}

/// The token of the one `Authorization` header (RFC 6750, 2.1); there is no other place for it.
fn bearer(request: &HttpRequest) -> Result<&str, Error> {
    let missing = Error::Unauthenticated(ProblemCode::TokenMissing);
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let (Some(header), None) = (headers.next(), headers.next()) else { return Err(missing) };
    let header = header.to_str().ok().and_then(|header| header.split_once(' '));
    match header {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("Bearer") => Ok(token.trim_start_matches(' ')),
        _ => Err(missing),
    }
}
