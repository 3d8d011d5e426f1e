//! Where a request comes from: network address, browser, request id.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::http::header::USER_AGENT;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use madoguchi_services::Origin;

use crate::Settings;
use crate::problem::ApiError;
use crate::requests::RequestId;

/// Extractor of [`Origin`].
#[derive(Debug)]
pub struct From(pub Origin);

impl FromRequest for From {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user_agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
        let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
        ready(Ok(Self(Origin {
            address: address(request).map(|address| address.to_string()).unwrap_or_default(),
            user_agent: user_agent.unwrap_or_default().to_owned(),
            request_id: request_id.unwrap_or_default(),
        })))
    }
}

/// The client's address: the peer's, unless the peer is a proxy that we trust; then the last address in
/// `X-Forwarded-For` that is not one itself.
fn address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let trusted = &request.app_data::<web::Data<Settings>>()?.trusted_proxies;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let chain: Vec<IpAddr> = forwarded.flat_map(|v| v.split(',')).filter_map(|a| a.trim().parse().ok()).collect();
    Some(chain.into_iter().rev().find(|address| !trusted.contains(address)).unwrap_or(peer))
}
