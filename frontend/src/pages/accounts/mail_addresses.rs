//! メールアドレス変更, in the way that the portal has: by a link to the new address, by one to the present address
//! first, or by an administrator.

use super::sections::Settings;
use super::tabs::users_label;
use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form};
use crate::components::outcomes::outcome;
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::text;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::accounts::CreateMailChange;
use madoguchi_api_types::portals::MailChange;

pub fn section(settings: &Settings) -> AnyView {
    let content = match settings.context.portal.mail_change {
        MailChange::ByAdministrator => by_administrator(settings),
        MailChange::NewAddressConfirms => form(settings, Some(Field::mail_address(t!(account.new_mail)))),
        MailChange::CurrentAddressThenNew => form(settings, None),
    };
    view! {
        <section class="section" aria-labelledby="mail-change-title">
            <h2 id="mail-change-title">{t!(account.mail_title)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn by_administrator(settings: &Settings) -> AnyView {
    let (label, address) = (users_label(&settings.context.portal), settings.context.path("/users"));
    let managed = settings.user.manages_users.then(|| view! { <p><a href=address>{label}</a></p> });
    let is_own = settings.user.manages_users;
    let words = move || match is_own {
        true => tr!(account.mail_by_yourself, label()),
        false => tr!(account.mail_by_administrator, label()),
    };
    view! {
        <div class="card">
            {present(&settings.user.mail_address)}
            <p>{text(words)}</p>
            {managed}
        </div>
    }
    .into_any()
}

/// With a field for the new address, or only the button where the present address is asked first.
fn form(settings: &Settings, new: Option<Field>) -> AnyView {
    let form = Form::new(new.into_iter().collect());
    let success = settings.section(form);
    let hours = settings.context.portal.mail_change_hours;
    let (shared, client) = (settings.clone(), settings.context.client);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        shared.begin();
        let reauthentication = shared.reauthentication;
        let call = move || async move {
            let mail_address = move || new.map(|new| new.value.get_untracked()).unwrap_or_default();
            let change = || CreateMailChange { mail_address: mail_address() };
            reauthentication.guard(|| api::accounts::create_mail_change(client, change())).await
        };
        form.send(call, move |()| {
            success.set(Some(if new.is_some() {
                t!(account.mail_sent_to_new)
            } else {
                t!(account.mail_sent_to_present)
            }));
            if let Some(new) = new {
                new.value.set(String::new());
            }
        });
    };
    let note = move || {
        if new.is_some() { tr!(account.mail_new_note, hours) } else { tr!(account.mail_present_note, hours) }
    };
    let label = if new.is_some() { t!(account.mail_title) } else { t!(account.mail_request) };
    view! {
        {outcome("mail-outcome", success)}
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            {present(&settings.user.mail_address)}
            {new.map(|field| view! { <TextField field=field input=Input::MAIL hint=t!(account.new_mail_hint) /> })}
            <p class="note">{text(note)}</p>
            {submit_button(form, label)}
        </form>
    }
    .into_any()
}

fn present(mail_address: &str) -> AnyView {
    let mail_address = mail_address.to_owned();
    view! {
        <div class="field">
            <label for="present_mail">{t!(account.present_mail)}</label>
            <input id="present_mail" class="input" type="email" lang="en" readonly=true value=mail_address />
        </div>
    }
    .into_any()
}
