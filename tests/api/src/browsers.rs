//! A browser: keeps cookies by hand (they are `Secure`, and the tests speak plain HTTP), and sends what our pages send.

use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use madoguchi_api_types::problems::Problem;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::described;

/// A browser at one portal.
#[derive(Debug)]
pub struct Browser {
    app: App,
    portal: String,
    cookies: Mutex<BTreeMap<String, String>>,
    address: Mutex<String>,
}

impl Browser {
    pub(crate) fn new(app: App, portal: &str) -> Self {
        let address = Mutex::new("203.0.113.1".to_owned());
        Self { app, portal: portal.to_owned(), cookies: Mutex::default(), address }
    }

    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Key of the portal.
    #[must_use]
    pub fn portal(&self) -> &str {
        &self.portal
    }

    /// Goes on from another network address.
    pub fn move_to(&self, address: &str) {
        address.clone_into(&mut self.address.lock().unwrap());
    }

    /// Name of the session's cookie.
    #[must_use]
    pub fn session_cookie(&self) -> String {
        format!("__Host-madoguchi-{}", self.portal)
    }

    /// Name of the cookie of a login under way.
    #[must_use]
    pub fn attempt_cookie(&self) -> String {
        format!("__Host-madoguchi-sign-in-{}", self.portal)
    }

    /// Value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Sets a cookie, as an attacker can in the own browser.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// A request with nothing but cookies and network address. `path` is below the portal unless it starts with one of
    /// the server's own roots.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Request<'_> {
        let own_root =
            ["/api/", "/dev/", "/openapi.json", "/healthz", "/readyz"].iter().any(|root| path.starts_with(root));
        let path = if own_root { path.to_owned() } else { format!("/api/v1/{}{path}", self.portal) };
        let mut builder = self.app.http().request(method.clone(), self.app.url(&path));
        builder = builder.header("x-forwarded-for", self.address.lock().unwrap().as_str());
        let cookies = self.cookies.lock().unwrap();
        if !cookies.is_empty() {
            let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            builder = builder.header("cookie", pairs.join("; "));
        }
        drop(cookies);
        Request { browser: self, builder, method, path }
    }

    /// A change as our pages send it.
    #[must_use]
    pub fn change(&self, method: Method, path: &str) -> Request<'_> {
        self.request(method, path).header("x-madoguchi", "1")
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path).send().await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: impl Serialize) -> Answer {
        self.change(Method::POST, path).json(&body).send().await
    }

    /// Puts JSON.
    pub async fn put(&self, path: &str, body: impl Serialize) -> Answer {
        self.change(Method::PUT, path).json(&body).send().await
    }

    /// Patches with JSON.
    pub async fn patch(&self, path: &str, body: impl Serialize) -> Answer {
        self.change(Method::PATCH, path).json(&body).send().await
    }

    /// Deletes.
    pub async fn delete(&self, path: &str) -> Answer {
        self.change(Method::DELETE, path).send().await
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for header in headers.get_all("set-cookie") {
            let header = header.to_str().unwrap();
            let (pair, attributes) = header.split_once(';').unwrap_or((header, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// A request to be sent.
#[derive(Debug)]
pub struct Request<'a> {
    browser: &'a Browser,
    builder: reqwest::RequestBuilder,
    method: Method,
    path: String,
}

impl Request<'_> {
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    /// With JSON.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.builder = self.builder.json(body);
        self
    }

    /// With any body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.builder = self.builder.body(body.into());
        self
    }

    /// Sends it and keeps the cookies of the answer, which must be as the operation is described.
    pub async fn send(self) -> Answer {
        let response = self.builder.send().await.unwrap();
        self.browser.keep_cookies(response.headers());
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let answer = Answer { status, headers, body: response.bytes().await.unwrap().to_vec() };
        described::check(&self.method, &self.path, &answer);
        answer
    }
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header, when there is one.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// When `Retry-After` says to come back.
    #[must_use]
    pub fn retry_after(&self) -> Option<DateTime<Utc>> {
        self.header("retry-after").map(|date| DateTime::parse_from_rfc2822(date).unwrap().to_utc())
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// This answer, which must have a status.
    #[track_caller]
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    /// The body.
    #[track_caller]
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The problem that the answer must be: RFC 9457 with this status and code, and the name of the request.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Problem {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{} {text}", self.status);
        let problem: Problem = self.json();
        assert_eq!((self.status, problem.code.as_str()), (status, code), "{text}");
        assert_eq!((problem.status, problem.kind.as_str()), (status, format!("/problems/{code}").as_str()));
        assert_eq!(problem.request_id.as_deref(), self.header("x-request-id"), "the problem does not name its request");
        problem
    }

    /// The fields and codes of the problem that the answer must be: 422 `validation_failed`.
    #[track_caller]
    #[must_use]
    pub fn refused_fields(&self) -> Vec<(String, String)> {
        let errors = self.refused(422, "validation_failed").errors;
        errors.into_iter().map(|error| (error.field, error.code.to_string())).collect()
    }

    /// Holds the answer to be the refusal of one field.
    #[track_caller]
    pub fn refused_field(&self, field: &str, code: &str) {
        assert_eq!(self.refused_fields(), [(field.to_owned(), code.to_owned())]);
    }

    /// Status and body without the name of the request: what a stranger can tell answers apart by.
    #[must_use]
    pub fn essence(&self) -> (u16, serde_json::Value) {
        let mut body: serde_json::Value = self.json();
        body.as_object_mut().and_then(|problem| problem.remove("request_id"));
        (self.status, body)
    }
}
