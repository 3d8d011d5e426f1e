//! The form of a user: 追加 of a mail address where all are equal; 登録, 更新, クリア and 削除 elsewhere.

use super::fields::Fields;
use super::people::People;
use crate::api;
use crate::browser;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::notices::{Kind, Notice};
use crate::components::outcomes::Sentence;
use crate::components::radio_groups::{Radio, RadioGroup};
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::{changing, optional, text};
use crate::pages::accounts::choices::on_or_off;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::users::{User, UserRole, UserState, WriteUser};

/// The form, or why nobody can be added.
pub fn section(people: &People) -> AnyView {
    let (list, chosen) = (people.list, people.chosen);
    let full = Memo::new(move |_| {
        let users = list.value();
        users.and_then(|users| users.max.filter(|max| users.items.len() >= usize::try_from(*max).unwrap_or(usize::MAX)))
    });
    let is_chosen = Memo::new(move |_| chosen.with(Option::is_some));
    let people = people.clone();
    changing(move || match full.get() {
        Some(max) if !is_chosen.get() => closed(&people, max),
        _ => form(&people),
    })
}

fn closed(people: &People, max: u32) -> AnyView {
    let title = if people.are_equal() { t!(users.add_title) } else { t!(users.create_title) };
    view! {
        <section class="section column-start" aria-labelledby="user-form-title">
            <h2 id="user-form-title" tabindex="-1">{title}</h2>
            <Notice kind=Kind::Info><p>{text(move || tr!(users.full, max))}</p></Notice>
        </section>
    }
    .into_any()
}

/// The form. It follows the choice in the list.
fn form(people: &People) -> AnyView {
    let fields = Fields::new(people);
    let form = Form::new(fields.all().collect());
    let chosen = people.chosen;
    Effect::new(move |_| {
        form.refusal.set(None);
        chosen.with(|user| fields.show(user.as_ref()));
    });
    let shared = people.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&shared, form, fields);
    };
    let equal = people.are_equal();
    let title = move || match chosen.read().is_some() {
        _ if equal => tr!(users.add_title),
        true => tr!(users.update_title),
        false => tr!(users.create_title),
    };
    view! {
        <section class="section column-start" aria-labelledby="user-form-title">
            <h2 id="user-form-title" tabindex="-1">{text(title)}</h2>
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                <TextField field=fields.mail_address input=Input { autocomplete: "off", ..Input::MAIL } />
                {fields.name.map(|field| view! { <TextField field=field input=Input::TEXT /> })}
                {fields.role.map(|field| view! { <RadioGroup field=field choices=roles() hint=t!(users.role_note) /> })}
                {fields.mail_notice.map(|field| view! {
                    <RadioGroup field=field choices=on_or_off() hint=t!(users.notice_note) />
                })}
                {buttons(people, form)}
            </form>
        </section>
    }
    .into_any()
}

fn roles() -> Vec<Radio> {
    let role = |role: UserRole, label: fn() -> &'static str| (role.as_str().into(), label.into());
    vec![role(UserRole::General, t!(home.general)), role(UserRole::Administrator, t!(home.administrator))]
}

fn send(people: &People, form: Form, fields: Fields) {
    people.success.set(None);
    let (client, chosen) = (people.context.client, people.chosen.get_untracked());
    let (people, before) = (people.clone(), chosen.clone());
    let (again, id) = (people.reauthentication, chosen.map(|user| user.id));
    let call = move || async move {
        let write = || async move {
            match id {
                Some(id) => api::users::update(client, id, fields.written()).await,
                None => api::users::create(client, fields.written()).await,
            }
        };
        again.guard(write).await
    };
    form.send(call, move |user: User| {
        let (sessions, client) = (people.context.sessions, people.context.client);
        if user.current {
            // The head shows the own name; the own role may be another.
            leptos::task::spawn_local(async move {
                let _ = sessions.look(client).await;
            });
        }
        people.success.set(Some(sentence(&people, before, &user, &fields.written())));
        people.chosen.set(None);
        fields.show(None);
        people.list.refresh();
    });
}

/// What was done: where mails went, the person should look there.
fn sentence(people: &People, before: Option<User>, user: &User, written: &WriteUser) -> Sentence {
    let invited = if people.context.portal.passwords_mailed { t!(users.temporary_sent) } else { t!(users.link_sent) };
    match before {
        None => invited,
        Some(before) if before.state == UserState::Pending && before.mail_address != user.mail_address => invited,
        // A new address has to answer first.
        Some(_) if written.mail_address != user.mail_address => t!(users.mail_change_sent),
        Some(_) => t!(users.updated),
    }
}

/// Those that can be pressed now.
fn buttons(people: &People, form: Form) -> AnyView {
    if people.are_equal() {
        return submit_button(form, t!(users.add));
    }
    let people = people.clone();
    changing(move || {
        let user = people.chosen.get();
        let submit = submit_button(form, if user.is_some() { t!(users.update) } else { t!(users.create) });
        let asked = people.clone();
        let delete = user.map(|user| {
            let ask = move |_| asked.ask_to_delete(user.clone());
            view! { <button type="button" class="button danger-outline" on:click=ask>{t!(users.delete)}</button> }
                .into_any()
        });
        let shared = people.clone();
        let clear = move |_| {
            shared.success.set(None);
            // Also when nobody was chosen: what was typed goes.
            shared.chosen.update(|chosen| *chosen = None);
            browser::focus("mail_address");
        };
        view! {
            {submit}
            <div class="buttons">
                <button type="button" class="button outline" on:click=clear>{t!(users.clear)}</button>
                {optional(delete)}
            </div>
        }
        .into_any()
    })
}
