//! Asks before something that cannot be taken back, does it, and says when it failed.

use super::forms::Form;
use super::small_dialogs::SmallDialog;
use crate::api;
use crate::components::views::text;
use crate::texts::t;
use leptos::prelude::*;
use std::future::Future;

/// The question; one at a time on a page.
#[derive(Clone, Copy)]
pub struct Confirmation {
    open: RwSignal<bool>,
    form: Form,
}

/// What the question says.
pub struct Words {
    /// Id of the heading.
    pub id: &'static str,
    /// The question.
    pub title: TextProp,
    /// What follows from a yes.
    pub text: TextProp,
    /// The button that says yes.
    pub yes: fn() -> &'static str,
}

impl Confirmation {
    /// Nothing is asked yet.
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), form: Form::new(Vec::new()) }
    }

    pub fn ask(self) {
        self.form.refusal.set(None);
        self.open.set(true);
    }

    /// Does what was asked for; the question closes when it is done and stays with the error when it is not.
    pub fn send<T, F>(self, call: impl FnOnce() -> F, done: impl FnOnce(T) + 'static)
    where
        T: 'static,
        F: Future<Output = Result<T, api::Error>> + 'static,
    {
        self.form.send(call, move |answer| {
            self.open.set(false);
            done(answer);
        });
    }

    /// The dialog; `yes` is called when the person agrees.
    pub fn dialog(self, words: Words, yes: Callback<()>) -> AnyView {
        let Words { id, title, text: consequence, yes: label } = words;
        let busy = self.form.busy;
        let problem = move || self.form.refusal.get().and_then(|refusal| refusal.problem);
        let problem = move || problem().map(|problem| problem.text()).unwrap_or_default();
        view! {
            <SmallDialog open=self.open id=id title=title>
                <p>{text(consequence.clone())}</p>
                <p class="field-error" role="alert">{text(problem)}</p>
                <div class="buttons">
                    <button type="button" class="button outline" on:click=move |_| self.open.set(false)>
                        {t!(account.cancel)}
                    </button>
                    <button
                        type="button"
                        class="button danger"
                        class:busy=busy
                        aria-disabled=move || busy.get().then_some("true")
                        on:click=move |_| yes.run(())
                    >
                        {label}
                    </button>
                </div>
            </SmallDialog>
        }
        .into_any()
    }
}
