//! What more than one may change: an answer comes with its revision (`ETag`), and a change says which one it was made from
//! (`If-Match`). Must not know what is changed.

use super::{Client, Error, checked, read};
use gloo_net::http::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Object, Reflect};
use web_sys::{Request, RequestInit};

/// Browsers let requests that outlive their page be this large together; a little is left for the headers.
const OUTLIVING_MAX: usize = 60_000;

/// Something with its revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Revised<T> {
    /// What it is.
    pub value: T,
    /// Which state of it, as the server named it.
    pub revision: String,
}

impl Client {
    /// Reads something that is to be changed.
    pub async fn get_revised<T: DeserializeOwned>(self, path: &str) -> Result<Revised<T>, Error> {
        revised(self.send(Method::GET, path, None).await?).await
    }

    /// Changes something, unless it has another revision by now. Goes on when the page is left meanwhile.
    pub async fn put_revised<T: DeserializeOwned>(
        self,
        path: &str,
        body: &impl Serialize,
        revision: &str,
    ) -> Result<Revised<T>, Error> {
        revised(self.send_changed(Method::PUT, path, body, revision, None).await?).await
    }

    /// Does something once to what has this revision; `name` tells tries of the same apart from another time.
    pub async fn post_revised<T: DeserializeOwned>(
        self,
        path: &str,
        body: &impl Serialize,
        revision: &str,
        name: &str,
    ) -> Result<T, Error> {
        read(self.send_changed(Method::POST, path, body, revision, Some(name)).await?).await
    }

    /// Does something once, under a name that outlives the page.
    pub async fn post_named<T: DeserializeOwned>(
        self,
        path: &str,
        body: &impl Serialize,
        name: Option<String>,
    ) -> Result<T, Error> {
        let body = serde_json::to_string(body).map_err(|_| Error::Unreadable)?;
        read(self.send_named(Method::POST, path, Some(body), name).await?).await
    }

    async fn send_changed(
        self,
        method: Method,
        path: &str,
        body: &impl Serialize,
        revision: &str,
        name: Option<&str>,
    ) -> Result<Response, Error> {
        let body = serde_json::to_string(body).map_err(|_| Error::Unreadable)?;
        let answer = outlive(method, &self.address(path), body, revision, name).await;
        self.note(&answer);
        answer
    }
}

/// One request that goes on when the page is left.
async fn outlive(
    method: Method,
    address: &str,
    body: String,
    revision: &str,
    name: Option<&str>,
) -> Result<Response, Error> {
    let keepalive = body.len() <= OUTLIVING_MAX;
    let mut request = RequestBuilder::new(address)
        .method(method)
        .header("accept", "application/json, */*;q=0.1")
        .header("content-type", "application/json")
        .header("if-match", revision)
        // A form of another site cannot set this header.
        .header("x-madoguchi", "1");
    if let Some(name) = name {
        request = request.header("idempotency-key", name);
    }
    let request: Request = request.body(body).map_err(|_| Error::Unreadable)?.into();
    let settings = RequestInit::from(wasm_bindgen::JsValue::from(Object::new()));
    let _ = Reflect::set(&settings, &"keepalive".into(), &keepalive.into());
    let sent = leptos::prelude::window().fetch_with_request_and_init(&request, &settings);
    let answer: web_sys::Response = JsFuture::from(sent).await.map_err(|_| Error::Offline)?.unchecked_into();
    checked(answer.into()).await
}

async fn revised<T: DeserializeOwned>(response: Response) -> Result<Revised<T>, Error> {
    let revision = response.headers().get("etag").unwrap_or_default();
    Ok(Revised { value: read(response).await?, revision })
}
