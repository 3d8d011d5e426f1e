//! パスワード変更: the present password, the new one with its rules, and the new one once more.

use super::sections::Settings;
use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, anything};
use crate::components::new_password_pairs::NewPasswordPair;
use crate::components::outcomes::outcome;
use crate::components::submit_buttons::submit_button;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::accounts::ChangePassword;

pub fn section(settings: &Settings) -> AnyView {
    let current = Field::required("current_password", t!(account.current_password), anything);
    let policy = &settings.context.portal.password_policy;
    let pair = NewPasswordPair::beside(policy, &settings.user.sign_in_name, Some(current));
    let (fields, password) = (pair.fields(), pair.password);
    let form = Form::new(fields.clone());
    let success = settings.section(form);
    let (settings, client) = (settings.clone(), settings.context.client);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        settings.begin();
        let call = move || {
            let (current_password, password) = (current.value.get_untracked(), password.value.get_untracked());
            api::accounts::change_password(client, ChangePassword { current_password, password })
        };
        let fields = fields.clone();
        form.send(call, move |()| {
            for field in fields {
                field.value.set(String::new());
            }
            success.set(Some(t!(account.password_changed)));
        });
    };
    view! {
        <section class="section" aria-labelledby="password-title">
            <h2 id="password-title">{t!(account.password_title)}</h2>
            {outcome("password-outcome", success)}
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                {pair.draw()}
                {submit_button(form, t!(account.password_title))}
            </form>
        </section>
    }
    .into_any()
}
