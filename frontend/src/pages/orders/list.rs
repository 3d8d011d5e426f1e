//! 注文履歴: every order of the customer, the last one first.

use super::{filters, words};
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::columns::{self, Column};
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::listings::Listing;
use crate::components::page_titles::PageTitle;
use crate::components::sorting::Sorting;
use crate::components::tables::{self, Table};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::orders::Order;

chunk!(requests: later = page);

/// The order of an address without one.
const USUAL: &str = "ordered_on_descending";

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let filter = filters::of_address();
    let list = Listing::load(move |cursor| {
        let filter = filter.get();
        async move { api::orders::list(client, &filter, &cursor).await }
    });
    let way: Vec<Step> = vec![context.home_step(), (t!(orders.title).into(), None)];
    let downloads = Downloads::new(client, Callback::new(|()| {}));
    let label = view! { {icons::download()} <span>{t!(orders.csv)}</span> }.into_any();
    let path = move || filter.with(api::orders::csv);
    let empty = move || {
        if filter.with_untracked(|filter| filter.conditions() > 0) {
            return tables::empty(t!(orders.none_found), None);
        }
        tables::empty(t!(orders.empty), Some(t!(orders.empty_next).into()))
    };
    let shown = table(&context).listing(list, empty);
    view! {
        <Breadcrumb steps=way />
        <div class="title-row">
            <PageTitle title=t!(orders.title) />
            <div class="printing">
                {downloads.link("button outline small", path, label)}
                {downloads.state()}
            </div>
        </div>
        <p class="lead">{t!(orders.lead)}</p>
        {filters::form(&context, filter, Signal::derive(move || list.refused()))}
        {shown}
    }
    .into_any()
}

fn table(context: &PageContext) -> Table<Order> {
    let context = context.clone();
    let day = |read: fn(&Order) -> chrono::NaiveDate| {
        move |it: &Order| {
            let on = read(it);
            text(move || formats::date(on))
        }
    };
    let open = move |it: &Order| {
        columns::link(t!(orders.open), context.path(&format!("/orders/{}", it.number)), it.number.clone())
    };
    let columns = vec![
        Column::new(t!(orders.number), |it: &Order| it.number.clone().into_any())
            .naming()
            .language("en")
            .sorted_by("number"),
        Column::new(t!(orders.ordered_on), day(|it| it.ordered_on)).sorted_by("ordered_on"),
        Column::new(t!(orders.first_on), day(|it| it.first_on)).sorted_by("first_on"),
        Column::new(t!(orders.last_on), day(|it| it.last_on)).sorted_by("last_on"),
        Column::new(t!(orders.state), |it: &Order| words::badge(it.state)).sorted_by("state"),
        Column::actions(t!(account.actions), open).read_out_only(),
    ];
    Table::new(t!(orders.caption), columns).sorted(Sorting::of_address(USUAL))
}
