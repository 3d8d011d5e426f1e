//! Where a request comes from: network address, browser, request id.

use std::future::{Ready, ready};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, HeaderValue, USER_AGENT};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use madoguchi_services::Origin;

use crate::Settings;
use crate::problem::ApiError;
use crate::request_logs::RequestId;

/// What proxies write down of who asked them.
const FORWARDED_FOR: &str = "x-forwarded-for";
/// The same as a standard (RFC 7239). Not believed: who sets the one by habit does not take the other away.
const FORWARDED: &str = "forwarded";

/// Extractor of [`Origin`].
#[derive(Debug)]
pub struct RequestOrigin(pub Origin);

impl FromRequest for RequestOrigin {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(of(request))))
    }
}

/// Where a request comes from.
pub fn of(request: &HttpRequest) -> Origin {
    let user_agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
    let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    Origin {
        address: address(request).map(|address| address.to_string()).unwrap_or_default(),
        user_agent: user_agent.unwrap_or_default().to_owned(),
        request_id: request_id.unwrap_or_default(),
    }
}

fn address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let trusted = &request.app_data::<web::Data<Settings>>()?.trusted_proxies;
    if !is_trusted(trusted, peer) {
        warn_once(request.headers(), peer);
        return Some(peer);
    }
    let headers: Vec<&[u8]> = request.headers().get_all(FORWARDED_FOR).map(HeaderValue::as_bytes).collect();
    Some(client(peer, trusted, headers.into_iter()))
}

/// The client behind trusted proxies. Each proxy writes at the right end who asked it, so what stands right of the first
/// address that is no trusted proxy is true, and what stands left of it anybody may have written. An entry that cannot be
/// read ends the search too: then the last proxy that could be read is all that is known.
fn client<'a>(peer: IpAddr, trusted: &[IpAddr], headers: impl DoubleEndedIterator<Item = &'a [u8]>) -> IpAddr {
    let mut client = peer;
    let entries = headers.rev().flat_map(|header| header.rsplit(|byte| *byte == b','));
    for entry in entries.map(<[u8]>::trim_ascii).filter(|entry| !entry.is_empty()) {
        let Some(address) = read(entry) else { break };
        client = address;
        if !is_trusted(trusted, address) {
            break;
        }
    }
    client
}

/// An entry of the list: an address, in brackets or not, with a port or without.
fn read(entry: &[u8]) -> Option<IpAddr> {
    let entry = std::str::from_utf8(entry).ok()?;
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    let address = bare.parse().ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|socket| socket.ip()))?;
    Some(IpAddr::to_canonical(&address))
}

fn is_trusted(trusted: &[IpAddr], address: IpAddr) -> bool {
    trusted.iter().any(|proxy| proxy.to_canonical() == address)
}

/// Says once that requests seem to come through a proxy that is not named: all its clients count as one then. Who sits
/// on the same machine or network may be named; who comes from outside may have written the header for fun.
fn warn_once(headers: &HeaderMap, peer: IpAddr) {
    static WARNED: AtomicBool = AtomicBool::new(false);
    let comes_through = headers.contains_key(FORWARDED_FOR) || headers.contains_key(FORWARDED);
    if !comes_through || WARNED.swap(true, Ordering::Relaxed) {
        return;
    }
    let proxy = is_near(peer).then(|| peer.to_string());
    tracing::warn!(
        proxy = proxy.as_deref().unwrap_or("an address outside"),
        "a request came through a proxy that server.trusted_proxies does not name: limits count all that come through \
         it as one; name the proxy if it is yours"
    );
}

fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client_of(headers: &[&str]) -> String {
        let proxies: Vec<IpAddr> =
            ["127.0.0.1", "10.0.0.7", "2001:db8:ffff::7"].map(|proxy| proxy.parse().unwrap()).into();
        let headers = headers.iter().map(|header| header.as_bytes());
        client(proxies[0], &proxies, headers).to_string()
    }

    #[test]
    fn the_last_address_that_is_no_proxy_asked() {
        assert_eq!(client_of(&["203.0.113.9"]), "203.0.113.9");
        assert_eq!(client_of(&["198.51.100.7, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(client_of(&["198.51.100.7, 203.0.113.9, 10.0.0.7"]), "203.0.113.9");
        assert_eq!(client_of(&["198.51.100.7", "203.0.113.9 ,10.0.0.7,"]), "203.0.113.9");
        assert_eq!(client_of(&["203.0.113.9", "10.0.0.7", "2001:db8:ffff::7"]), "203.0.113.9");
    }

    #[test]
    fn ports_brackets_and_mapped_addresses_are_read() {
        for entry in ["203.0.113.9:51000", "::ffff:203.0.113.9", "[::ffff:203.0.113.9]:51000"] {
            assert_eq!(client_of(&[&format!("198.51.100.7, {entry}")]), "203.0.113.9", "{entry}");
        }
        for entry in ["2001:db8::9", "[2001:db8::9]", "[2001:DB8::9]:51000"] {
            assert_eq!(client_of(&[&format!("198.51.100.7, {entry}, [2001:db8:ffff::7]:443")]), "2001:db8::9");
        }
        assert_eq!(client_of(&["203.0.113.9, ::ffff:10.0.0.7"]), "203.0.113.9");
    }

    #[test]
    fn what_cannot_be_read_is_not_walked_over() {
        for entry in ["unknown", "_hidden", "fe80::1%eth0", "203.0.113.9:", "203.0.113", "for=203.0.113.9", "\u{80}"] {
            assert_eq!(client_of(&[&format!("198.51.100.7, {entry}")]), "127.0.0.1", "{entry}");
            assert_eq!(client_of(&[&format!("198.51.100.7, {entry}, 10.0.0.7")]), "10.0.0.7", "{entry}");
        }
    }

    #[test]
    fn without_the_header_the_proxy_itself_asks() {
        assert_eq!(client_of(&[]), "127.0.0.1");
        assert_eq!(client_of(&["", " , "]), "127.0.0.1");
        assert_eq!(client_of(&["10.0.0.7"]), "10.0.0.7");
    }
}
