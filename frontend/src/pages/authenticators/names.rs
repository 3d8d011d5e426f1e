//! The name of a second factor: the field that every step has, and the step that changes it.

use super::factors::{Doing, Factors};
use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form};
use crate::components::step_titles::step_title;
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::authenticators::Authenticator;

/// Most characters.
const LONGEST: usize = 50;

/// The field, with a name to start from.
pub fn name_field(name: &str) -> Field {
    let field = Field::limited("name", t!(authenticators.name), LONGEST, |typed| Ok(typed.trim().to_owned()));
    field.value.set(name.to_owned());
    field
}

/// The field as it is drawn.
pub fn name_view(field: Field) -> AnyView {
    view! { <TextField field=field input=Input::TEXT hint=t!(authenticators.name_hint) /> }.into_any()
}

/// キャンセル: back to the list.
pub fn cancel_button(factors: &Factors) -> AnyView {
    let factors = factors.clone();
    view! {
        <button type="button" class="button outline" on:click=move |_| factors.begin(Doing::Nothing)>
            {t!(account.cancel)}
        </button>
    }
    .into_any()
}

/// Changes a name.
pub fn step(factors: &Factors, it: Authenticator) -> AnyView {
    let name = name_field(&it.name);
    let form = Form::new(vec![name]);
    let shared = factors.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, reauthentication, done) = (shared.context.client, shared.reauthentication, shared.clone());
        let call = move || async move {
            let typed = || name.value.get_untracked();
            reauthentication.guard(|| api::authenticators::rename(client, it.id, typed())).await
        };
        form.send(call, move |_| done.done(t!(authenticators.renamed)));
    };
    view! {
        <section class="section">
            {step_title(t!(authenticators.rename_title))}
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                {name_view(name)}
                {submit_button(form, t!(authenticators.rename))}
                {cancel_button(factors)}
            </form>
        </section>
    }
    .into_any()
}
