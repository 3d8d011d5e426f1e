//! 通話料金明細: the calls of a month as a list or as charts, filtered by the address.

use super::closed::{self, Closed};
use super::state::{CHARTS, Calls, Shown};
use super::{charts, filters, rows};
use crate::api;
use crate::chunks::chunk;
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::print_buttons::PrintButton;
use crate::components::views::{changing, optional};
use crate::contexts::PageContext;
use crate::pages::contracts::heads;
use crate::texts::t;
use leptos::prelude::*;

chunk!(contracts: later = page);

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let calls = Calls::open(context.clone());
    let contract = Part::load(move || {
        let id = calls.contract();
        async move { api::contracts::get(client, &id).await }
    });
    let missing =
        Memo::new(move |_| contract.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    let closed = Memo::new(move |_| {
        calls.totals.state.with(|state| match state {
            Loaded::Failed(error) => Closed::of(error),
            Loaded::Waiting | Loaded::Ready(_) => None,
        })
    });
    changing(move || {
        let way = heads::way_below(context.clone(), calls.contract(), contract, t!(calls.title).into());
        if missing.get() {
            return not_found_page();
        }
        match closed.get() {
            Some(reason) => view! {
                {way}
                <PageTitle title=t!(calls.title) of=move || contract.value().map(|contract| contract.number).unwrap_or_default() />
                {heads::line(contract)}
                {closed::notice(calls, contract, reason)}
            }
            .into_any(),
            None => view! {
                {way}
                <div class="title-row">
                    <PageTitle title=t!(calls.title) of=move || contract.value().map(|contract| contract.number).unwrap_or_default() />
                    <div class="buttons">{log_link(calls)} {charts_print(calls)}</div>
                </div>
                {heads::line(contract)}
                {filters::form(calls)}
                {tabs(calls)}
                {panel(calls)}
                {calls.reauthentication.dialog()}
            }
            .into_any(),
        }
    })
}

/// The charts are printed as they are; the list has a button of its own.
fn charts_print(calls: Calls) -> AnyView {
    let is_charts = Memo::new(move |_| calls.shown.with(Shown::is_charts));
    changing(move || optional(is_charts.get().then(|| view! { <PrintButton /> }.into_any())))
}

fn panel(calls: Calls) -> AnyView {
    let is_charts = Memo::new(move |_| calls.shown.with(Shown::is_charts));
    changing(move || if is_charts.get() { charts::panel(calls) } else { rows::panel(calls) })
}

/// 明細 and グラフ of the same calls.
fn tabs(calls: Calls) -> AnyView {
    let tab = move |view: &'static str, label: fn() -> &'static str| {
        let address =
            move || calls.shown.with(|shown| calls.address(&Shown { view: view.to_owned(), ..shown.clone() }));
        let current = move || calls.shown.with(|shown| shown.is_charts() == (view == CHARTS)).then_some("page");
        view! { <li><a href=address aria-current=current data-noscroll="">{label}</a></li> }
    };
    view! {
        <nav class="tabs calls-tabs" aria-label=t!(calls.view_choice)>
            <ul>{tab("", t!(calls.list_view))} {tab(CHARTS, t!(calls.chart_view))}</ul>
        </nav>
    }
    .into_any()
}

/// 閲覧履歴, for who may read it.
fn log_link(calls: Calls) -> AnyView {
    let readable = Memo::new(move |_| calls.totals.value().is_some_and(|totals| totals.views_readable));
    let address = calls.context().path(&format!("/contracts/{}/call-records/views", calls.contract()));
    let link = move || view! { <a class="button text small" href=address.clone()>{t!(call_views.open)}</a> }.into_any();
    changing(move || optional(readable.get().then(&link)))
}
