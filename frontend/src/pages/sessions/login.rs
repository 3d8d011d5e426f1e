//! マイページ ログイン: first step, identifiers and password.

use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, anything, half_width};
use crate::components::new_passwords::PasswordField;
use crate::components::notices::{Kind, Notice};
use crate::components::page_titles::PageTitle;
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::{changing, optional, text};
use crate::session::Ended;
use crate::texts::{own, t, tr};
use crate::visits::Visit;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::sessions::{CreateSignInAttempt, SignInAttempt};
use std::collections::BTreeMap;

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let back = use_query_map().with_untracked(|query| query.get("return"));
    let identifiers: Vec<Field> = visit.portal.identifiers.iter().filter_map(|name| identifier(name)).collect();
    let password = Field::required("password", t!(login.password), anything);
    let form = Form::new(identifiers.iter().copied().chain([password]).collect());
    let portal = visit.portal.clone();
    let title = move || tr!(login.title, own(&portal.name));
    let registration = visit.portal.registration_by_contract.then(|| visit.path("/registration"));
    let mail_from = visit.portal.mail_from.clone();
    let ended = visit.sessions.ended;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&visit, form, &identifiers, password, back.clone());
    };
    let fields = form.fields.with_value(|fields| {
        let text = |field: &Field| view! { <TextField field=*field input=input(field.name) /> };
        fields[..fields.len() - 1].iter().map(text).collect_view()
    });
    view! {
        <div class="column narrow">
            <PageTitle title=title />
            {changing(move || optional(ended.get().map(reason)))}
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                {fields}
                <PasswordField field=password autocomplete="current-password" />
                <p class="note">{t!(login.note)}</p>
                <p class="note">{text(move || tr!(login.mail_note, mail_from))}</p>
                {submit_button(form, t!(forms.send))}
            </form>
            {registration.map(|address| view! {
                <p class="after-card"><a href=address>{t!(login.registration)}</a></p>
            })}
        </div>
    }
    .into_any()
}

/// Why one is here again.
fn reason(ended: Ended) -> AnyView {
    match ended {
        Ended::SignedOut => view! { <Notice kind=Kind::Success><p>{t!(session.signed_out)}</p></Notice> }.into_any(),
        Ended::Idle => view! { <Notice kind=Kind::Warning><p>{t!(session.idle)}</p></Notice> }.into_any(),
        Ended::Elsewhere => view! { <Notice kind=Kind::Warning><p>{t!(session.elsewhere)}</p></Notice> }.into_any(),
    }
}

fn send(visit: &Visit, form: Form, identifiers: &[Field], password: Field, back: Option<String>) {
    let (client, next) = (visit.client, visit.clone());
    let values = identifiers.to_vec();
    let call = move || {
        // One by one: collecting would bring a sort into the app that nothing else of the first visit needs.
        let mut identifiers = BTreeMap::new();
        for field in values {
            identifiers.insert(field.name.to_owned(), field.value.get_untracked());
        }
        let password = password.value.get_untracked();
        api::sessions::create_attempt(client, CreateSignInAttempt { identifiers, password })
    };
    form.send(call, move |attempt: SignInAttempt| {
        let query = back.map(|back| format!("?return={}", crate::browser::escape(&back))).unwrap_or_default();
        let page = format!("/login/{}{query}", attempt.id);
        next.handover.attempt.set(Some(attempt));
        next.go(&page);
    });
}

/// The field of an identifier, by the name it has in the portal's policy.
fn identifier(name: &str) -> Option<Field> {
    match name {
        "access_id" => Some(Field::required("access_id", t!(identifiers.access_id), half_width)),
        "contractor_id" => Some(Field::required("contractor_id", t!(identifiers.contractor_id), half_width)),
        "login_id" => Some(Field::required("login_id", t!(identifiers.login_id), half_width)),
        "mail_address" => Some(Field::required("mail_address", t!(identifiers.mail_address), half_width)),
        _ => None,
    }
}

fn input(name: &str) -> Input {
    let base = Input { autocomplete: "username", lang: "en", ..Input::TEXT };
    if name == "mail_address" { Input { kind: "email", mode: "email", autocomplete: "email", ..base } } else { base }
}
