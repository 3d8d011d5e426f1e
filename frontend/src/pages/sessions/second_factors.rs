//! The form of one way to give the second factor.

use super::one_time_mails::{mail_form, resend_notice};
use super::steps::{FORM_ID, Step};
use crate::api::{self, LocalCode};
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form};
use crate::components::one_time_codes::{CodeField, authenticator_code, one_time_code, recovery_code};
use crate::components::robot_check_boxes::RobotCheckBox;
use crate::components::submit_buttons::submit_button;
use crate::components::views::optional;
use crate::formats;
use crate::passkeys::{self, Ceremony};
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::portals::SecondFactorMode;
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::sessions::{CompleteSignInAttempt, PasskeyAnswer, SecondFactor, Session};

/// The form of the way that is chosen.
pub fn form(step: &Step) -> AnyView {
    let way = step.way.get();
    let waits_for_mail = way == Some(SecondFactor::Mail) && !step.mailed.get();
    if waits_for_mail { mail_form(step) } else { answer_form(step, way) }
}

fn answer_form(step: &Step, way: Option<SecondFactor>) -> AnyView {
    let code = way.and_then(|way| match way {
        SecondFactor::Mail => Some(one_time_code()),
        SecondFactor::Totp => Some(authenticator_code()),
        SecondFactor::RecoveryCode => Some(recovery_code()),
        SecondFactor::Passkey => None,
    });
    let fields: Vec<Field> = code.into_iter().chain(step.robot.map(|robot| robot.field)).collect();
    let form = Form::of_login(fields);
    let by_mail = way == Some(SecondFactor::Mail);
    let (hint, demo) = (hint(step, way), step.context.portal.demo && by_mail);
    let is_choice = step.context.portal.second_factor != SecondFactorMode::Always;
    let label = match way {
        Some(SecondFactor::Passkey) => t!(otp.give_passkey),
        Some(_) if is_choice => t!(forms.send),
        _ => t!(otp.sign_in),
    };
    let resend = by_mail.then(|| resend_notice(step));
    let robot = step.robot.map(|check| view! { <RobotCheckBox check=check /> }.into_any());
    let lead = (way == Some(SecondFactor::Passkey)).then(|| view! { <p>{t!(otp.passkey_lead)}</p> }.into_any());
    let back = use_query_map().with_untracked(|query| query.get("return"));
    let step = step.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&step, form, way, code, back.clone());
    };
    view! {
        {error_summary(form)}
        <form class="card" id=FORM_ID tabindex="-1" aria-label=t!(otp.form) novalidate=true on:submit=submit>
            {optional(lead)}
            {code.map(|field| view! { <CodeField field=field digits={way != Some(SecondFactor::RecoveryCode)} hint=hint /> })}
            {demo.then(|| view! {
                <p class="note">
                    <a href="/dev/mailbox" rel="external" target="_blank">{t!(frame.mailbox)}</a>
                </p>
            })}
            {optional(robot)}
            {submit_button(form, label)}
        </form>
        {optional(resend)}
    }
    .into_any()
}

/// Where the code is to be found.
fn hint(step: &Step, way: Option<SecondFactor>) -> TextProp {
    match way {
        Some(SecondFactor::Totp) => t!(otp.totp_hint).into(),
        Some(SecondFactor::RecoveryCode) => t!(otp.recovery_code_hint).into(),
        _ => {
            let (mail, minutes) = (step.attempt.mail_address.clone(), step.context.portal.one_time_password_minutes);
            let (handover, first) = (step.context.handover, step.attempt.expires_at);
            // A new one-time password has a new end.
            let until = move || handover.attempt.get().map_or(first, |attempt| attempt.expires_at);
            (move || tr!(otp.hint, mail, minutes, formats::time(until()))).into()
        }
    }
}

fn send(step: &Step, form: Form, way: Option<SecondFactor>, code: Option<Field>, back: Option<String>) {
    let (client, id, robot) = (step.context.client, step.attempt.id.to_string(), step.robot);
    let next = step.context.clone();
    let method = way.unwrap_or_default();
    let call = move || async move {
        let passkey = if method == SecondFactor::Passkey {
            let asked = api::sessions::passkey_challenge(client, &id).await?;
            let credential = passkeys::ask(Ceremony::Get, &asked.options).await?;
            Some(PasskeyAnswer { challenge: asked.id, credential })
        } else {
            None
        };
        let answer = CompleteSignInAttempt {
            method,
            one_time_password: code.map(|code| code.value.get_untracked()).unwrap_or_default(),
            passkey,
            robot_solution: robot.and_then(|robot| robot.solution()),
        };
        api::sessions::complete(client, &id, answer).await.map_err(|error| in_words_of(method, error))
    };
    form.send(call, move |session: Session| {
        next.handover.attempt.set(None);
        next.enter(session, back.as_deref());
    });
}

/// The server has one code for every wrong factor; a person is told which one to look at.
fn in_words_of(method: SecondFactor, error: api::Error) -> api::Error {
    if !error.is(ProblemCode::InvalidOneTimePassword) {
        return error;
    }
    let (code, text) = match method {
        SecondFactor::Mail => return error,
        SecondFactor::Totp => (LocalCode::WrongTotp, t!(problems.invalid_totp)),
        SecondFactor::RecoveryCode => (LocalCode::WrongRecoveryCode, t!(problems.invalid_recovery_code)),
        SecondFactor::Passkey => (LocalCode::Problem(ProblemCode::PasskeyRefused), t!(problems.passkey_refused)),
    };
    api::Error::Local(api::LocalError { code, text })
}
