//! 見積履歴: every quote that was answered, the last one first.

use super::{filters, states};
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::columns::{self, Column};
use crate::components::listings::Listing;
use crate::components::page_titles::PageTitle;
use crate::components::sorting::Sorting;
use crate::components::tables::{self, Table};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::quotes::Quote;

chunk!(requests: later = page);

/// The order of an address without one.
const USUAL: &str = "quoted_on_descending";

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let filter = filters::of_address();
    let list = Listing::load(move |cursor| {
        let filter = filter.get();
        async move { api::quotes::list(client, &filter, &cursor).await }
    });
    let way: Vec<Step> = vec![context.home_step(), (t!(quotes.title).into(), None)];
    let empty = move || {
        if filter.with_untracked(|filter| filter.conditions() > 0) {
            return tables::empty(t!(quotes.none_found), None);
        }
        tables::empty(t!(quotes.empty), Some(t!(quotes.empty_next).into()))
    };
    let shown = table(&context).listing(list, empty);
    view! {
        <Breadcrumb steps=way />
        <PageTitle title=t!(quotes.title) />
        <p class="lead">{t!(quotes.lead)}</p>
        {filters::form(&context, filter, Signal::derive(move || list.refused()))}
        {shown}
    }
    .into_any()
}

fn table(context: &PageContext) -> Table<Quote> {
    let context = context.clone();
    let day = |read: fn(&Quote) -> chrono::NaiveDate| {
        move |it: &Quote| {
            let on = read(it);
            text(move || formats::date(on))
        }
    };
    let amount = |it: &Quote| {
        let amount = it.amount;
        text(move || formats::yen(amount))
    };
    let open = move |it: &Quote| {
        columns::link(t!(quotes.open), context.path(&format!("/quotes/{}", it.number)), it.number.clone())
    };
    let columns = vec![
        Column::new(t!(quotes.number), |it: &Quote| it.number.clone().into_any())
            .naming()
            .language("en")
            .sorted_by("number"),
        Column::new(t!(quotes.quoted_on), day(|it| it.quoted_on)).sorted_by("quoted_on"),
        Column::new(t!(quotes.valid_until), day(|it| it.valid_until)).sorted_by("valid_until"),
        Column::new(t!(quotes.amount), amount).number().sorted_by("amount"),
        Column::new(t!(quotes.state), |it: &Quote| states::badge(it.state)).sorted_by("state"),
        Column::actions(t!(account.actions), open).read_out_only(),
    ];
    Table::new(t!(quotes.caption), columns).sorted(Sorting::of_address(USUAL))
}
