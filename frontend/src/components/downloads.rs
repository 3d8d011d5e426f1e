//! Links to files. The file is fetched by the page: what goes wrong is said beside the link, and the page stays.

use crate::api::{self, Client};
use crate::browser;
use crate::components::reauthentications::Reauthentication;
use crate::components::views::text;
use crate::texts::tr;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The downloads of a page or a part of it; one at a time.
#[derive(Clone, Copy)]
pub struct Downloads {
    client: Client,
    /// Path of the one that is under way.
    busy: RwSignal<Option<String>>,
    problem: RwSignal<Option<api::Error>>,
    done: Callback<()>,
    /// Asks for the password where the server wants it.
    reauthentication: Option<Reauthentication>,
}

impl Downloads {
    /// Nothing is under way; `done` is called when somebody has a file.
    pub fn new(client: Client, done: Callback<()>) -> Self {
        Self { client, busy: RwSignal::new(None), problem: RwSignal::new(None), done, reauthentication: None }
    }

    /// The same for files that the server may want the password for.
    pub fn guarded(self, reauthentication: Reauthentication) -> Self {
        Self { reauthentication: Some(reauthentication), ..self }
    }

    /// A link to the file of an operation.
    pub fn link(self, class: &'static str, path: impl Into<TextProp>, label: AnyView) -> AnyView {
        let path = path.into();
        let (address, own) = (path.clone(), path.clone());
        let is_busy = Memo::new(move |_| self.busy.with(|busy| busy.as_deref() == Some(&*own.get())));
        let press = move |event: MouseEvent| {
            // A new tab or window, or the file's address: as with any link.
            if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
                return;
            }
            event.prevent_default();
            self.fetch(untrack(|| path.get().into_owned()));
        };
        view! {
            <a
                class=class
                class:busy=is_busy
                href=move || self.client.address(&address.get())
                download=""
                on:click=press
            >
                {label}
            </a>
        }
        .into_any()
    }

    /// What is under way, and what went wrong with the last one.
    pub fn state(self) -> AnyView {
        let busy = move || if self.busy.with(Option::is_some) { tr!(downloads.busy) } else { "" };
        let problem = move || self.problem.get().map(|problem| problem.text()).unwrap_or_default();
        view! {
            <span class="visually-hidden" role="status">{text(busy)}</span>
            <p class="field-error download-error" role="alert">{text(problem)}</p>
        }
        .into_any()
    }

    fn fetch(self, path: String) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        self.problem.set(None);
        self.busy.set(Some(path.clone()));
        spawn_local(async move {
            let get = || api::files::get(self.client, &path);
            let answer = match self.reauthentication {
                Some(reauthentication) => reauthentication.guard(get).await,
                None => get().await,
            };
            if let Ok(file) = &answer {
                browser::save(&file.content, &file.name);
            }
            // The page may be gone.
            if self.busy.try_set(None).is_some() {
                return;
            }
            match answer {
                Ok(_) => self.done.run(()),
                Err(error) => self.problem.set(Some(error)),
            }
        });
    }
}
