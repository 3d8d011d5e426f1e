//! What can be done with the basket: a line is changed in a dialog, taken out at once, and all of it after a question.

use crate::api::{self, Client};
use crate::components::confirmations::{Confirmation, Words};
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::outcomes::SuccessMessage;
use crate::components::parts::{Loaded, Part};
use crate::components::small_dialogs::SmallDialog;
use crate::components::submit_buttons::submit_button;
use crate::components::views::text;
use crate::pages::products::wishes::Wish;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::baskets::{Basket, BasketLine, WriteBasketLine};
use uuid::Uuid;

/// The basket and what is being done with it.
#[derive(Clone, Copy)]
pub struct Changes {
    client: Client,
    pub basket: Part<Basket>,
    /// What was done.
    pub told: SuccessMessage,
    wish: Wish,
    form: Form,
    removal: Form,
    /// Whether a line is being changed, and which.
    open: RwSignal<bool>,
    line: RwSignal<Option<Uuid>>,
    clearing: Confirmation,
}

impl Changes {
    /// Reads the basket.
    pub fn load(client: Client) -> Self {
        let wish = Wish::new();
        Self {
            client,
            basket: Part::load(move || api::baskets::get(client)),
            told: RwSignal::new(None),
            wish,
            form: Form::new(wish.fields()),
            removal: Form::new(Vec::new()),
            open: RwSignal::new(false),
            line: RwSignal::new(None),
            clearing: Confirmation::new(),
        }
    }

    /// Opens the dialog of a line.
    pub fn ask_to_change(self, line: &BasketLine) {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        self.told.set(None);
        self.form.refusal.set(None);
        self.wish.fields().into_iter().for_each(|field| field.error.set(None));
        self.wish.from.value.set(day(line.from));
        self.wish.until.value.set(day(line.until));
        self.wish.quantity.value.set(line.quantity.to_string());
        self.line.set(Some(line.id));
        self.open.set(true);
    }

    /// Takes a line out.
    pub fn remove(self, line: Uuid) {
        self.told.set(None);
        let call = move || api::baskets::remove(self.client, line);
        self.removal.send(call, move |basket| self.done(basket, t!(basket.removed)));
    }

    pub fn ask_to_clear(self) {
        self.told.set(None);
        self.clearing.ask();
    }

    fn done(self, basket: Basket, words: fn() -> &'static str) {
        self.basket.state.set(Loaded::Ready(basket));
        self.told.set(Some(words));
    }

    /// The dialogs, and what went wrong without one.
    pub fn dialogs(self) -> AnyView {
        let problem = move || self.removal.refusal.get().and_then(|refusal| refusal.problem);
        let problem = move || problem().map(|problem| problem.text()).unwrap_or_default();
        let words = Words {
            id: "clear-title",
            title: t!(basket.clear_title).into(),
            text: t!(basket.clear_text).into(),
            yes: t!(basket.clear),
        };
        let yes = Callback::new(move |()| {
            let call = move || api::baskets::clear(self.client);
            self.clearing.send(call, move |()| {
                self.told.set(Some(t!(basket.cleared)));
                self.basket.refresh();
            });
        });
        view! {
            <p class="field-error" role="alert">{text(problem)}</p>
            <SmallDialog open=self.open id="change-title" title=t!(basket.change_title)>
                {self.change_form()}
            </SmallDialog>
            {self.clearing.dialog(words, yes)}
        }
        .into_any()
    }

    fn change_form(self) -> AnyView {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            let Some(line) = self.line.get_untracked() else { return };
            let call = move || async move {
                let (from, until, quantity) = self.wish.sent();
                api::baskets::update(self.client, line, &WriteBasketLine { quantity, from, until }).await
            };
            self.form.send(call, move |basket| {
                self.open.set(false);
                self.done(basket, t!(basket.changed));
            });
        };
        view! {
            <form novalidate=true on:submit=submit>
                {error_summary(self.form)}
                {self.wish.draw()}
                <div class="buttons">
                    <button type="button" class="button outline" on:click=move |_| self.open.set(false)>
                        {t!(account.cancel)}
                    </button>
                    {submit_button(self.form, t!(basket.save))}
                </div>
            </form>
        }
        .into_any()
    }
}
