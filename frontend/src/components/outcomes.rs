//! Says that something went well, where it was done, and takes the focus so that nobody misses it.

use super::notices::{Kind, Notice};
use crate::browser;
use crate::components::views::{changing, optional, text};
use leptos::prelude::*;

/// What to say, if anything: the sentence is made anew when the language changes.
pub type SuccessMessage = RwSignal<Option<Sentence>>;

/// A sentence in the language of the screens.
pub type Sentence = fn() -> &'static str;

/// The place of the message.
pub fn outcome(id: &'static str, success: SuccessMessage) -> AnyView {
    Effect::new(move |_| {
        if success.read().is_some() {
            // After it is drawn.
            request_animation_frame(move || {
                browser::focus(id);
            });
        }
    });
    let notice = |sentence: Sentence| view! { <Notice kind=Kind::Success><p>{text(sentence)}</p></Notice> }.into_any();
    view! {
        <div class="outcome-place" id=id tabindex="-1">
            {changing(move || optional(success.get().map(notice)))}
        </div>
    }
    .into_any()
}
