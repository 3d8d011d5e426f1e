//! Keeps the focus where it is when a part of a page is drawn anew: the element is another one then, and who works by keyboard would
//! start at the top again. Must not know pages.

use leptos::prelude::{document, request_animation_frame};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// What an element is known by after it was drawn anew.
struct Likeness {
    id: String,
    tag: String,
    /// What stands in it, with what is only read out: rows name themselves in their links and buttons.
    words: String,
}

/// Does something that draws parts of the page anew. What had the focus has it afterwards, unless something else took it or it is
/// gone.
pub fn kept(draw: impl FnOnce()) {
    let likeness = focused().map(|element| Likeness::of(&element));
    draw();
    if let Some(likeness) = likeness {
        // After it is drawn.
        request_animation_frame(move || likeness.focus());
    }
}

/// What has the focus, if anything has.
fn focused() -> Option<Element> {
    document().active_element().filter(|element| element.tag_name() != "BODY")
}

impl Likeness {
    fn of(element: &Element) -> Self {
        Self { id: element.id(), tag: element.tag_name(), words: element.text_content().unwrap_or_default() }
    }

    fn focus(&self) {
        if focused().is_some() {
            return;
        }
        let found = if self.id.is_empty() { self.alike() } else { document().get_element_by_id(&self.id) };
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }

    fn alike(&self) -> Option<Element> {
        // Nothing would tell it from others.
        if self.words.trim().is_empty() {
            return None;
        }
        let all = document().query_selector_all(&self.tag).ok()?;
        let mut elements = (0..all.length()).filter_map(|at| all.get(at)?.dyn_into::<Element>().ok());
        elements.find(|element| element.text_content().unwrap_or_default() == self.words)
    }
}
