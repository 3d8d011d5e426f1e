//! A system of a third party: an API client with a secret, which gets its tokens as the guide says and sends no cookie.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_api_types::oauth::AccessToken;
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_entities::ids::ApiClientId;
use madoguchi_services::api_clients::{self, NewApiClient};
use reqwest::Method;
use serde::Serialize;

use crate::app::App;
use crate::browsers::{Answer, Browser, Request};

/// A system at one portal.
#[derive(Debug)]
pub struct System {
    browser: Browser,
    id: ApiClientId,
    secret: Mutex<String>,
    token: Mutex<(String, DateTime<Utc>)>,
}

impl App {
    /// A system with scopes, and a token.
    pub async fn system(&self, portal: &str, scopes: &[ApiScope]) -> System {
        let scopes = scopes.iter().copied().collect();
        let new = NewApiClient { name: "会計システム".to_owned(), scopes, public_key: None };
        let made = api_clients::create(self.services(), &self.provider(portal), &new).await.unwrap();
        let system = System {
            browser: self.browser_at(portal),
            id: made.client.id,
            secret: Mutex::new(made.secret.unwrap()),
            token: Mutex::new((String::new(), self.now())),
        };
        system.renew().await;
        system
    }

    /// A system with every scope there is.
    pub async fn almighty_system(&self, portal: &str) -> System {
        self.system(portal, ApiScope::ALL).await
    }
}

impl System {
    /// Which client it is.
    #[must_use]
    pub fn id(&self) -> ApiClientId {
        self.id
    }

    /// Its secret.
    #[must_use]
    pub fn secret(&self) -> String {
        self.secret.lock().unwrap().clone()
    }

    /// Goes on with another secret.
    pub fn use_secret(&self, secret: &str) {
        secret.clone_into(&mut self.secret.lock().unwrap());
    }

    /// The token that it sends now.
    #[must_use]
    pub fn token(&self) -> String {
        self.token.lock().unwrap().0.clone()
    }

    /// Goes on with another token, which it takes for a fresh one.
    pub fn use_token(&self, token: &str) {
        *self.token.lock().unwrap() = (token.to_owned(), self.browser.app().now() + TimeDelta::hours(1));
    }

    /// Asks for a token by a form.
    pub async fn ask(&self, form: &[(&str, &str)]) -> Answer {
        ask(&self.browser, form).await
    }

    /// Gets a new token.
    pub async fn renew(&self) {
        let (id, secret) = (self.id.to_string(), self.secret());
        let form = [("grant_type", "client_credentials"), ("client_id", &id), ("client_secret", &secret)];
        let token: AccessToken = self.ask(&form).await.expect(200).json();
        let ends = self.browser.app().now() + TimeDelta::seconds(token.expires_in);
        *self.token.lock().unwrap() = (token.access_token, ends);
    }

    /// Renews a token that is over, as a system does.
    async fn keep_token(&self) {
        let ends = self.token.lock().unwrap().1;
        if ends <= self.browser.app().now() {
            self.renew().await;
        }
    }

    /// A request with its token. `path` is below the portal.
    #[must_use]
    pub fn change(&self, method: Method, path: &str) -> Request<'_> {
        self.browser.request(method, path).header("authorization", &format!("Bearer {}", self.token()))
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.keep_token().await;
        self.change(Method::GET, path).send().await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(Method::POST, path, &body).await
    }

    /// Puts JSON.
    pub async fn put(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(Method::PUT, path, &body).await
    }

    /// Patches with JSON.
    pub async fn patch(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(Method::PATCH, path, &body).await
    }

    /// Sends JSON.
    pub async fn send(&self, method: Method, path: &str, body: &impl Serialize) -> Answer {
        self.keep_token().await;
        self.change(method, path).json(body).send().await
    }
}

/// Asks for a token by a form, as whoever.
pub async fn ask(browser: &Browser, form: &[(&str, &str)]) -> Answer {
    let request = browser.request(Method::POST, "/oauth/token");
    request.header("content-type", "application/x-www-form-urlencoded").body(encoded(form)).send().await
}

fn encoded(form: &[(&str, &str)]) -> String {
    let text = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    form.iter().map(|(name, value)| format!("{}={}", text(name), text(value))).collect::<Vec<_>>().join("&")
}
