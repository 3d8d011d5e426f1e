//! Unicode's normal forms: from a table in the server, from the browser in the browser, which has the same table and
//! need not fetch ours.

#[cfg(not(target_arch = "wasm32"))]
use unicode_normalization::UnicodeNormalization;

/// Compatibility composition.
pub fn nfkc(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return in_browser(text, "NFKC");
    #[cfg(not(target_arch = "wasm32"))]
    text.nfkc().collect()
}

/// Canonical composition.
pub fn nfc(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return in_browser(text, "NFC");
    #[cfg(not(target_arch = "wasm32"))]
    text.nfc().collect()
}

#[cfg(target_arch = "wasm32")]
fn in_browser(text: &str, form: &str) -> String {
    js_sys::JsString::from(text).normalize(form).into()
}
