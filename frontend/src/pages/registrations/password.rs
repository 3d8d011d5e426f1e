//! パスワード設定: the second step of a completed registration.

use super::steps::Step;
use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form};
use crate::components::new_passwords::{PasswordField, PasswordRules};
use crate::components::submit_buttons::submit_button;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::registrations::SetRegistrationPassword;
use madoguchi_domain::passwords::PasswordContext;

/// The form. The access ID stands in it unseen, so that password managers keep the pair.
pub fn form(context: &PageContext, token: String, ticket: String, access_id: String, step: RwSignal<Step>) -> AnyView {
    let policy = context.portal.password_policy.clone();
    let (checked, client) = (policy.clone(), context.client);
    let field = Field::required("password", t!(login.password), move |typed| {
        let broken = checked.check(typed, &PasswordContext::default());
        broken.first().map_or_else(|| Ok(typed.to_owned()), |rule| Err(rule.code().into()))
    });
    let form = Form::new(vec![field]);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (token, ticket) = (token.clone(), ticket.clone());
        let call = move || {
            let password = field.value.get_untracked();
            api::registrations::set_password(client, SetRegistrationPassword { token, ticket, password })
        };
        form.send(call, move |()| step.set(Step::Done));
    };
    view! {
        <p class="lead">{t!(complete.password_lead)}</p>
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <input type="text" autocomplete="username" value=access_id hidden=true />
            <PasswordField field=field autocomplete="new-password" described="password-rules" />
            <PasswordRules field=field policy=policy id="password-rules" />
            {submit_button(form, t!(forms.send))}
        </form>
    }
    .into_any()
}
