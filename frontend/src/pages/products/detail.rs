//! One product: what it costs, when how many are free, and the way into the basket.

use super::availability::Shown;
use super::cards::prices;
use super::pictures::picture;
use super::wishes;
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::page_titles::PageTitle;
use crate::components::parts::Part;
use crate::components::views::optional;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use madoguchi_api_types::products::Product;

chunk!(requests: later = page);

pub fn page(context: PageContext) -> AnyView {
    let params = use_params_map();
    let client = context.client;
    let code = Memo::new(move |_| params.with(|params| params.get("product")).unwrap_or_default());
    let product = Part::load(move || {
        let code = code.get();
        async move { api::products::get(client, &code).await }
    });
    product.show(move |product| drawn(&context, product))
}

fn drawn(context: &PageContext, product: Product) -> AnyView {
    let query = use_query_map();
    let part = |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let shown = Shown::load(context.client, &product.code, (part("from"), part("until")));
    let (list, name) = (context.path("/products"), product.name.clone());
    let steps: Vec<Step> =
        vec![context.home_step(), (t!(products.title).into(), Some(list)), ((move || name.clone()).into(), None)];
    let title = product.name.clone();
    let note = product.note.clone();
    let note = (!note.is_empty()).then(|| view! { <div><dt>{t!(products.note)}</dt><dd>{note}</dd></div> }.into_any());
    view! {
        <Breadcrumb steps=steps />
        <PageTitle title=move || title.clone() />
        <div class="product-page">
            <div class="card">
                {picture(context.client, &product)}
                <dl class="details">
                    <div><dt>{t!(products.code)}</dt><dd lang="en">{product.code.clone()}</dd></div>
                    <div><dt>{t!(products.category)}</dt><dd>{product.category.clone()}</dd></div>
                    {optional(note)}
                </dl>
                {prices(&product)}
                <p class="note">{t!(products.before_tax)}</p>
            </div>
            {wishes::section(context, &product, shown)}
        </div>
        {shown.section()}
    }
    .into_any()
}
