//! The one way to the server: a client, an error, and a file of calls for each noun. Must not know pages.

pub mod accounts;
pub mod addresses;
pub mod approvals;
pub mod authenticators;
pub mod baskets;
pub mod calendar_feeds;
pub mod call_records;
pub mod contract_documents;
pub mod contractors;
pub mod contracts;
pub mod deadlines;
pub mod delivery_templates;
mod errors;
pub mod faqs;
pub mod files;
pub mod found_invoices;
pub mod inquiries;
pub mod invoices;
pub mod maintenances;
mod names;
pub mod notices;
pub mod opening_notices;
pub mod orders;
pub mod portals;
pub mod problems;
pub mod products;
pub mod quotes;
pub mod recoveries;
pub mod registrations;
pub mod request_batches;
pub mod requests;
pub mod revisions;
pub mod robot_checks;
pub mod sessions;
pub mod switches;
mod uploads;
pub mod usages;
pub mod users;

pub use errors::{Error, LocalCode, LocalError, field_of};
pub use names::random;

use crate::browser;
use gloo_net::http::{Method, RequestBuilder, Response};
use leptos::prelude::*;
use madoguchi_api_types::maintenances::ANNOUNCED;
use madoguchi_api_types::problems::{Problem, ProblemCode};
use names::Names;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

/// What the client heard on the way, for whoever watches over the session.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionEvent {
    /// The server answered a request of this session: it counts as activity.
    Activity,
    /// There is no session any more, with the code that says why.
    SessionOver(ProblemCode),
    /// The session goes on once a password was chosen.
    PasswordChangeRequired,
    /// The session goes on once a second factor was added.
    EnrolmentRequired,
    /// The session goes on once the contractor said who it is.
    ContractorRequired,
    /// Maintenance is planned, and starts at this time.
    MaintenanceAnnounced(String),
    /// The portal is closed for maintenance.
    Closed,
}

/// Calls the operations of one portal.
#[derive(Clone, Copy)]
pub struct Client {
    portal: RwSignal<String>,
    on_event: Callback<(SessionEvent,)>,
    names: Names,
}

impl Client {
    /// A client for the portal that the signal names.
    pub fn new(portal: RwSignal<String>, on_event: Callback<(SessionEvent,)>) -> Self {
        Self { portal, on_event, names: Names::new() }
    }

    /// Reads something.
    pub async fn get<T: DeserializeOwned>(self, path: &str) -> Result<T, Error> {
        read(self.send(Method::GET, path, None).await?).await
    }

    /// Sends something and reads the answer.
    pub async fn post<T: DeserializeOwned>(self, path: &str, body: &impl Serialize) -> Result<T, Error> {
        read(self.send_json(Method::POST, path, body).await?).await
    }

    /// Sends something that is done once, however often it is sent before its answer arrives.
    pub async fn post_once<T: DeserializeOwned>(self, path: &str, body: &impl Serialize) -> Result<T, Error> {
        let text = serde_json::to_string(body).map_err(|_| Error::Unreadable)?;
        self.post_as(path, body, &text).await
    }

    /// The same, where `what` tells it apart in place of the body.
    pub async fn post_as<T: DeserializeOwned>(self, path: &str, body: &impl Serialize, what: &str) -> Result<T, Error> {
        let body = serde_json::to_string(body).map_err(|_| Error::Unreadable)?;
        let name = self.names.of(&format!("{path} {what}"));
        let outcome = match self.send_named(Method::POST, path, Some(body), name).await {
            Ok(response) => read(response).await,
            Err(error) => Err(error),
        };
        self.names.settle(&outcome);
        outcome
    }

    /// Sends something that is answered without a body.
    pub async fn post_quietly(self, path: &str, body: &impl Serialize) -> Result<(), Error> {
        self.send_json(Method::POST, path, body).await.map(drop)
    }

    /// Changes something; answered without a body.
    pub async fn put_quietly(self, path: &str, body: &impl Serialize) -> Result<(), Error> {
        self.send_json(Method::PUT, path, body).await.map(drop)
    }

    /// Changes something and reads the answer.
    pub async fn put<T: DeserializeOwned>(self, path: &str, body: &impl Serialize) -> Result<T, Error> {
        read(self.send_json(Method::PUT, path, body).await?).await
    }

