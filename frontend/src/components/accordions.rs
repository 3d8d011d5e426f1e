//! A heading that opens and closes what is below it. What is below is drawn when it is opened for the first time.

use crate::components::views::{changing, optional, text};
use leptos::prelude::*;

/// The id of the heading's button, by the id of what it opens.
pub fn button_id(id: &str) -> String {
    format!("{id}-button")
}

/// One part of an accordion.
#[component]
pub fn AccordionItem(
    /// Id of what opens.
    #[prop(into)]
    id: String,
    /// What the heading says.
    #[prop(into)]
    title: TextProp,
    /// What stands at the end of the heading's line.
    #[prop(into)]
    aside: TextProp,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Draws what is below.
    content: Callback<(), AnyView>,
) -> impl IntoView {
    let was_opened = Memo::new(move |before: Option<&bool>| before.copied().unwrap_or_default() || open.get());
    let controls = id.clone();
    let button = button_id(&id);
    view! {
        <section class="accordion-item" class:open=open>
            <h2>
                <button
                    type="button"
                    id=button
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=controls
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <span class="accordion-title">{text(title.clone())}</span>
                    <span class="accordion-aside">{text(aside.clone())}</span>
                </button>
            </h2>
            <div id=id class="accordion-content" hidden=move || !open.get()>
                {changing(move || optional(was_opened.get().then(|| content.run(()))))}
            </div>
        </section>
    }
}
