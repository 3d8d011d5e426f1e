//! カート: the lines with period, quantity and what they cost, and the way to ask for them.

use super::changes::Changes;
use super::rows;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::notices::{Kind, Notice};
use crate::components::outcomes::outcome;
use crate::components::page_titles::PageTitle;
use crate::components::views::{optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::baskets::Basket;

chunk!(requests: later = page);

pub fn page(context: PageContext) -> AnyView {
    let changes = Changes::load(context.client);
    let steps: Vec<Step> = vec![
        context.home_step(),
        (t!(products.title).into(), Some(context.path("/products"))),
        (t!(basket.title).into(), None),
    ];
    let shown = changes
        .basket
        .show(move |basket| if basket.lines.is_empty() { empty(&context) } else { filled(&context, changes, &basket) });
    view! {
        <Breadcrumb steps=steps />
        <PageTitle title=t!(basket.title) />
        {outcome("basket-outcome", changes.told)}
        {shown}
        {changes.dialogs()}
    }
    .into_any()
}

fn empty(context: &PageContext) -> AnyView {
    let products = context.path("/products");
    view! {
        <div class="empty">
            <p>{t!(basket.empty)}</p>
            <p><a class="button outline" href=products>{t!(basket.to_products)}</a></p>
        </div>
    }
    .into_any()
}

fn filled(context: &PageContext, changes: Changes, basket: &Basket) -> AnyView {
    let (amount, complete) = (basket.amount, basket.complete);
    let request = context.path("/requests/new?basket=true");
    let products = context.path("/products");
    let incomplete =
        (!complete).then(|| view! { <Notice kind=Kind::Info><p>{t!(basket.incomplete)}</p></Notice> }.into_any());
    view! {
        <p class="lead">{t!(basket.lead)}</p>
        {rows::table(changes, basket)}
        <p class="basket-sum">
            <span>{text(move || if complete { tr!(basket.sum) } else { tr!(basket.sum_so_far) })}</span>
            " "
            <strong>{formats::yen(amount)}</strong>
        </p>
        <p class="note">{t!(basket.note)}</p>
        {optional(incomplete)}
        <div class="buttons basket-buttons">
            <a class="button solid" href=request>{t!(basket.to_request)}</a>
            <a class="button outline" href=products>{t!(basket.to_products)}</a>
            <button type="button" class="button text" on:click=move |_| changes.ask_to_clear()>{t!(basket.clear)}</button>
        </div>
    }
    .into_any()
}
