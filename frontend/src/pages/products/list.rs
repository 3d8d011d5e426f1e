//! 商品: what can be rented, by word, category and period.

use super::{cards, filters};
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::counts::count_line;
use crate::components::listings::Listing;
use crate::components::page_titles::PageTitle;
use crate::components::parts::Part;
use crate::components::tables;
use crate::components::views::changing;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::products::ListedProduct;

chunk!(requests: later = page);

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let filter = filters::of_address();
    let categories = Part::load(move || api::products::categories(client));
    let list = Listing::load(move |cursor| {
        let filter = filter.get();
        async move { api::products::list(client, &filter, &cursor).await }
    });
    let steps: Vec<Step> = vec![context.home_step(), (t!(products.title).into(), None)];
    let basket = context.path("/basket");
    let drawn = context.clone();
    let shown = list.first.show(move |page| {
        if page.items.is_empty() {
            return tables::empty(t!(products.none_found), Some(t!(products.none_found_next).into()));
        }
        found(&drawn, list, filter)
    });
    view! {
        <Breadcrumb steps=steps />
        <div class="title-row">
            <PageTitle title=t!(products.title) />
            <div class="buttons"><a class="button outline" href=basket>{t!(products.to_basket)}</a></div>
        </div>
        <p class="lead">{t!(products.lead)}</p>
        {filters::form(&context, filter, categories)}
        {shown}
    }
    .into_any()
}

fn found(context: &PageContext, list: Listing<ListedProduct>, filter: Memo<api::products::Filter>) -> AnyView {
    let context = StoredValue::new(context.clone());
    let all = move || {
        let period = filter.with(api::products::Filter::period);
        let cards = list.items().into_iter().map(|product| context.with_value(|it| cards::card(it, &product, &period)));
        cards.collect::<Vec<_>>().into_any()
    };
    view! {
        {count_line(move || list.count_words())}
        <ul class="products">{changing(all)}</ul>
        {list.foot()}
    }
    .into_any()
}
