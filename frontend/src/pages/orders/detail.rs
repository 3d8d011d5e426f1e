//! 注文内容: what is in rent now, what ends when, what it costs, and what may be asked for.

use super::{histories, lines, simulators, words};
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::pages::requests::sections::section;
use crate::texts::t;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::orders::{OrderActions, OrderDetail};

chunk!(requests: later = page);

pub fn page(context: PageContext) -> AnyView {
    let number = use_params_map().with_untracked(|params| params.get("order")).unwrap_or_default();
    let (client, read) = (context.client, number.clone());
    let order = Part::load(move || {
        let number = read.clone();
        async move { api::orders::get(client, &number).await }
    });
    let missing =
        Memo::new(move |_| order.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    changing(move || if missing.get() { not_found_page() } else { found(&context, &number, order) })
}

fn found(context: &PageContext, number: &str, order: Part<OrderDetail>) -> AnyView {
    let way: Vec<Step> = vec![
        context.home_step(),
        (t!(orders.title).into(), Some(context.path("/orders"))),
        (t!(orders.one).into(), None),
    ];
    let (shown, of) = (context.clone(), number.to_owned());
    view! {
        <Breadcrumb steps=way />
        <PageTitle title=t!(orders.one) of=move || of.clone() />
        {order.show(move |order| content(&shown, order))}
    }
    .into_any()
}

fn content(context: &PageContext, detail: OrderDetail) -> AnyView {
    let OrderDetail { order, lines: of_order, charge_to_date, charge_total, sections, history, actions, .. } = detail;
    let (ordered, first, last) = (order.ordered_on, order.first_on, order.last_on);
    let fact =
        |label: fn() -> &'static str, value: AnyView| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any();
    let number = order.number.clone();
    let simulator = simulators::simulator(context, &order.number, &of_order);
    view! {
        <dl class="facts">
            {fact(t!(orders.number), view! { <span lang="en">{number}</span> }.into_any())}
            {fact(t!(orders.state), words::badge(order.state))}
            {fact(t!(orders.ordered_on), text(move || formats::date(ordered)))}
            {fact(t!(orders.period), text(move || format!("{}〜{}", formats::date(first), formats::date(last))))}
            {fact(t!(orders.charge_to_date), text(move || formats::yen(charge_to_date)))}
            {fact(t!(orders.charge_total), text(move || formats::yen(charge_total)))}
        </dl>
        <p class="note">{t!(orders.charge_note)}</p>
        {buttons(context, &order.number, actions)}
        <section class="section" aria-labelledby="lines-title">
            <h2 id="lines-title">{t!(orders.lines)}</h2>
            {lines::table().of(&of_order)}
        </section>
        {optional(simulator)}
        {sections.into_iter().enumerate().map(|(at, it)| section(at, it, None)).collect_view()}
        {histories::history(history)}
    }
    .into_any()
}

/// What may be asked for, each the way to its form.
fn buttons(context: &PageContext, number: &str, actions: OrderActions) -> AnyView {
    let OrderActions { change, exchange, cancellation, reorder } = actions;
    let offered = [
        (cancellation, t!(orders.cancel)),
        (change, t!(orders.change)),
        (exchange, t!(orders.exchange)),
        (reorder, t!(orders.reorder)),
    ];
    let button = |(kind, label): (Option<String>, fn() -> &'static str)| {
        let address = context.path(&format!("/requests/new?kind={}&order={number}", kind?));
        Some(view! { <a class="button outline" href=address>{label}</a> }.into_any())
    };
    let drawn: Vec<AnyView> = offered.into_iter().filter_map(button).collect();
    view! { <p class="buttons">{drawn}</p> }.into_any()
}
