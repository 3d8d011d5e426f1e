//! The table of users: numbered and with a button to delete where all are equal, with one to edit elsewhere.

use super::people::People;
use crate::browser;
use crate::components::views::{optional, text};
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::users::User;

/// The table.
pub fn table(people: &People, users: Vec<User>) -> AnyView {
    let (has_roles, has_notice) = (people.visit.portal.roles.len() > 1, people.visit.portal.mail_notice_choice);
    let head = |shown: bool, label: fn() -> &'static str| {
        shown.then(|| view! { <th scope="col" role="columnheader">{label}</th> })
    };
    let numbered = people.are_equal();
    let rows = (1_usize..).zip(users).map(|(number, user)| row(people, number, user)).collect_view();
    view! {
        <div class="table-frame">
            <table class="table cards" role="table">
                <caption class="visually-hidden">{t!(users.list)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {head(numbered, t!(users.number))}
                        {head(numbered, t!(home.user_name))}
                        {head(true, t!(identifiers.mail_address))}
                        {head(!numbered, t!(home.user_name))}
                        {head(has_roles, t!(home.role))}
                        {head(has_notice, t!(home.mail_notice))}
                        {head(true, t!(users.state))}
                        <th scope="col" role="columnheader"><span class="visually-hidden">{t!(account.actions)}</span></th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(people: &People, number: usize, user: User) -> AnyView {
    let numbered = people.are_equal();
    let portal = people.visit.portal.clone();
    let (chosen, id) = (people.chosen, user.id);
    let is_chosen = Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.id == id)));
    let administers = user.role == "administrator";
    let role = (portal.roles.len() > 1).then(|| {
        let words = move || if administers { tr!(home.administrator) } else { tr!(home.general) };
        view! { <td role="cell" data-label=t!(home.role)>{text(words)}</td> }.into_any()
    });
    let mailed = user.mail_notice;
    let notice = portal.mail_notice_choice.then(|| {
        let words = move || if mailed { tr!(home.on) } else { tr!(home.off) };
        view! { <td role="cell" data-label=t!(home.mail_notice)>{text(words)}</td> }.into_any()
    });
    // In the order of each document.
    let name = || {
        let name = user.name.clone();
        view! { <td role="cell" class="name" data-label=t!(home.user_name)>{name}</td> }.into_any()
    };
    let (before, after) = if numbered {
        let number = view! { <td role="cell" class="row-number" data-label=t!(users.number)>{number}</td> };
        (view! { {number} {name()} }.into_any(), ().into_any())
    } else {
        (().into_any(), name())
    };
    let own = user.current.then(|| view! { " " <span class="tag">{t!(users.own)}</span> }.into_any());
    view! {
        <tr role="row" class:chosen=is_chosen aria-current=move || is_chosen.get().then_some("true")>
            {before}
            <th scope="row" role="rowheader" data-label=t!(identifiers.mail_address)>
                <span><span lang="en">{user.mail_address.clone()}</span> {optional(own)}</span>
            </th>
            {after}
            {optional(role)}
            {optional(notice)}
            <td role="cell" data-label=t!(users.state)>{state(&user.state)}</td>
            <td role="cell" class="action">{action(people, user)}</td>
        </tr>
    }
    .into_any()
}

fn action(people: &People, user: User) -> AnyView {
    let (people, named) = (people.clone(), user.mail_address.clone());
    let label = if people.are_equal() { t!(users.delete) } else { t!(users.edit) };
    let press = move |_| {
        if people.are_equal() {
            people.ask_to_delete(user.clone());
        } else {
            people.told.set(None);
            people.chosen.set(Some(user.clone()));
            // After the form has taken the user in.
            request_animation_frame(|| {
                browser::focus("user-form-title");
            });
        }
    };
    view! {
        <button type="button" class="button outline small" on:click=press>
            {label} <span class="visually-hidden">" " {named}</span>
        </button>
    }
    .into_any()
}

/// By word and by shape.
fn state(state: &str) -> AnyView {
    let (class, words) = match state {
        "pending" => ("status preparing", t!(users.pending)),
        "locked" => ("status terminated", t!(users.locked)),
        _ => ("status active", t!(users.active)),
    };
    view! { <span class=class>{words}</span> }.into_any()
}
