//! マイページ ログイン: first step, identifiers and password, or a passkey in place of both.

use super::endings::{self, End};
use super::ways_in::{self, sentence};
use crate::api::{self, Client};
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, Refusal, anything, half_width};
use crate::components::identifiers;
use crate::components::lone_robot_checks::{self, Checking};
use crate::components::new_passwords::PasswordField;
use crate::components::notices::{Kind, Notice};
use crate::components::page_titles::PageTitle;
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::passkeys;
use crate::session::Ended;
use crate::texts::{own, t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::portals::{Identifier, Portal, SecondFactorMethod, SecondFactorMode};
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::robot_checks::SolvedRobotCheck;
use madoguchi_api_types::sessions::{CreateSignInAttempt, SignInAttempt};
use std::collections::BTreeMap;

pub fn page(context: PageContext) -> AnyView {
    let back = use_query_map().with_untracked(|query| query.get("return"));
    let identifiers: Vec<Field> = context.portal.identifiers.iter().copied().map(identifier).collect();
    let password = Field::required("password", password_label(&context.portal), anything);
    let form = Form::of_login(identifiers.iter().copied().chain([password]).collect());
    let portal = context.portal.clone();
    let title = move || tr!(login.title, own(&portal.name));
    let (lead, notes, links) = (ways_in::lead(&context.portal), notes(&context.portal), ways_in::links(&context));
    let passkey = passkey_button(&context, form, back.clone());
    let send_label = if mails_always(&context.portal) { t!(forms.send) } else { t!(login.send) };
    let ended = context.sessions.ended;
    let solved = RwSignal::new(None);
    let check = check(context.client, form, solved);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&context, form, &identifiers, (password, solved), back.clone());
    };
    let fields = form.fields.with_value(|fields| {
        let text = |field: &Field| view! { <TextField field=*field input=input(&field.name()) /> };
        fields[..fields.len() - 1].iter().map(text).collect_view()
    });
    view! {
        <div class="column narrow">
            <PageTitle title=title />
            {changing(move || optional(ended.get().map(reason)))}
            {optional(lead.map(|lead| sentence("lead", lead)))}
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                {fields}
                <PasswordField field=password autocomplete="current-password" />
                {check}
                {notes}
                {submit_button(form, send_label)}
                {passkey}
            </form>
            {links}
        </div>
    }
    .into_any()
}

/// The label of the password, with what the portal says of it there.
fn password_label(portal: &Portal) -> TextProp {
    let note = portal.screens.password_note.clone();
    (move || format!("{}{}", tr!(login.password), note.as_ref().map(own).unwrap_or_default())).into()
}

/// Why one is here again.
fn reason(ended: Ended) -> AnyView {
    let (kind, text) = match ended {
        Ended::SignedOut => (Kind::Success, t!(session.signed_out)),
        Ended::Idle => (Kind::Warning, t!(session.idle)),
        Ended::Elsewhere => (Kind::Warning, t!(session.elsewhere)),
    };
    view! { <Notice kind=kind><p>{text}</p></Notice> }.into_any()
}

/// Whether everybody gets a one-time password by mail or has something better.
fn mails_always(portal: &Portal) -> bool {
    portal.second_factor == SecondFactorMode::Always && portal.second_factors.contains(&SecondFactorMethod::Mail)
}

/// What happens next, where that is known before anyone is.
fn notes(portal: &Portal) -> AnyView {
    let mail_from = portal.mail_from.clone();
    optional(mails_always(portal).then(|| {
        view! {
            {sentence("note", t!(login.note))}
            <p class="note">{text(move || tr!(login.mail_note, mail_from))}</p>
        }
        .into_any()
    }))
}

/// The robot check, from where it was asked for on: many passwords were wrong behind this address.
fn check(client: Client, form: Form, solved: RwSignal<Option<SolvedRobotCheck>>) -> AnyView {
    let checking = RwSignal::new(None::<Checking>);
    Effect::new(move |_| {
        let asks =
            |refusal: &Refusal| refusal.problem.as_ref().is_some_and(|it| it.is(ProblemCode::RobotCheckRequired));
        if checking.with_untracked(Option::is_none) && form.refusal.with(|it| it.as_ref().is_some_and(asks)) {
            spawn_local(async move {
                if let Ok(view) = lone_robot_checks::later().await {
                    checking.try_set(Some(view));
                }
            });
        }
    });
    changing(move || optional(checking.get().map(|view| view(client, form, solved))))
}

fn send(
    context: &PageContext,
    form: Form,
    identifiers: &[Field],
    (password, solved): (Field, RwSignal<Option<SolvedRobotCheck>>),
    back: Option<String>,
) {
    let (client, next) = (context.client, context.clone());
    let values = identifiers.to_vec();
    let call = move || {
        // One by one: collecting would bring a sort into the app that nothing else of the first visit needs.
        let mut identifiers = BTreeMap::new();
        for field in values {
            identifiers.insert(field.name().to_string(), field.value.get_untracked());
        }
        let password = password.value.get_untracked();
        let robot_check = solved.get_untracked();
        api::sessions::create_attempt(client, CreateSignInAttempt { identifiers, password, robot_check })
    };
    form.send(call, move |attempt: SignInAttempt| {
        if attempt.methods.is_empty() && attempt.robot_challenge.is_none() {
            return end(next, form, End::Attempt(attempt.id.to_string()), back);
        }
        let query = back.map(|back| format!("?return={}", crate::browser::escape(&back))).unwrap_or_default();
        let page = format!("/login/{}{query}", attempt.id);
        next.handover.attempt.set(Some(attempt));
        next.go(&page);
    });
}

/// Ends the login on this page, once the code for it is there.
fn end(context: PageContext, form: Form, how: End, back: Option<String>) {
    form.busy.set(true);
    form.lifetime.spawn(async move {
        let ending = endings::later().await;
        form.busy.set(false);
        match ending {
            Ok(end) => end(context, form, how, back),
            Err(error) => form.refuse(error),
        }
    });
}

/// パスキーでログイン, where portal and browser know how.
fn passkey_button(context: &PageContext, form: Form, back: Option<String>) -> AnyView {
    if !context.portal.passkeys || !passkeys::are_known() {
        return optional(None);
    }
    let context = context.clone();
    let press = move |_| {
        if !form.busy.get_untracked() {
            form.refusal.set(None);
            end(context.clone(), form, End::Passkey, back.clone());
        }
    };
    view! {
        <button type="button" class="button outline submit" on:click=press>
            {t!(login.passkey)}
        </button>
    }
    .into_any()
}

/// The field of an identifier, by the name it has in the portal's policy.
fn identifier(identifier: Identifier) -> Field {
    Field::required(identifier.as_str(), identifiers::label(identifier), half_width)
}

fn input(name: &str) -> Input {
    if name == Identifier::MailAddress.as_str() { Input::MAIL } else { Input::USERNAME }
}
