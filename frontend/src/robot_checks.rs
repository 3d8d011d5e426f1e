//! Solves the proof of work of the robot check (ALTCHA, version 2) with the browser's own PBKDF2, so that the page stays
//! free meanwhile. Must not draw anything.

use crate::browser;
use leptos::prelude::window;
use serde::Deserialize;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use web_sys::{CryptoKey, SubtleCrypto};

/// Why a challenge was not solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RobotCheckError {
    /// The challenge asks for something else than PBKDF2 with SHA-256, or is not well formed.
    Unknown,
    /// This browser offers no cryptography: the page did not come over HTTPS.
    Insecure,
}

/// Keys derived at once: enough for the browser's threads, few enough to stop soon after the right one.
const BATCH: u32 = 16;

#[derive(Deserialize)]
struct Challenge {
    parameters: Parameters,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    algorithm: String,
    /// Hexadecimal.
    nonce: String,
    /// Hexadecimal.
    salt: String,
    /// Iterations.
    cost: u32,
    /// Bytes.
    key_length: u32,
    /// Hexadecimal digits, perhaps an odd number of them.
    key_prefix: String,
}

/// Counts up until the key derived from nonce and counter begins with the prefix; gives the solution as it is sent back.
pub async fn solve(challenge: Value) -> Result<Value, RobotCheckError> {
    let Challenge { parameters } = serde_json::from_value(challenge).map_err(|_| RobotCheckError::Unknown)?;
    if parameters.algorithm != "PBKDF2/SHA-256" {
        return Err(RobotCheckError::Unknown);
    }
    let nonce = hex::decode(&parameters.nonce).map_err(|_| RobotCheckError::Unknown)?;
    let derivation = Derivation::new(&parameters)?;
    let started = browser::now();
    let prefix = parameters.key_prefix.to_ascii_lowercase();
    for first in (0..u32::MAX - BATCH).step_by(BATCH as usize) {
        let keys = Array::new();
        for counter in first..first + BATCH {
            let mut password = nonce.clone();
            password.extend(counter.to_be_bytes());
            keys.push(&derivation.key(password));
        }
        let keys = JsFuture::from(Promise::all(&keys)).await.map_err(|_| RobotCheckError::Insecure)?;
        for (counter, key) in (first..).zip(Array::from(&keys)) {
            let key = hex::encode(Uint8Array::new(&key).to_vec());
            if key.starts_with(&prefix) {
                return Ok(json!({ "counter": counter, "derivedKey": key, "time": browser::now() - started }));
            }
        }
    }
    Err(RobotCheckError::Unknown)
}

/// The browser's derivation with everything but the password.
struct Derivation {
    crypto: SubtleCrypto,
    parameters: Object,
    bits: u32,
}

impl Derivation {
    fn new(parameters: &Parameters) -> Result<Self, RobotCheckError> {
        let salt = hex::decode(&parameters.salt).map_err(|_| RobotCheckError::Unknown)?;
        // Outside a secure context the property is undefined, whatever its type says.
        let crypto = window().crypto().ok().map(|crypto| crypto.subtle());
        let crypto = crypto.filter(|crypto| !crypto.is_undefined()).ok_or(RobotCheckError::Insecure)?;
        let object = Object::new();
        let pairs: [(&str, JsValue); 4] = [
            ("name", "PBKDF2".into()),
            ("hash", "SHA-256".into()),
            ("salt", Uint8Array::from(salt.as_slice()).into()),
            ("iterations", parameters.cost.into()),
        ];
        for (name, value) in pairs {
            let _ = Reflect::set(&object, &name.into(), &value);
        }
        Ok(Self { crypto, parameters: object, bits: parameters.key_length * 8 })
    }

    fn key(&self, password: Vec<u8>) -> Promise {
        let (crypto, parameters, bits) = (self.crypto.clone(), self.parameters.clone(), self.bits);
        wasm_bindgen_futures::future_to_promise(async move {
            let password = Uint8Array::from(password.as_slice());
            let usages = Array::of1(&"deriveBits".into());
            let key = crypto.import_key_with_str("raw", &password, "PBKDF2", false, &usages)?;
            let key: CryptoKey = JsFuture::from(key).await?.unchecked_into();
            JsFuture::from(crypto.derive_bits_with_object(&parameters, &key, bits)?).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_of_the_server_is_understood() {
        let challenge = json!({ "parameters": { "algorithm": "PBKDF2/SHA-256", "cost": 1000, "keyLength": 32,
            "keyPrefix": "00", "keySignature": "ab", "nonce": "00", "salt": "01" }, "signature": "cd" });
        let Challenge { parameters } = serde_json::from_value(challenge).unwrap();
        assert_eq!((parameters.cost, parameters.key_length, parameters.key_prefix.as_str()), (1000, 32, "00"));
    }
}
