//! Adds a passkey: its name, then the browser and the device do the rest.

use super::factors::Factors;
use super::names::{cancel_button, name_field, name_view};
use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form};
use crate::components::notices::{Kind, Notice};
use crate::components::reauthentications::Reauthentication;
use crate::components::step_titles::step_title;
use crate::components::submit_buttons::submit_button;
use crate::passkeys::{self, Ceremony};
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::authenticators::{CreatePasskey, RecoveryCodes};
use madoguchi_api_types::sessions::PasskeyAnswer;

pub fn step(factors: &Factors) -> AnyView {
    let name = name_field(tr!(authenticators.passkey_name));
    let form = Form::new(vec![name]);
    let shared = factors.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, reauthentication, done) = (shared.context.client, shared.reauthentication, shared.clone());
        let call = move || create(client, reauthentication, name);
        form.send(call, move |codes| done.added(codes, t!(authenticators.passkey_added)));
    };
    let unknown = (!passkeys::are_known()).then(|| {
        view! { <Notice kind=Kind::Warning><p>{t!(otp.passkeys_unknown)}</p></Notice> }
    });
    view! {
        <section class="section">
            {step_title(t!(authenticators.add_passkey))}
            <p>{t!(authenticators.passkey_lead)}</p>
            {unknown}
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                {name_view(name)}
                {submit_button(form, t!(authenticators.create_passkey))}
                {cancel_button(factors)}
            </form>
        </section>
    }
    .into_any()
}

async fn create(
    client: api::Client,
    reauthentication: Reauthentication,
    name: Field,
) -> Result<RecoveryCodes, api::Error> {
    let challenge = reauthentication.guard(|| api::authenticators::passkey_challenge(client)).await?;
    let credential = passkeys::ask(Ceremony::Create, &challenge.options).await?;
    let passkey = PasskeyAnswer { challenge: challenge.id, credential };
    let created = CreatePasskey { name: name.value.get_untracked(), passkey };
    api::authenticators::create_passkey(client, created).await
}
