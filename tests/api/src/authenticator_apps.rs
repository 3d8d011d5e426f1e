//! An authenticator app on a phone, whose clock shows the same frozen time as the server's.

use chrono::TimeDelta;
use madoguchi_api_types::authenticators::{RecoveryCodes, TotpOffer};
use madoguchi_api_types::sessions::SignInAttempt;
use serde_json::json;
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

use crate::app::App;
use crate::browsers::{Answer, Browser};

/// Seconds that an app shows a code for.
pub const STEP: TimeDelta = TimeDelta::seconds(30);

/// An app that has taken over an offered seed.
#[derive(Debug)]
pub struct AuthenticatorApp {
    app: App,
    totp: Totp,
    /// Names it in the API.
    pub id: Uuid,
}

impl AuthenticatorApp {
    /// Types the seed of an offer into the app.
    #[must_use]
    pub fn scan(app: &App, offer: &TotpOffer) -> Self {
        let secret = Secret::try_from_base32(&offer.secret).unwrap();
        let totp = Builder::new().with_secret(secret).build().unwrap();
        Self { app: app.clone(), totp, id: offer.id }
    }

    /// The code that is shown so many steps from now.
    #[must_use]
    pub fn code_in(&self, steps: i32) -> String {
        let at = self.app.now() + STEP * steps;
        self.totp.generate(u64::try_from(at.timestamp()).unwrap()).to_string()
    }

    /// A new code: the step of the last one is over.
    #[must_use]
    pub fn next_code(&self) -> String {
        self.app.advance(STEP);
        self.code_in(0)
    }
}

impl Browser {
    /// Begins to add an app.
    pub async fn offer_app(&self, name: &str) -> TotpOffer {
        self.post("/account/totp-offers", json!({ "name": name })).await.expect(201).json()
    }

    /// Gives a code of an app that is being added.
    pub async fn confirm_app(&self, id: Uuid, code: &str) -> Answer {
        let body = json!({ "one_time_password": code });
        self.post(&format!("/account/totp-offers/{id}/confirmation"), body).await
    }

    /// Adds an app; the recovery codes are those of the first one.
    pub async fn add_app(&self, name: &str) -> (AuthenticatorApp, Vec<String>) {
        let phone = AuthenticatorApp::scan(self.app(), &self.offer_app(name).await);
        let confirmed = self.confirm_app(phone.id, &phone.code_in(0)).await.expect(200);
        (phone, confirmed.json::<RecoveryCodes>().codes)
    }

    /// Second step by any way that has a code, where no robot check is asked.
    pub async fn complete_by(&self, attempt: &SignInAttempt, method: &str, code: &str) -> Answer {
        let body = json!({ "method": method, "one_time_password": code });
        self.post(&format!("/sign-in-attempts/{}/session", attempt.id), body).await
    }
}
