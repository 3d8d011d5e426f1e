//! A small dialog above the page that asks for one thing.

use crate::browser;
use crate::components::views::{changing, optional, text};
use leptos::html;
use leptos::prelude::*;

/// A dialog that a signal opens; closing it by any way resets the signal.
#[component]
pub fn SmallDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Id of its heading.
    id: &'static str,
    /// Its heading.
    #[prop(into)]
    title: TextProp,
    /// What it holds, drawn anew each time.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        let Some(dialog) = dialog.get() else { return };
        if open {
            // After what it holds is drawn: the browser puts the focus there.
            request_animation_frame(move || browser::open_dialog(&dialog));
        } else if dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog class="dialog small" node_ref=dialog aria-labelledby=id on:close=move |_| open.set(false)>
            <h2 id=id>{text(title.clone())}</h2>
            {changing(move || optional(open.get().then(|| children())))}
        </dialog>
    }
}
