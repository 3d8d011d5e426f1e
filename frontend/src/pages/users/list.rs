//! 利用者管理, ユーザ管理: the people of the customer, and the form to add and change them.

use super::forms;
use super::people::People;
use super::rows;
use crate::chunks::chunk;
use crate::components::counts::{count_line, of_all};
use crate::components::outcomes::outcome;
use crate::components::pages_of_state::not_found_page;
use crate::components::views::changing;
use crate::contexts::PageContext;
use crate::pages::accounts::tabs::{AccountTab, head};
use crate::session::State;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::users::Users;

chunk!(account: later = page);

pub fn page(context: PageContext) -> AnyView {
    let state = context.sessions.state;
    let manages = Memo::new(move |_| matches!(state.get(), State::Active(session) if session.user.manages_users));
    changing(move || if manages.get() { managed(&context) } else { not_found_page() })
}

fn managed(context: &PageContext) -> AnyView {
    let people = People::load(context);
    let listed = people.clone();
    let list = people.list.show(move |users| list(&listed, users));
    let label = if people.are_equal() { t!(users.list_of_equals) } else { t!(users.list) };
    let success = people.success;
    view! {
        {head(context, AccountTab::Users)}
        {outcome("users-outcome", success)}
        <section class="section" aria-labelledby="users-title">
            <h2 id="users-title">{label}</h2>
            {people.invitation_problem()}
            {list}
        </section>
        {forms::section(&people)}
        {people.deletion_dialog()}
        {people.reauthentication.dialog()}
    }
    .into_any()
}

fn list(people: &People, users: Users) -> AnyView {
    let (all, max) = (users.items.len(), users.max);
    let count = move || match max {
        Some(max) => tr!(users.count_of_most, all, max),
        None => of_all(all, all),
    };
    view! {
        {count_line(count)}
        {rows::table(people, users.items)}
    }
    .into_any()
}
