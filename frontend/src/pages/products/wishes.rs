//! The form that puts a product into the basket: period and quantity.

use super::availability::{Shown, today};
use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, half_width};
use crate::components::outcomes::{SuccessMessage, outcome};
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, text_field};
use crate::components::views::{changing, optional};
use crate::contexts::PageContext;
use crate::texts::t;
use chrono::NaiveDate;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::baskets::NewBasketLine;
use madoguchi_api_types::problems::FieldCode;
use madoguchi_api_types::products::Product;

/// A day.
pub const DAY: Input = Input { kind: "date", width: "medium", ..Input::TEXT };
/// How many.
pub const COUNT: Input = Input { mode: "numeric", width: "short", ..Input::TEXT };

/// How many, and when: the fields of the form.
#[derive(Clone, Copy)]
pub struct Wish {
    pub from: Field,
    pub until: Field,
    pub quantity: Field,
}

impl Wish {
    /// One unit, and no period yet.
    pub fn new() -> Self {
        let quantity = Field::required("quantity", t!(products.quantity), |typed| {
            let digits = half_width(typed)?;
            let is_count = digits.parse::<i32>().is_ok_and(|count| (1..=9_999).contains(&count));
            if is_count { Ok(digits) } else { Err(FieldCode::OutOfRange.into()) }
        });
        quantity.value.set("1".to_owned());
        let day = |typed: &str| match typed.parse::<NaiveDate>() {
            Ok(day) if day < today() => Err(FieldCode::OutOfRange.into()),
            Ok(day) => Ok(day.to_string()),
            Err(_) => Err(FieldCode::DateMalformed.into()),
        };
        Self {
            from: Field::optional("from", t!(products.from), day),
            until: Field::optional("until", t!(products.until), day),
            quantity,
        }
    }

    /// All of them, for the form.
    pub fn fields(self) -> Vec<Field> {
        vec![self.from, self.until, self.quantity]
    }

    /// First and last day, and the quantity, as they are sent.
    pub fn sent(self) -> (Option<NaiveDate>, Option<NaiveDate>, i32) {
        let day = |field: Field| field.value.get_untracked().parse().ok();
        (day(self.from), day(self.until), self.quantity.value.get_untracked().parse().unwrap_or(1))
    }

    /// The fields, with a note about their days.
    pub fn draw(self) -> AnyView {
        view! {
            {text_field(self.from, DAY, None)}
            {text_field(self.until, DAY, Some(t!(products.both_ends).into()))}
            {text_field(self.quantity, COUNT, None)}
        }
        .into_any()
    }
}

/// The form, beside the facts.
pub fn section(context: &PageContext, product: &Product, shown: Shown) -> AnyView {
    let wish = Wish::new();
    let form = Form::new(wish.fields());
    let (client, code) = (context.client, product.code.clone());
    // The same days: what is typed is what is looked up.
    wish.from.value.set(shown.from.get_untracked());
    wish.until.value.set(shown.until.get_untracked());
    Effect::new(move |_| shown.from.set(wish.from.value.get()));
    Effect::new(move |_| shown.until.set(wish.until.value.get()));
    let told: SuccessMessage = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        told.set(None);
        let code = code.clone();
        let call = move || async move {
            let (from, until, quantity) = wish.sent();
            api::baskets::add(client, &NewBasketLine { product: code, quantity, from, until }).await
        };
        form.send(call, move |_| told.set(Some(t!(basket.added))));
    };
    let basket = context.path("/basket");
    let link = move || {
        let basket = basket.clone();
        let link = told.get().map(|_| view! { <p><a href=basket>{t!(products.to_basket)}</a></p> }.into_any());
        optional(link)
    };
    view! {
        <section class="card" aria-labelledby="wish-title">
            <h2 id="wish-title">{t!(products.wish_title)}</h2>
            {error_summary(form)}
            <form novalidate=true on:submit=submit>
                {wish.draw()}
                {shown.of_period()}
                {submit_button(form, t!(products.add))}
            </form>
            {outcome("wish-outcome", told)}
            {changing(link)}
        </section>
    }
    .into_any()
}
