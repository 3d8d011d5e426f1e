//! A part of a page that comes from the server: a skeleton while it is awaited, its own error with another try.

use crate::api::Error;
use crate::components::views::text;
use crate::focus;
use crate::texts::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// How far a part is.
#[derive(Clone)]
pub enum Loaded<T> {
    /// The answer is awaited for the first time.
    Waiting,
    /// There it is; a newer answer may be on its way.
    Ready(T),
    Failed(Error),
}

/// Something that comes from the server and is read again whenever what it was read by changes.
pub struct Part<T: Send + Sync + 'static> {
    /// How far it is.
    pub state: RwSignal<Loaded<T>>,
    /// Whether an answer is awaited.
    pub busy: RwSignal<bool>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Part<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Part<T> {}

impl<T: Clone + Send + Sync + 'static> Part<T> {
    /// Reads now and whenever a signal that `fetch` reads before its future changes.
    pub fn load<F>(fetch: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, Error>> + 'static,
    {
        let part = Self { state: RwSignal::new(Loaded::Waiting), busy: RwSignal::new(true), again: RwSignal::new(0) };
        let turn = StoredValue::new(0_u32);
        Effect::new(move |_| {
            part.again.track();
            let future = fetch();
            turn.update_value(|turn| *turn += 1);
            let own_turn = turn.get_value();
            part.busy.set(true);
            spawn_local(async move {
                let answer = future.await;
                // The page may be gone, or a newer question asked.
                if turn.try_get_value() != Some(own_turn) {
                    return;
                }
                part.busy.set(false);
                focus::kept(|| {
                    part.state.set(match answer {
                        Ok(value) => Loaded::Ready(value),
                        Err(error) => Loaded::Failed(error),
                    });
                });
            });
        });
        part
    }

    /// Tries once more.
    pub fn retry(self) {
        self.state.set(Loaded::Waiting);
        self.again.update(|times| *times += 1);
    }

    /// Reads once more; what is there stays meanwhile, and the focus where it is.
    pub fn refresh(self) {
        self.again.update(|times| *times += 1);
    }

    /// The value, if it is there.
    pub fn value(self) -> Option<T> {
        match self.state.get() {
            Loaded::Ready(value) => Some(value),
            Loaded::Waiting | Loaded::Failed(_) => None,
        }
    }

    /// Draws the part.
    pub fn show(self, draw: impl Fn(T) -> AnyView + Send + 'static) -> AnyView {
        self.show_or(draw, |_| None)
    }

    /// The same, where another try helps against some failures only: the others are drawn by `refused`.
    pub fn show_or(
        self,
        draw: impl Fn(T) -> AnyView + Send + 'static,
        refused: impl Fn(&Error) -> Option<AnyView> + Send + 'static,
    ) -> AnyView {
        (move || match self.state.get() {
            Loaded::Waiting => skeleton(),
            Loaded::Ready(value) => draw(value),
            Loaded::Failed(error) => {
                refused(&error).unwrap_or_else(|| failed(error, Callback::new(move |()| self.retry())))
            }
        })
        .into_any()
    }
}

/// Grey lines in the place of what is awaited. The styles show nothing below them meanwhile: it would move.
pub fn skeleton() -> AnyView {
    grey_lines("skeleton")
}

/// The same in the place of a whole page.
pub fn page_skeleton() -> AnyView {
    grey_lines("skeleton page")
}

fn grey_lines(class: &'static str) -> AnyView {
    view! {
        <div class=class aria-busy="true">
            <p class="visually-hidden" role="status">{t!(parts.loading)}</p>
            <div></div>
            <div></div>
            <div></div>
            <div></div>
        </div>
    }
    .into_any()
}

/// What went wrong, and a button to try once more.
pub fn failed(error: Error, retry: Callback<()>) -> AnyView {
    view! {
        <div class="notice error" role="alert">
            <p>{text(move || error.text())}</p>
            <button type="button" class="button outline" on:click=move |_| retry.run(())>{t!(parts.retry)}</button>
        </div>
    }
    .into_any()
}
