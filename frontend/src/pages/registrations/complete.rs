//! 初回登録, from the mailed link: access ID and temporary password, then the own password, then done.

use super::password;
use super::steps::Step;
use crate::api;
use crate::browser;
use crate::chunks::chunk;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, half_width};
use crate::components::new_passwords::PasswordField;
use crate::components::notices::{Kind, Notice};
use crate::components::page_titles::PageTitle;
use crate::components::parts::{Loaded, Part};
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::texts::{t, tr};
use leptos::ev::{SubmitEvent, hashchange};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::registrations::{CreateRegistrationVerification, RegistrationVerification};

chunk!(visitors: later = page);

const ACCESS_ID: Input = Input { autocomplete: "username", lang: "en", width: "medium", ..Input::TEXT };

pub fn page(context: PageContext) -> AnyView {
    // Behind `#`, where no log keeps it; links that were mailed before have it in the path.
    let in_path = use_params_map().with_untracked(|params| params.get("token"));
    let token = RwSignal::new(in_path.or_else(browser::take_hash).unwrap_or_default());
    let step = RwSignal::new(Step::Verify);
    // Another link may be opened in the same tab.
    let listening = window_event_listener(hashchange, move |_| {
        if let Some(other) = browser::take_hash() {
            step.set(Step::Verify);
            token.set(other);
        }
    });
    on_cleanup(move || listening.remove());
    let client = context.client;
    let link = Part::load(move || api::registrations::link(client, token.get()));
    move_on(context, token, link, step)
}

fn move_on(
    context: PageContext,
    token: RwSignal<String>,
    link: Part<madoguchi_api_types::registrations::RegistrationLinkState>,
    step: RwSignal<Step>,
) -> AnyView {
    let is_reset = move || link.value().is_some_and(|link| link.reset);
    let title = move || if is_reset() { tr!(complete.reset_title) } else { tr!(registration.title) };
    let content = move || match (link.state.get(), step.get()) {
        (Loaded::Failed(error), Step::Verify) if error.is_of_link() => dead_link(&context, error),
        (_, Step::Verify) => {
            let context = context.clone();
            view! {
                <PageTitle title=title />
                {steps(0)}
                {link.show(move |_| verify(context.clone(), token.get_untracked(), step))}
            }
            .into_any()
        }
        (_, Step::Password(ticket, access_id)) => view! {
            <PageTitle title=t!(complete.password_title) />
            {steps(1)}
            {password::form(&context, token.get_untracked(), ticket, access_id, step)}
        }
        .into_any(),
        (_, Step::Done) => done(&context, is_reset()),
    };
    view! { <div class="column narrow">{content}</div> }.into_any()
}

/// Where one is: 1 of 2, 2 of 2.
fn steps(at: usize) -> AnyView {
    let current = move |step: usize| (step == at).then_some("step");
    view! {
        <ol class="steps">
            <li aria-current=current(0) class:past=at.gt(&0)>{t!(complete.step_verify)}</li>
            <li aria-current=current(1)>{t!(complete.step_password)}</li>
        </ol>
    }
    .into_any()
}

fn dead_link(context: &PageContext, error: api::Error) -> AnyView {
    let (address, label) = match error.problem() {
        Some(ProblemCode::LinkUsed) => (context.path("/login"), t!(logged_out.login)),
        _ => (context.path("/registration"), t!(sent.again)),
    };
    let why = move || match error.problem() {
        Some(ProblemCode::LinkUsed) => tr!(complete.used).to_owned(),
        Some(ProblemCode::LinkExpired) => tr!(complete.expired).to_owned(),
        _ => error.text(),
    };
    view! {
        <PageTitle title=t!(complete.dead_title) />
        <Notice kind=Kind::Warning><p>{text(why)}</p></Notice>
        <p><a class="button solid" href=address>{label}</a></p>
    }
    .into_any()
}

fn verify(context: PageContext, token: String, step: RwSignal<Step>) -> AnyView {
    let access_id = Field::required("access_id", t!(identifiers.access_id), half_width);
    let temporary = Field::required("temporary_password", t!(complete.temporary_password), half_width);
    let form = Form::new(vec![access_id, temporary]);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, token) = (context.client, token.clone());
        let call = move || {
            let verification = CreateRegistrationVerification {
                token,
                access_id: access_id.value.get_untracked(),
                temporary_password: temporary.value.get_untracked(),
            };
            api::registrations::verify(client, verification)
        };
        form.send(call, move |verified: RegistrationVerification| {
            step.set(Step::Password(verified.ticket, access_id.value.get_untracked()));
        });
    };
    view! {
        <p class="lead">{t!(complete.lead)}</p>
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <TextField field=access_id input=ACCESS_ID />
            <PasswordField field=temporary autocomplete="off" hint=t!(complete.temporary_password_hint) />
            {submit_button(form, t!(forms.send))}
        </form>
    }
    .into_any()
}

fn done(context: &PageContext, is_reset: bool) -> AnyView {
    let (title, text) = match is_reset {
        true => (t!(complete.reset_done_title), t!(complete.reset_done_text)),
        false => (t!(complete.done_title), t!(complete.done_text)),
    };
    view! {
        <PageTitle title=title />
        <Notice kind=Kind::Success><p>{text}</p></Notice>
        <p><a class="button solid" href=context.path("/login")>{t!(logged_out.login)}</a></p>
    }
    .into_any()
}
