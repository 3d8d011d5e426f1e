//! ログイン中の端末: where the account is logged in, and the way to end that.

use super::tabs::{AccountTab, head};
use crate::api;
use crate::chunks::chunk;
use crate::components::columns::{self, Column};
use crate::components::confirmations::{Confirmation, Words};
use crate::components::moments::moment;
use crate::components::outcomes::{SuccessMessage, outcome};
use crate::components::parts::Part;
use crate::components::tables::Table;
use crate::components::views::optional;
use crate::contexts::PageContext;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::accounts::OwnSession;
use uuid::Uuid;

chunk!(account: later = page);

/// What the rows need.
#[derive(Clone, Copy)]
struct Ending {
    one: Confirmation,
    others: Confirmation,
    chosen: RwSignal<Option<(Uuid, String)>>,
}

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let sessions = Part::load(move || api::accounts::sessions(client));
    let success: SuccessMessage = RwSignal::new(None);
    let ending = Ending { one: Confirmation::new(), others: Confirmation::new(), chosen: RwSignal::new(None) };
    let end_one = Callback::new(move |()| {
        let Some((id, _)) = ending.chosen.get_untracked() else { return };
        ending.one.send(
            move || api::accounts::end_session(client, id),
            move |()| {
                success.set(Some(t!(own_sessions.ended)));
                sessions.refresh();
            },
        );
    });
    let end_others = Callback::new(move |()| {
        ending.others.send(
            move || api::accounts::end_other_sessions(client),
            move |()| {
                success.set(Some(t!(own_sessions.others_ended)));
                sessions.refresh();
            },
        );
    });
    let browser = move || ending.chosen.get().map(|chosen| chosen.1).unwrap_or_default();
    let one = Words {
        id: "end-one-title",
        title: (move || tr!(own_sessions.end_one_title, browser())).into(),
        text: t!(own_sessions.end_one_text).into(),
        yes: t!(own_sessions.end),
    };
    let others = Words {
        id: "end-others-title",
        title: t!(own_sessions.end_others_title).into(),
        text: t!(own_sessions.end_others_text).into(),
        yes: t!(own_sessions.end_others),
    };
    view! {
        <div class="wide-column">
            {head(&context, AccountTab::Sessions)}
            <p class="lead">{t!(own_sessions.lead)}</p>
            {outcome("sessions-outcome", success)}
            {sessions.show(move |sessions| list(&sessions, ending))}
            {ending.one.dialog(one, end_one)}
            {ending.others.dialog(others, end_others)}
        </div>
    }
    .into_any()
}

fn list(sessions: &[OwnSession], ending: Ending) -> AnyView {
    let has_others = sessions.iter().any(|session| !session.current);
    let end_others = has_others.then(|| {
        view! {
            <p class="after-table">
                <button type="button" class="button outline" on:click=move |_| ending.others.ask()>
                    {t!(own_sessions.end_others)}
                </button>
            </p>
        }
        .into_any()
    });
    view! {
        {table(ending).of(sessions)}
        {optional(end_others)}
    }
    .into_any()
}

fn table(ending: Ending) -> Table<OwnSession> {
    let columns = vec![
        Column::new(t!(own_sessions.browser), browser).naming(),
        // Addresses of the older kind fit into a line.
        Column::new(t!(own_sessions.address), |it: &OwnSession| it.address.clone().into_any())
            .class_by(|it| if it.address.len() <= 15 { "digits" } else { "" })
            .language("en"),
        Column::new(t!(own_sessions.since), |it: &OwnSession| moment(it.created_at)),
        Column::new(t!(own_sessions.last_used), |it: &OwnSession| moment(it.last_used_at)),
        Column::actions(t!(own_sessions.end), move |it: &OwnSession| end(it, ending)).read_out_only(),
    ];
    Table::new(t!(own_sessions.title), columns)
}

fn browser(session: &OwnSession) -> AnyView {
    let badge = session.current.then(|| view! { " " <span class="tag">{t!(own_sessions.current)}</span> }.into_any());
    view! { <span class="words">{session.browser.clone()} {optional(badge)}</span> }.into_any()
}

/// The button; the session one is in ends by logging out.
fn end(session: &OwnSession, ending: Ending) -> AnyView {
    let (id, browser) = (session.id, session.browser.clone());
    let ask = move || {
        ending.chosen.set(Some((id, browser.clone())));
        ending.one.ask();
    };
    let button = || columns::button(t!(own_sessions.end), session.browser.clone(), ask);
    optional((!session.current).then(button))
}
