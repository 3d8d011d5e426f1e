//! Knows the browser's own functions that pages need: title, focus, storage, clock. Must not know pages.

use chrono::{DateTime, Utc};
use leptos::prelude::{document, set_timeout, window};
use std::time::Duration;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Object, Promise, Reflect};
use web_sys::{Blob, HtmlAnchorElement, HtmlDialogElement, HtmlElement, Storage, Url};

/// Milliseconds since 1970 by the browser's clock; for spans only, it may be wrong.
pub fn now() -> f64 {
    web_sys::js_sys::Date::now()
}

/// The same as an instant.
pub fn instant() -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are whole and small enough")]
    DateTime::from_timestamp_millis(now() as i64).unwrap_or_default()
}

/// What `store` kept before, in this browser. Never anything about a person.
pub fn stored(name: &str) -> Option<String> {
    local_storage()?.get_item(name).ok()?
}

/// Keeps a setting of the screens in this browser. A browser that refuses just forgets.
pub fn store(name: &str, value: &str) {
    if let Some(storage) = local_storage() {
        let _ = storage.set_item(name, value);
    }
}

fn local_storage() -> Option<Storage> {
    window().local_storage().ok()?
}

/// What `keep_in_tab` kept before, in this tab.
pub fn kept_in_tab(name: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(name).ok()?
}

/// Keeps something that the server has not taken yet, over a reload and until the tab is closed; nothing: forgets it.
pub fn keep_in_tab(name: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = match value {
            Some(value) => storage.set_item(name, value),
            None => storage.remove_item(name),
        };
    }
}

/// Names this tab between two log-outs: what was typed before one is not shown after it. Says nothing about a person.
pub fn tab_mark() -> String {
    let Some(storage) = window().session_storage().ok().flatten() else { return String::new() };
    if let Ok(Some(mark)) = storage.get_item(TAB_MARK) {
        return mark;
    }
    let mark = format!("{}-{}", now(), web_sys::js_sys::Math::random());
    let _ = storage.set_item(TAB_MARK, &mark);
    mark
}

/// Lets the tab have another mark from now on.
pub fn forget_tab_mark() {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.remove_item(TAB_MARK);
    }
}

const TAB_MARK: &str = "madoguchi-tab";

/// The portal that the page was made for, as the API gives it.
pub fn portal_of_page() -> Option<String> {
    document().get_element_by_id("portal")?.text_content()
}

/// Takes away what the page shows until the app is there.
pub fn remove_waiting() {
    if let Some(waiting) = document().get_element_by_id("waiting") {
        waiting.remove();
    }
}

/// An answer that the page asked for while the app was loading; each once.
pub fn take_early(address: &str) -> Option<Promise> {
    let asked = Reflect::get(&window(), &"madoguchiEarly".into()).ok()?.dyn_into::<Object>().ok()?;
    let answer = Reflect::get(&asked, &address.into()).ok()?.dyn_into().ok()?;
    Reflect::delete_property(&asked, &address.into()).ok()?;
    Some(answer)
}

/// Name of the cookie that says that somebody may be logged in at a portal. It proves nothing.
fn marker(portal: &str) -> String {
    format!("madoguchi-signed-in-{portal}")
}

/// Whether somebody may be logged in at a portal; if not, nobody is, and the server need not be asked.
pub fn may_be_signed_in(portal: &str) -> bool {
    let marker = marker(portal) + "=1";
    let cookies = Reflect::get(&document(), &"cookie".into()).ok().and_then(|cookies| cookies.as_string());
    cookies.is_some_and(|cookies| cookies.split("; ").any(|cookie| cookie == marker))
}

/// Nobody is logged in after all: the next page need not ask.
pub fn forget_sign_in(portal: &str) {
    let cookie = format!("{}=; path=/; secure; samesite=lax; max-age=0", marker(portal));
    let _ = Reflect::set(&document(), &"cookie".into(), &cookie.into());
}

/// Whether the frame has a place for the navigation.
pub fn mark_signed_in(signed_in: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("class", if signed_in { "signed-in" } else { "" });
    }
}

/// What was kept with the present entry of the tab's history; it survives a reload and ends with the tab.
pub fn entry_state() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// Keeps something with the present entry of the tab's history.
pub fn set_entry_state(state: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state(&state.into(), "");
    }
}

/// What stands behind `#` in the address, which is then taken out of the address bar and the tab's history.
pub fn take_hash() -> Option<String> {
    let location = window().location();
    let hash = location.hash().ok().filter(|hash| hash.len() > 1)?;
    let page = location.pathname().ok()? + &location.search().ok()?;
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&page));
    }
    Some(hash.trim_start_matches('#').to_owned())
}

/// Moves the focus to the element with an id; false when there is none.
pub fn focus(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// Sets the document's title.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Sets the document's language.
pub fn set_language(tag: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Sets the portal's main colour as a custom property of the document.
pub fn set_brand(colour: &str) {
    let root = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    if let Some(root) = root {
        let _ = root.style().set_property("--brand", colour);
    }
}

/// Opens a dialog above everything else; the browser keeps the focus within.
pub fn open_dialog(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        let _ = dialog.show_modal();
    }
}

/// Puts a text where it can be pasted from; false where the browser does not let.
pub async fn copy(text: &str) -> bool {
    // Outside a secure context the property is undefined, whatever its type says.
    let clipboard = window().navigator().clipboard();
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// A value as part of a query.
pub fn escape(value: &str) -> String {
    web_sys::js_sys::encode_uri_component(value).into()
}

/// Hands a file to the person, as a link to it would.
pub fn save(content: &Blob, name: &str) {
    let Ok(address) = Url::create_object_url_with_blob(content) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // Some browsers begin to read it only a moment later.
    set_timeout(move || drop(Url::revoke_object_url(&address)), Duration::from_secs(60));
}
