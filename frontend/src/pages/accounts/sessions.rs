//! ログイン中の端末: where the account is logged in, and the way to end that.

use super::tabs::{Here, head};
use crate::api;
use crate::components::confirmations::{Confirmation, Words};
use crate::components::moments::moment;
use crate::components::outcomes::{Told, outcome};
use crate::components::parts::Part;
use crate::components::views::optional;
use crate::texts::{t, tr};
use crate::visits::Visit;
use leptos::prelude::*;
use madoguchi_api_types::accounts::OwnSession;
use uuid::Uuid;

/// What the rows need.
#[derive(Clone, Copy)]
struct Ending {
    one: Confirmation,
    others: Confirmation,
    chosen: RwSignal<Option<(Uuid, String)>>,
}

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let client = visit.client;
    let sessions = Part::load(move || api::accounts::sessions(client));
    let told: Told = RwSignal::new(None);
    let ending = Ending { one: Confirmation::new(), others: Confirmation::new(), chosen: RwSignal::new(None) };
    let end_one = Callback::new(move |()| {
        let Some((id, _)) = ending.chosen.get_untracked() else { return };
        ending.one.send(
            move || api::accounts::end_session(client, id),
            move |()| {
                told.set(Some(t!(own_sessions.ended)));
                sessions.refresh();
            },
        );
    });
    let end_others = Callback::new(move |()| {
        ending.others.send(
            move || api::accounts::end_other_sessions(client),
            move |()| {
                told.set(Some(t!(own_sessions.others_ended)));
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
            {head(&visit, Here::Sessions)}
            <p class="lead">{t!(own_sessions.lead)}</p>
            {outcome("sessions-outcome", told)}
            {sessions.show(move |sessions| list(sessions, ending))}
            {ending.one.dialog(one, end_one)}
            {ending.others.dialog(others, end_others)}
        </div>
    }
    .into_any()
}

fn list(sessions: Vec<OwnSession>, ending: Ending) -> AnyView {
    let has_others = sessions.iter().any(|session| !session.current);
    let rows = sessions.into_iter().map(|session| row(session, ending)).collect_view();
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
        <div class="table-frame">
            <table class="table cards" role="table">
                <caption class="visually-hidden">{t!(own_sessions.title)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t!(own_sessions.browser)}</th>
                        <th scope="col" role="columnheader">{t!(own_sessions.address)}</th>
                        <th scope="col" role="columnheader">{t!(own_sessions.since)}</th>
                        <th scope="col" role="columnheader">{t!(own_sessions.last_used)}</th>
                        <th scope="col" role="columnheader"><span class="visually-hidden">{t!(own_sessions.end)}</span></th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
        {optional(end_others)}
    }
    .into_any()
}

fn row(session: OwnSession, ending: Ending) -> AnyView {
    let OwnSession { id, browser, address, created_at, last_used_at, current } = session;
    let (named, asked) = (browser.clone(), browser.clone());
    let ask = move |_| {
        ending.chosen.set(Some((id, asked.clone())));
        ending.one.ask();
    };
    let action = if current {
        ().into_any()
    } else {
        view! {
            <button type="button" class="button outline small" on:click=ask>
                {t!(own_sessions.end)} <span class="visually-hidden">" " {named}</span>
            </button>
        }
        .into_any()
    };
    // Those of the older kind fit into a line.
    let is_short = address.len() <= 15;
    let badge = current.then(|| view! { " " <span class="tag">{t!(own_sessions.current)}</span> }.into_any());
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label=t!(own_sessions.browser)><span class="words">{browser} {optional(badge)}</span></th>
            <td role="cell" data-label=t!(own_sessions.address) class:digits=is_short lang="en">{address}</td>
            <td role="cell" data-label=t!(own_sessions.since)>{moment(created_at)}</td>
            <td role="cell" data-label=t!(own_sessions.last_used)>{moment(last_used_at)}</td>
            <td role="cell" class="action">{action}</td>
        </tr>
    }
    .into_any()
}
