//! 商品検索 at a field for a product: what is typed is looked for by code and name, and what is chosen is put in. Who knows the code
//! types it, with its hyphens or without. Must not know which form it is.

use crate::api::products::Filter;
use crate::api::{self, Client};
use crate::components::forms::Field;
use crate::components::views::{changing, optional, text};
use crate::contexts::PortalContext;
use crate::formats;
use crate::lifetimes::Lifetime;
use crate::texts::tr;
use leptos::prelude::*;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::products::ListedProduct;
use std::time::Duration;

/// How long one stops typing before it is looked for.
const PAUSE: Duration = Duration::from_millis(250);
/// Products that are offered at once.
const OFFERED: usize = 8;

/// What the last search led to.
#[derive(Clone, PartialEq)]
enum Found {
    /// Nothing was searched yet, or one was chosen.
    Nothing,
    /// The answer is awaited.
    Awaited,
    /// The server could not say.
    Failed,
    /// Those that were found.
    Several(Vec<ListedProduct>),
}

#[derive(Clone, Copy)]
struct Search {
    code: Field,
    client: Client,
    found: RwSignal<Found>,
    /// Name of the one that was chosen.
    chosen: RwSignal<String>,
    /// What is looked for now.
    wanted: StoredValue<String>,
    lifetime: Lifetime,
}

/// The field with what is found below it.
pub fn searched(code: Field, drawn: AnyView) -> AnyView {
    let Some(context) = use_context::<PortalContext>() else { return drawn };
    let search = Search {
        code,
        client: context.client,
        found: RwSignal::new(Found::Nothing),
        chosen: RwSignal::new(String::new()),
        wanted: StoredValue::new(String::new()),
        lifetime: Lifetime::here(),
    };
    view! {
        <div class="field-group product-search" on:input=move |_| search.follow()>
            {drawn}
            <p class="hint" role="status">{text(move || search.words())}</p>
            {changing(move || search.offer())}
        </div>
    }
    .into_any()
}

impl Search {
    fn follow(self) {
        let typed = self.code.value.get_untracked().trim().to_owned();
        self.chosen.set(String::new());
        self.wanted.set_value(typed.clone());
        if typed.is_empty() {
            self.found.set(Found::Nothing);
            return;
        }
        self.lifetime.after(PAUSE, move || {
            if self.wanted.with_value(|wanted| *wanted == typed) {
                self.ask(typed.clone());
            }
        });
    }

    fn ask(self, typed: String) {
        self.found.set(Found::Awaited);
        self.lifetime.spawn(async move {
            let filter = Filter { words: typed.clone(), ..Filter::default() };
            let answer = api::products::list(self.client, &filter, "").await;
            // Something else may have been typed meanwhile.
            if self.wanted.with_value(|wanted| *wanted == typed) {
                let first = |page: Page<ListedProduct>| page.items.into_iter().take(OFFERED).collect();
                self.found.set(answer.map_or(Found::Failed, |page| Found::Several(first(page))));
            }
        });
    }

    fn words(self) -> String {
        let chosen = self.chosen.get();
        if !chosen.is_empty() {
            return tr!(policy_forms.product_chosen, chosen);
        }
        self.found.with(|found| match found {
            Found::Nothing => String::new(),
            Found::Awaited => tr!(policy_forms.product_awaited).to_owned(),
            Found::Failed => tr!(policy_forms.product_failed).to_owned(),
            Found::Several(found) if found.is_empty() => tr!(policy_forms.product_unknown).to_owned(),
            Found::Several(found) => tr!(policy_forms.products_found, found.len()),
        })
    }

    fn offer(self) -> AnyView {
        let Found::Several(found) = self.found.get() else { return optional(None) };
        let one = |found: ListedProduct| {
            let ListedProduct { product, available } = found;
            let (code, name, price) = (product.code.clone(), product.name.clone(), product.daily_price);
            let press = move |_| {
                self.code.change(product.code.clone());
                self.wanted.set_value(String::new());
                self.found.set(Found::Nothing);
                self.chosen.set(product.name.clone());
            };
            view! {
                <li>
                    <button type="button" class="link" on:click=press>
                        <span lang="en">{code}</span> " " {name} " "
                        <span class="hint">
                            {text(move || tr!(policy_forms.product_facts, available, formats::yen(price)))}
                        </span>
                    </button>
                </li>
            }
        };
        let items: Vec<_> = found.into_iter().map(one).collect();
        view! { <ul class="products-found">{items}</ul> }.into_any()
    }
}
