//! マイページ ログイン: second step, one-time password and robot check.

use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form};
use crate::components::notices::{Kind, Notice};
use crate::components::one_time_codes::{OneTimeCodeField, one_time_code};
use crate::components::page_titles::PageTitle;
use crate::components::parts::{Loaded, Part};
use crate::components::robot_check_boxes::{RobotCheck, RobotCheckBox};
use crate::components::submit_buttons::submit_button;
use crate::components::views::{changing, text};
use crate::formats;
use crate::texts::{own, t, tr};
use crate::visits::Visit;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_params_map, use_query_map};
use madoguchi_api_types::sessions::{CompleteSignInAttempt, Session, SignInAttempt};

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("attempt")).unwrap_or_default();
    let portal = visit.portal.clone();
    let title = move || tr!(login.title, own(&portal.name));
    let (client, handover) = (visit.client, visit.handover);
    let attempt = Part::load(move || {
        let id = id.clone();
        async move {
            match handover.attempt.get_untracked().filter(|attempt| attempt.id.to_string() == id) {
                Some(attempt) => Ok(attempt),
                None => api::sessions::attempt(client, &id).await,
            }
        }
    });
    let again = visit.path("/login");
    view! {
        <div class="column narrow">
            <PageTitle title=title />
            {changing(move || match attempt.state.get() {
                Loaded::Failed(error) if error.code().starts_with("sign_in_attempt_") => {
                    view! { <Notice kind=Kind::Warning><p>{text(move || error.text())}</p></Notice> }.into_any()
                }
                _ => {
                    let visit = visit.clone();
                    attempt.show(move |attempt| form(visit.clone(), attempt))
                }
            })}
            <p class="after-card"><a href=again>{t!(otp.again)}</a></p>
        </div>
    }
    .into_any()
}

fn form(visit: Visit, attempt: SignInAttempt) -> AnyView {
    let code = attempt.one_time_password.then(one_time_code);
    let robot = attempt.robot_challenge.clone().map(RobotCheck::start);
    let fields: Vec<Field> = code.into_iter().chain(robot.map(|robot| robot.field)).collect();
    let form = Form::new(fields);
    let demo = visit.portal.demo;
    let (mail, minutes) = (attempt.mail_address.clone(), visit.portal.one_time_password_minutes);
    let (handover, first) = (visit.handover, attempt.expires_at);
    // A new one-time password has a new end.
    let until = move || handover.attempt.get().map_or(first, |attempt| attempt.expires_at);
    let hint = move || tr!(otp.hint, mail, minutes, formats::time(until()));
    let resend = code.map(|_| resend_button(&visit, &attempt));
    let back = use_query_map().with_untracked(|query| query.get("return"));
    let id = attempt.id.to_string();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&visit, form, &id, code, robot, back.clone());
    };
    view! {
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            {code.map(|field| view! { <OneTimeCodeField field=field hint=hint /> })}
            {demo.then(|| view! {
                <p class="note">
                    <a href="/dev/mailbox" rel="external" target="_blank">{t!(frame.mailbox)}</a>
                </p>
            })}
            {robot.map(|check| view! { <RobotCheckBox check=check /> })}
            {submit_button(form, t!(otp.sign_in))}
        </form>
        {resend}
    }
    .into_any()
}

fn send(visit: &Visit, form: Form, id: &str, code: Option<Field>, robot: Option<RobotCheck>, back: Option<String>) {
    let (client, id, next) = (visit.client, id.to_owned(), visit.clone());
    let call = move || {
        let answer = CompleteSignInAttempt {
            one_time_password: code.map(|code| code.value.get_untracked()).unwrap_or_default(),
            robot_solution: robot.and_then(RobotCheck::solution),
        };
        async move { api::sessions::complete(client, &id, answer).await }
    };
    form.send(call, move |session: Session| {
        next.handover.attempt.set(None);
        next.sessions.start(session);
        next.go_instead(&next.after_login(back));
    });
}

fn resend_button(visit: &Visit, attempt: &SignInAttempt) -> AnyView {
    let (client, handover, id) = (visit.client, visit.handover, attempt.id.to_string());
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
    let text = move || match outcome.get() {
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
            <p class="outcome">{text}</p>
        </Notice>
    }
    .into_any()
}
