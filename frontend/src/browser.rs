//! Knows the browser's own functions that pages need: title, focus, storage, clock. Must not know pages.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlDialogElement, HtmlElement, Storage};

/// Milliseconds since 1970 by the browser's clock; for spans only, it may be wrong.
pub fn now() -> f64 {
    web_sys::js_sys::Date::now()
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

/// A value as part of a query.
pub fn escape(value: &str) -> String {
    web_sys::js_sys::encode_uri_component(value).into()
}
