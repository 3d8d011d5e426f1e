//! The cookies of a portal: one for the session, one for a login under way, one that knows the device again. Host-only,
//! invisible to scripts.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::{HttpMessage, HttpRequest};
use chrono::TimeDelta;

/// A cookie to be set on the answer of this request.
#[derive(Clone, Debug)]
pub struct Renewed(pub Cookie<'static>);

/// Name of the session's cookie. One for each portal, so that a browser can be logged in at several.
pub fn session_name(portal: &str) -> String {
    format!("__Host-madoguchi-{portal}")
}

/// Name of the cookie of a login under way.
pub fn sign_in_name(portal: &str) -> String {
    format!("__Host-madoguchi-sign-in-{portal}")
}

/// Name of the cookie by which a device is known on which somebody has logged in. It lets nobody in.
pub fn device_name(portal: &str) -> String {
    format!("__Host-madoguchi-device-{portal}")
}

/// Name of the cookie that lets a page know, without asking, that nobody is logged in. It proves nothing.
pub fn marker_name(portal: &str) -> String {
    format!("madoguchi-signed-in-{portal}")
}

/// The marker: the one cookie that scripts may read.
pub fn marker(portal: &str) -> Cookie<'static> {
    let mut cookie = make(marker_name(portal), "1".to_owned());
    cookie.set_http_only(false);
    cookie
}

/// A cookie that lives as long as the browser runs: the token in it knows its own end.
pub fn make(name: String, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").secure(true).http_only(true).same_site(SameSite::Lax).finish()
}

/// A cookie that outlives the browser's run.
pub fn lasting(name: String, value: String, time: TimeDelta) -> Cookie<'static> {
    let mut cookie = make(name, value);
    cookie.set_max_age(Duration::seconds(time.num_seconds()));
    cookie
}

/// Takes a cookie away.
pub fn remove(name: String) -> Cookie<'static> {
    let mut cookie = make(name, String::new());
    cookie.set_max_age(Duration::ZERO);
    cookie
}

/// Value of a cookie of the request.
pub fn read(request: &HttpRequest, name: &str) -> Option<String> {
    request.cookie(name).map(|cookie| cookie.value().to_owned())
}

/// Lets the answer set a cookie.
pub fn renew(request: &HttpRequest, cookie: Cookie<'static>) {
    request.extensions_mut().insert(Renewed(cookie));
}
