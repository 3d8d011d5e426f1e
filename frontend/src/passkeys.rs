//! Asks the browser for a passkey (WebAuthn), in the JSON that the server speaks. Must not know calls or pages.

use crate::api::{Error, LocalCode, LocalError};
use crate::texts::t;
use leptos::prelude::window;
use serde_json::Value;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, JSON, Object, Promise, Reflect};

/// What the browser does with a passkey, and the name of the function that reads its options.
#[derive(Clone, Copy)]
pub enum Ceremony {
    /// Gives one that it has.
    Get,
    /// Makes one.
    Create,
}

impl Ceremony {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Get => ("get", "parseRequestOptionsFromJSON"),
            Self::Create => ("create", "parseCreationOptionsFromJSON"),
        }
    }
}

/// Whether this browser can use passkeys.
pub fn are_known() -> bool {
    reader(Ceremony::Get).is_some()
}

/// Carries a ceremony out: `options` are the server's, `{ "publicKey": … }`; gives `PublicKeyCredential.toJSON()`.
pub async fn ask(ceremony: Ceremony, options: &Value) -> Result<Value, Error> {
    const UNKNOWN: Error =
        Error::Local(LocalError { code: LocalCode::PasskeysUnknown, text: t!(otp.passkeys_unknown) });
    const NOT_GIVEN: Error =
        Error::Local(LocalError { code: LocalCode::PasskeyNotGiven, text: t!(otp.passkey_not_given) });
    let promise = promise(ceremony, options).ok_or(UNKNOWN)?;
    // The person said no, waited too long, or the device has none: the browser does not tell which.
    let credential = JsFuture::from(promise).await.map_err(|_| NOT_GIVEN)?;
    let json = method(&credential, "toJSON").and_then(|to_json| to_json.call0(&credential).ok()).ok_or(UNKNOWN)?;
    let text = JSON::stringify(&json).map_err(|_| UNKNOWN)?;
    serde_json::from_str(&String::from(text)).map_err(|_| UNKNOWN)
}

fn promise(ceremony: Ceremony, options: &Value) -> Option<Promise> {
    let (name, _) = ceremony.names();
    let options = JSON::parse(&options.get("publicKey")?.to_string()).ok()?;
    let (class, read) = reader(ceremony)?;
    let public_key = read.call1(&class, &options).ok()?;
    let arguments = Object::new();
    Reflect::set(&arguments, &"publicKey".into(), &public_key).ok()?;
    let credentials = Reflect::get(&window().navigator(), &"credentials".into()).ok()?;
    method(&credentials, name)?.call1(&credentials, &arguments).ok()?.dyn_into().ok()
}

/// `PublicKeyCredential` and its function that reads options.
fn reader(ceremony: Ceremony) -> Option<(JsValue, Function)> {
    let class = Reflect::get(&window(), &"PublicKeyCredential".into()).ok()?;
    let read = method(&class, ceremony.names().1)?;
    Some((class, read))
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    // Of something that is no object, nothing can be read.
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}