    /// Changes a part of something and reads the answer.
    pub async fn patch<T: DeserializeOwned>(self, path: &str, body: &impl Serialize) -> Result<T, Error> {
        read(self.send_json(Method::PATCH, path, body).await?).await
    }

    /// Changes a part of something; answered without a body.
    pub async fn patch_quietly(self, path: &str, body: &impl Serialize) -> Result<(), Error> {
        self.send_json(Method::PATCH, path, body).await.map(drop)
    }

    /// Ends something.
    pub async fn delete(self, path: &str) -> Result<(), Error> {
        self.send(Method::DELETE, path, None).await.map(drop)
    }

    /// The address of an operation, for links to downloads.
    pub fn address(self, path: &str) -> String {
        format!("/api/v1/{}{path}", self.portal.get_untracked())
    }

    async fn send_json(self, method: Method, path: &str, body: &impl Serialize) -> Result<Response, Error> {
        let body = serde_json::to_string(body).map_err(|_| Error::Unreadable)?;
        self.send(method, path, Some(body)).await
    }

    async fn send(self, method: Method, path: &str, body: Option<String>) -> Result<Response, Error> {
        self.send_named(method, path, body, None).await
    }

    async fn send_named(
        self,
        method: Method,
        path: &str,
        body: Option<String>,
        name: Option<String>,
    ) -> Result<Response, Error> {
        let result = match send(method, &self.address(path), body, name).await {
            Ok(response) => {
                if let Some(starts_at) = response.headers().get(ANNOUNCED) {
                    self.on_event.run((SessionEvent::MaintenanceAnnounced(starts_at),));
                }
                checked(response).await
            }
            Err(error) => Err(error),
        };
        self.note(&result);
        result
    }

    /// Tells what an answer says about the session.
    fn note<T>(self, result: &Result<T, Error>) {
        use ProblemCode::{ContractorRequired, Maintenance, PasswordChangeRequired, SecondFactorEnrolmentRequired};
        let event = match result {
            Ok(_) => SessionEvent::Activity,
            Err(error) => match error.problem() {
                Some(code) if error.is_session_over() => SessionEvent::SessionOver(code),
                Some(PasswordChangeRequired) => SessionEvent::PasswordChangeRequired,
                Some(SecondFactorEnrolmentRequired) => SessionEvent::EnrolmentRequired,
                Some(ContractorRequired) => SessionEvent::ContractorRequired,
                Some(Maintenance) => SessionEvent::Closed,
                _ => return,
            },
        };
        self.on_event.run((event,));
    }
}

/// One request, with whatever answer comes.
async fn send(method: Method, address: &str, body: Option<String>, name: Option<String>) -> Result<Response, Error> {
    let reads = method == Method::GET;
    if reads && let Some(asked) = browser::take_early(address) {
        let answer: web_sys::Response = JsFuture::from(asked).await.map_err(|_| Error::Offline)?.unchecked_into();
        return Ok(answer.into());
    }
    let mut request = RequestBuilder::new(address).method(method).header("accept", "application/json, */*;q=0.1");
    if !reads {
        // A form of another site cannot set this header.
        request = request.header("x-madoguchi", "1");
    }
    if let Some(name) = name {
        request = request.header("idempotency-key", &name);
    }
    let request = match body {
        Some(body) => request.header("content-type", "application/json").body(body),
        None => request.build(),
    };
    request.map_err(|_| Error::Unreadable)?.send().await.map_err(|_| Error::Offline)
}

/// An answer of 2xx, or the error that another one is.
async fn checked(response: Response) -> Result<Response, Error> {
    if response.ok() {
        return Ok(response);
    }
    let text = response.text().await.unwrap_or_default();
    Err(refusal(response.status(), &text))
}

/// The error of an answer outside 2xx.
fn refusal(status: u16, text: &str) -> Error {
    match serde_json::from_str::<Problem>(text) {
        Ok(problem) => Error::Problem(Box::new(problem)),
        // A proxy's own page: the server behind it is away.
        Err(_) if status >= 502 => Error::Offline,
        Err(_) => Error::Unreadable,
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Error> {
    let text = response.text().await.map_err(|_| Error::Offline)?;
    serde_json::from_str(&text).map_err(|_| Error::Unreadable)
}

/// Writes `?name=value&…` of the values that are there.
pub fn query(parts: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (name, value) in parts.iter().filter(|part| !part.1.is_empty()) {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        query.push_str(&browser::escape(value));
    }
    query
}
