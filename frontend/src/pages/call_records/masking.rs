//! Called numbers whose last digits are hidden: what is hidden, and how to see it for a while.

use super::state::Calls;
use crate::api;
use crate::browser;
use crate::components::forms::{Field, Form};
use crate::components::notices::{Kind, Notice};
use crate::components::small_dialogs::SmallDialog;
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::{changing, text};
use crate::formats;
use crate::texts::{t, tr};
use chrono::{DateTime, Utc};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::problems::ProblemCode;
use std::time::Duration;

/// A moment more than the time that is left, in milliseconds.
const MOMENT: f64 = 1_000.0;
/// How long to wait before asking once more, where the browser's clock is ahead of the server's.
const AHEAD: f64 = 30_000.0;

/// What is told of the numbers.
#[derive(Clone, Copy, PartialEq)]
enum Numbers {
    Plain,
    Masked,
    Until(DateTime<Utc>),
}

/// The line above the calls, with the dialogs that it needs; nothing for who sees the numbers anyway.
pub fn notice(calls: Calls) -> AnyView {
    // Only this: what else is in the totals must not draw the line anew.
    let numbers = Memo::new(move |before: Option<&Numbers>| match calls.totals.value() {
        Some(totals) if totals.masked => Numbers::Masked,
        Some(totals) => totals.unmasked_until.map_or(Numbers::Plain, Numbers::Until),
        None => before.copied().unwrap_or(Numbers::Plain),
    });
    hide_in_time(calls, numbers);
    let open = RwSignal::new(false);
    let line = changing(move || match numbers.get() {
        Numbers::Plain => ().into_any(),
        Numbers::Masked => view! {
            <Notice kind=Kind::Info>
                <p>{t!(masking.masked)}</p>
                <p>
                    <button type="button" class="button outline small" on:click=move |_| open.set(true)>
                        {t!(masking.show_all)}
                    </button>
                </p>
            </Notice>
        }
        .into_any(),
        Numbers::Until(until) => view! {
            <Notice kind=Kind::Warning>
                <p>
                    {t!(masking.unmasked)} " "
                    <strong>{text(move || tr!(masking.until, formats::time(until)))}</strong>
                </p>
            </Notice>
        }
        .into_any(),
    });
    view! {
        <div class="masking">{line}</div>
        {dialog(calls, open)}
    }
    .into_any()
}

/// Reads the numbers anew when their time is over.
fn hide_in_time(calls: Calls, numbers: Memo<Numbers>) {
    let asked = RwSignal::new(0_u32);
    Effect::new(move |_| {
        asked.track();
        let Numbers::Until(until) = numbers.get() else { return };
        let left = until.signed_duration_since(DateTime::UNIX_EPOCH).as_seconds_f64() * 1_000.0 - browser::now();
        let wait = if left > 0.0 { left + MOMENT } else { AHEAD };
        let look = move || {
            calls.read_numbers();
            asked.update(|times| *times += 1);
        };
        if let Ok(timer) = set_timeout_with_handle(look, Duration::from_secs_f64(wait / 1_000.0)) {
            on_cleanup(move || timer.clear());
        }
    });
}

/// 番号をすべて表示: asks why, and for the password where it was not given for a while.
fn dialog(calls: Calls, open: RwSignal<bool>) -> AnyView {
    let reason = Field::reason(t!(masking.reason));
    let form = Form::new(vec![reason]);
    Effect::new(move |_| {
        if open.get() {
            reason.value.set(String::new());
            reason.error.set(None);
            form.refusal.set(None);
        }
    });
    let client = calls.context().client;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let call = move || async move {
            let unmask = || {
                let (contract, reason) = (calls.contract(), reason.value.get_untracked());
                async move { api::call_records::unmask(client, &contract, reason).await }
            };
            calls.reauthentication.guard(unmask).await
        };
        form.send(call, move |_| {
            open.set(false);
            calls.read_numbers();
        });
    };
    let problem = move || form.refusal.get().and_then(|refusal| refusal.problem);
    let problem = move || problem().filter(|problem| !problem.is(ProblemCode::ValidationFailed));
    let problem = move || problem().map(|problem| problem.text()).unwrap_or_default();
    view! {
        <SmallDialog open=open id="unmask-title" title=t!(masking.show_all)>
            <form class="dialog-form" novalidate=true on:submit=submit>
                <p>{t!(masking.dialog_text)}</p>
                <p class="field-error" role="alert">{text(problem)}</p>
                <TextField field=reason input=Input::TEXT hint=t!(masking.reason_hint) />
                {submit_button(form, t!(masking.show))}
                <button type="button" class="button outline" on:click=move |_| open.set(false)>
                    {t!(account.cancel)}
                </button>
            </form>
        </SmallDialog>
    }
    .into_any()
}
