//! The table of users: numbered and with a button to delete where all are equal, with one to edit elsewhere.

use super::people::People;
use crate::browser;
use crate::components::columns::{self, Column};
use crate::components::tables::Table;
use crate::components::views::{optional, text};
use crate::formats;
use crate::texts::{t, tr};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use madoguchi_api_types::users::{User, UserRole, UserState};

/// A user with the place in the list.
#[derive(Clone)]
struct Row {
    number: usize,
    user: User,
}

/// The table, its columns in the order of each document.
pub fn table(people: &People, users: Vec<User>) -> AnyView {
    let portal = &people.context.portal;
    let is_numbered = people.are_equal();
    let mail_address = Column::new(t!(identifiers.mail_address), |it: &Row| mail_address(&it.user)).naming();
    let name = Column::new(t!(home.user_name), |it: &Row| it.user.name.clone().into_any()).class("name");
    let mut columns = if is_numbered {
        let number = Column::new(t!(users.number), |it: &Row| it.number.into_any()).class("row-number");
        vec![number, name, mail_address]
    } else {
        vec![mail_address, name]
    };
    if portal.roles.len() > 1 {
        columns.push(Column::new(t!(home.role), |it: &Row| role(&it.user)));
    }
    if portal.mail_notice_choice {
        columns.push(Column::new(t!(home.mail_notice), |it: &Row| on_or_off(it.user.mail_notice)));
    }
    columns.push(Column::new(t!(users.state), |it: &Row| state_of(&it.user)));
    let actor = people.clone();
    columns.push(Column::actions(t!(account.actions), move |it: &Row| actions(&actor, &it.user)).read_out_only());
    let chosen = people.chosen;
    let is_chosen = move |it: &Row| {
        let id = it.user.id;
        Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.id == id))).into()
    };
    let rows: Vec<Row> = (1..).zip(users).map(|(number, user)| Row { number, user }).collect();
    Table::new(t!(users.list), columns).chosen(is_chosen).of(&rows)
}

fn mail_address(user: &User) -> AnyView {
    let own = user.current.then(|| view! { " " <span class="tag">{t!(users.own)}</span> }.into_any());
    view! { <span><span lang="en">{user.mail_address.clone()}</span> {optional(own)}</span> }.into_any()
}

fn role(user: &User) -> AnyView {
    let administers = user.role == UserRole::Administrator;
    text(move || if administers { tr!(home.administrator) } else { tr!(home.general) })
}

fn on_or_off(on: bool) -> AnyView {
    text(move || if on { tr!(home.on) } else { tr!(home.off) })
}

fn action(people: &People, user: User) -> AnyView {
    let (people, of) = (people.clone(), user.mail_address.clone());
    let label = if people.are_equal() { t!(users.delete) } else { t!(users.edit) };
    columns::button(label, of, move || {
        if people.are_equal() {
            people.ask_to_delete(user.clone());
        } else {
            people.success.set(None);
            people.chosen.set(Some(user.clone()));
            // After the form has taken the user in.
            request_animation_frame(|| {
                browser::focus("user-form-title");
            });
        }
    })
}

fn actions(people: &People, user: &User) -> AnyView {
    let invitation = user.invitation_expires_at.map(|_| {
        let (people, invited) = (people.clone(), user.clone());
        columns::button(t!(users.invite_again), user.mail_address.clone(), move || people.invite_again(&invited))
    });
    view! { {optional(invitation)} " " {action(people, user.clone())} }.into_any()
}

/// With the end of the invitation, of who has no password yet.
fn state_of(user: &User) -> AnyView {
    let end = user.invitation_expires_at.map(invitation_end);
    view! { <span>{state(user.state)} " " {optional(end)}</span> }.into_any()
}

/// Until when the invitation holds, or that it no longer does.
fn invitation_end(end: DateTime<Utc>) -> AnyView {
    let left = end.signed_duration_since(DateTime::UNIX_EPOCH).as_seconds_f64() * 1_000.0 - browser::now();
    let words = move || {
        if left > 0.0 {
            tr!(users.invitation_until, formats::date_time(end))
        } else {
            tr!(users.invitation_over).to_owned()
        }
    };
    view! { <span class="hint">{text(words)}</span> }.into_any()
}

/// By word and by shape.
fn state(state: UserState) -> AnyView {
    let (class, words) = match state {
        UserState::Pending => ("status preparing", t!(users.pending)),
        UserState::Locked => ("status terminated", t!(users.locked)),
        UserState::Active | UserState::Closed => ("status active", t!(users.active)),
    };
    view! { <span class=class>{words}</span> }.into_any()
}
