//! A product as a card of the catalogue.

use super::pictures::picture;
use crate::api;
use crate::components::views::{optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::products::{ListedProduct, Product};

/// The card; `period` is the query that goes along to the page of the product.
pub fn card(context: &PageContext, listed: &ListedProduct, period: &str) -> AnyView {
    let ListedProduct { product, available } = listed;
    let address = context.path(&format!("{}{period}", api::products::path(&product.code)));
    let note = product.note.clone();
    let note = (!note.is_empty()).then(|| view! { <p class="note">{note}</p> }.into_any());
    view! {
        <li class="product card">
            {picture(context.client, product)}
            <div class="product-words">
                <p class="product-code" lang="en">{product.code.clone()}</p>
                <h2><a href=address>{product.name.clone()}</a></h2>
                {optional(note)}
                {prices(product)}
                <p class="product-foot">
                    <span class="tag">{product.category.clone()}</span>
                    " "
                    {free(*available)}
                </p>
            </div>
        </li>
    }
    .into_any()
}

/// Prices of a day and a month.
pub fn prices(product: &Product) -> AnyView {
    let price = |label: fn() -> &'static str, amount: i64| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{formats::yen(amount)}</dd>
            </div>
        }
        .into_any()
    };
    let monthly = product.monthly_price.map(|amount| price(t!(products.monthly_price), amount));
    view! { <dl class="prices">{price(t!(products.daily_price), product.daily_price)} {optional(monthly)}</dl> }
        .into_any()
}

/// How many are free: by word, by number and by shape.
pub fn free(available: i64) -> AnyView {
    let class = if available > 0 { "free" } else { "free none" };
    let words = move || {
        if available > 0 {
            tr!(products.available, formats::count(available))
        } else {
            tr!(products.none_available).to_owned()
        }
    };
    view! { <span class=class>{text(words)}</span> }.into_any()
}
