//! Asks for the password again where the server wants it, and repeats what was asked of the server then. Must not know
//! what that is.

use super::forms::{Field, Form, anything};
use super::new_passwords::PasswordField;
use super::small_dialogs::SmallDialog;
use super::submit_buttons::submit_button;
use crate::api::{self, Client};
use crate::components::views::text;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::problems::ProblemCode;
use std::future::Future;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, Promise};

/// The dialog of a page and who waits for its answer.
#[derive(Clone, Copy)]
pub struct Reauthentication {
    client: Client,
    open: RwSignal<bool>,
    password: Field,
    form: Form,
    /// Tells whoever waits whether the password was given.
    answer: StoredValue<Option<Function>, LocalStorage>,
}

/// Not `password`: the page may have a field of that name.
const FIELD: &str = "reauthentication_password";

impl Reauthentication {
    /// A dialog that is not open yet.
    pub fn new(client: Client) -> Self {
        let password = Field::required(FIELD, t!(login.password), anything);
        let form = Form::new(vec![password]);
        let dialog = Self { client, open: RwSignal::new(false), password, form, answer: StoredValue::new_local(None) };
        Effect::new(move |_| {
            if !dialog.open.get() {
                dialog.tell(false);
            }
        });
        dialog
    }

    /// Calls the server; where it wants the password again, asks for it and calls once more.
    pub async fn guard<T, F>(self, call: impl Fn() -> F) -> Result<T, api::Error>
    where
        F: Future<Output = Result<T, api::Error>>,
    {
        match call().await {
            Err(error) if error.is(ProblemCode::ReauthenticationRequired) => {
                if self.ask().await {
                    call().await
                } else {
                    Err(error)
                }
            }
            answer => answer,
        }
    }

    /// Asks; true once the password was given, false when the dialog was closed without.
    async fn ask(self) -> bool {
        self.password.value.set(String::new());
        self.password.error.set(None);
        self.form.refusal.set(None);
        let answered = Promise::new(&mut |tell, _| self.answer.set_value(Some(tell)));
        self.open.set(true);
        JsFuture::from(answered).await.is_ok_and(|given| given.is_truthy())
    }

    fn tell(self, given: bool) {
        let waiting = self.answer.try_update_value(Option::take).flatten();
        if let Some(waiting) = waiting {
            let _ = waiting.call1(&JsValue::NULL, &given.into());
        }
    }

    fn send(self) {
        let call = move || {
            let password = self.password.value.get_untracked();
            async move { api::accounts::reauthenticate(self.client, password).await.map_err(at_own_field) }
        };
        self.form.send(call, move |()| {
            self.tell(true);
            self.password.value.set(String::new());
            self.open.set(false);
        });
    }

    /// The dialog, once on a page.
    pub fn dialog(self) -> AnyView {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.send();
        };
        let problem = move || self.form.refusal.get().and_then(|refusal| refusal.problem);
        let problem = move || problem().filter(|problem| !problem.is(ProblemCode::ValidationFailed));
        let problem = move || problem().map(|problem| problem.text()).unwrap_or_default();
        view! {
            <SmallDialog open=self.open id="reauthentication-title" title=t!(reauthentication.title)>
                <form class="dialog-form" novalidate=true on:submit=submit>
                    <p>{t!(reauthentication.text)}</p>
                    <p class="field-error" role="alert">{text(problem)}</p>
                    <PasswordField field=self.password autocomplete="current-password" />
                    {submit_button(self.form, t!(reauthentication.confirm))}
                    <button type="button" class="button outline" on:click=move |_| self.open.set(false)>
                        {t!(account.cancel)}
                    </button>
                </form>
            </SmallDialog>
        }
        .into_any()
    }
}

/// The request names the field `password`.
fn at_own_field(error: api::Error) -> api::Error {
    let api::Error::Problem(mut problem) = error else { return error };
    for refused in problem.errors.iter_mut().filter(|refused| refused.field == "password") {
        FIELD.clone_into(&mut refused.field);
    }
    api::Error::Problem(problem)
}
