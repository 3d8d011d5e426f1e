//! The dialog that counts down before a session ends for lack of activity, and offers to stay.

use super::user_menus::sign_out_button;
use crate::api;
use crate::browser;
use crate::components::views::text;
use crate::contexts::PortalContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The dialog; closed while there is time.
pub fn session_warning(context: PortalContext) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    let warning = context.sessions.warning;
    let due = Memo::new(move |_| warning.get().is_some());
    let problem = RwSignal::new(None::<api::Error>);
    Effect::new(move |_| {
        let due = due.get();
        if let Some(dialog) = dialog.get() {
            if due {
                problem.set(None);
                browser::open_dialog(&dialog);
            } else if dialog.open() {
                dialog.close();
            }
        }
    });
    let stay = move || {
        spawn_local(async move {
            // The answer is activity: it closes the dialog here and in the other tabs.
            if let Err(error) = api::sessions::get(context.client).await {
                problem.try_set(Some(error));
            }
        });
    };
    let left = move || formats::countdown(warning.get().unwrap_or_default());
    // Spoken at the start and for the last half minute, not every second.
    let spoken = Memo::new(move |_| match warning.get() {
        None => String::new(),
        Some(seconds) if seconds <= 30 => tr!(session.spoken, 30),
        Some(seconds) => tr!(session.spoken, seconds.div_ceil(60) * 60),
    });
    let keep_open = move |event: leptos::ev::Event| {
        // Escape means to go on working.
        event.prevent_default();
        stay();
    };
    view! {
        <dialog
            class="dialog small"
            node_ref=dialog
            role="alertdialog"
            aria-labelledby="session-warning-title"
            aria-describedby="session-warning-text"
            on:cancel=keep_open
        >
            <h2 id="session-warning-title">{t!(session.warning_title)}</h2>
            <p id="session-warning-text">{t!(session.warning_text)}</p>
            <p class="countdown" role="timer" aria-live="off">{text(left)}</p>
            <p class="visually-hidden" role="status">{text(move || spoken.get())}</p>
            <p class="field-error" role="status">{text(move || problem.get().map(|problem| problem.text()).unwrap_or_default())}</p>
            <div class="buttons">
                <button type="button" class="button solid" autofocus=true on:click=move |_| stay()>
                    {t!(session.stay)}
                </button>
                {sign_out_button(context)}
            </div>
        </dialog>
    }
    .into_any()
}
