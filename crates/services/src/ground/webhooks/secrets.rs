//! What deliveries are signed with: kept sealed, shown once, and for a while two at a time.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use madoguchi_entities::ids::WebhookId;
use madoguchi_entities::webhooks::Model as Webhook;
use reqwest::header::{HeaderMap, HeaderValue};

use crate::keys::{random, ring};
use crate::{Error, Services};

/// Begins a secret as it is shown.
const PREFIX: &str = "whsec_";
/// Begins a signature: the first version of the convention, HMAC-SHA256.
const VERSION: &str = "v1,";

/// A secret; `Debug` is not there.
pub(super) struct Secret([u8; 32]);

impl Secret {
    /// A new one.
    pub(super) fn new() -> Result<Self, Error> {
        Ok(Self(random()?))
    }

    /// As its receiver needs it.
    pub(super) fn shown(&self) -> String {
        format!("{PREFIX}{}", BASE64_STANDARD.encode(self.0))
    }

    /// As it is kept.
    pub(super) fn seal(&self, services: &Services, webhook: WebhookId) -> Result<Vec<u8>, Error> {
        services.keys.seal(webhook.0.as_bytes(), &self.0)
    }

    fn open(services: &Services, webhook: WebhookId, sealed: &[u8]) -> Result<Self, Error> {
        let opened = services.keys.open(webhook.0.as_bytes(), sealed)?;
        opened.try_into().map(Self).map_err(|_| Error::internal("a secret of another length"))
    }

    fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let signed = format!("{id}.{timestamp}.{body}");
        format!("{VERSION}{}", BASE64_STANDARD.encode(ring::authenticate(&self.0, signed.as_bytes())))
    }
}

/// The three headers of a try: the id, the time, and a signature by each secret that counts, the newest first.
pub(super) fn headers(services: &Services, webhook: &Webhook, id: &str, body: &str) -> Result<HeaderMap, Error> {
    let now = services.clock.now();
    let previous = webhook.sealed_previous_secret.as_ref();
    let previous = previous.filter(|_| webhook.previous_secret_until.is_some_and(|until| now < until));
    let mut signatures = Vec::new();
    for sealed in [Some(&webhook.sealed_secret), previous].into_iter().flatten() {
        signatures.push(Secret::open(services, webhook.id, sealed)?.sign(id, now.timestamp(), body));
    }
    let value = |text: &str| HeaderValue::from_str(text).map_err(Error::internal);
    let mut headers = HeaderMap::new();
    headers.insert("webhook-id", value(id)?);
    headers.insert("webhook-timestamp", value(&now.timestamp().to_string())?);
    headers.insert("webhook-signature", value(&signatures.join(" "))?);
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the convention's own libraries.
    #[test]
    fn signs_as_the_convention_says() {
        let key = BASE64_STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        // 24 bytes: HMAC pads a key with zeros, so ours of 32 bytes is the same one.
        let mut padded = [0; 32];
        padded[..key.len()].copy_from_slice(&key);
        let signature = Secret(padded).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
