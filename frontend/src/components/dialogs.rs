//! A dialog above the page, by the browser's own element: it keeps the focus and closes with Escape.

use super::icons;
use crate::browser;
use crate::components::views::{changing, optional, text};
use crate::texts::t;
use leptos::html;
use leptos::prelude::*;

/// A dialog that a signal opens; closing it by any way resets the signal.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Id of its heading.
    id: &'static str,
    /// Its heading.
    #[prop(into)]
    title: TextProp,
    /// What it holds.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        if let Some(dialog) = dialog.get() {
            if open {
                browser::open_dialog(&dialog);
            } else if dialog.open() {
                dialog.close();
            }
        }
    });
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby=id on:close=move |_| open.set(false)>
            <div class="dialog-head">
                <h2 id=id>{text(title.clone())}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=t!(frame.close)
                    on:click=move |_| open.set(false)
                >
                    {icons::close()}
                </button>
            </div>
            // A region that scrolls must be reachable by keyboard.
            <div class="dialog-body" tabindex="0" role="group" aria-labelledby=id>
                {changing(move || optional(open.get().then(|| children())))}
            </div>
            <div class="dialog-foot">
                <button type="button" class="button outline" on:click=move |_| open.set(false)>
                    {t!(frame.close)}
                </button>
            </div>
        </dialog>
    }
}
