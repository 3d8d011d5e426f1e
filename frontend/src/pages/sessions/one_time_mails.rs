//! One-time passwords by mail: the first one on demand, and another one when it does not arrive.

use super::steps::{FORM_ID, Step};
use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::notices::{Kind, Notice};
use crate::components::submit_buttons::submit_button;
use crate::components::views::text;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use madoguchi_api_types::sessions::SignInAttempt;

/// Asks whether to mail one: who has something stronger has not been sent any yet.
pub fn mail_form(step: &Step) -> AnyView {
    let form = Form::new(Vec::new());
    let mail = step.attempt.mail_address.clone();
    let step = step.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, id) = (step.context.client, step.attempt.id.to_string());
        let (handover, mailed) = (step.context.handover, step.mailed);
        let call = move || async move { api::sessions::resend(client, &id).await };
        form.send(call, move |attempt: SignInAttempt| {
            handover.attempt.set(Some(attempt));
            mailed.set(true);
            request_animation_frame(|| {
                crate::browser::focus(FORM_ID);
            });
        });
    };
    view! {
        {error_summary(form)}
        <form class="card" id=FORM_ID tabindex="-1" aria-label=t!(otp.form) novalidate=true on:submit=submit>
            <p>{text(move || tr!(otp.mail_lead, mail))}</p>
            {submit_button(form, t!(otp.mail_send))}
        </form>
    }
    .into_any()
}

/// For who waits for the mail: another one.
pub fn resend_notice(step: &Step) -> AnyView {
    let (client, handover, id) = (step.context.client, step.context.handover, step.attempt.id.to_string());
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Result<(), api::Error>>);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            let answer = api::sessions::resend(client, &id).await;
            busy.try_set(false);
            outcome.try_set(Some(answer.map(|attempt| handover.attempt.set(Some(attempt)))));
        });
    };
    let told = move || match outcome.get() {
        None => String::new(),
        Some(Ok(())) => tr!(otp.resent).to_owned(),
        Some(Err(error)) => error.text(),
    };
    view! {
        <Notice kind=Kind::Info>
            <p>{t!(otp.missing)}</p>
            <p>
                <button
                    type="button"
                    class="button outline small"
                    class:busy=busy
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=press
                >
                    {t!(otp.resend)}
                </button>
            </p>
            <p class="outcome">{text(told)}</p>
        </Notice>
    }
    .into_any()
}
