//! 下書きを破棄: asks, throws away, and leads on.

use super::copies::Copies;
use super::drafts::Draft;
use crate::api;
use crate::components::columns;
use crate::components::confirmations::{Confirmation, Words};
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::requests::Request;

/// The button on the page of a draft, with its question.
pub fn button_of(context: &PageContext, draft: Draft) -> AnyView {
    let (confirmation, next) = (Confirmation::new(), context.clone());
    let yes = Callback::new(move |()| {
        let (client, id, next) = (draft.client(), draft.id(), next.clone());
        let call = move || async move { api::requests::discard(client, &id).await };
        confirmation.send(call, move |()| {
            draft.saver.stop();
            next.go_instead("/requests");
        });
    });
    view! {
        <button type="button" class="button text" on:click=move |_| confirmation.ask()>{t!(requests.discard)}</button>
        {confirmation.dialog(words(), yes)}
    }
    .into_any()
}

/// The question of a list; one at a time.
#[derive(Clone, Copy)]
pub struct Discards {
    confirmation: Confirmation,
    chosen: RwSignal<Option<String>>,
    context: StoredValue<PageContext>,
    done: Callback<()>,
}

impl Discards {
    /// Nothing is asked yet; `done` is called when one was thrown away.
    pub fn new(context: &PageContext, done: Callback<()>) -> Self {
        let context = StoredValue::new(context.clone());
        Self { confirmation: Confirmation::new(), chosen: RwSignal::new(None), context, done }
    }

    /// The button in the row of a draft.
    pub fn button(self, request: &Request) -> AnyView {
        let id = request.id.to_string();
        columns::button(t!(requests.discard_short), request.number.clone(), move || {
            self.chosen.set(Some(id.clone()));
            self.confirmation.ask();
        })
    }

    /// The dialog, once on the page.
    pub fn dialog(self) -> AnyView {
        let yes = Callback::new(move |()| {
            let Some(id) = self.chosen.get_untracked() else { return };
            let context = self.context.get_value();
            let (client, copies) = (context.client, Copies::of(&context, &id));
            let call = move || async move { api::requests::discard(client, &id).await };
            self.confirmation.send(call, move |()| {
                copies.write(None);
                self.done.run(());
            });
        });
        self.confirmation.dialog(words(), yes)
    }
}

fn words() -> Words {
    Words {
        id: "discard-title",
        title: t!(requests.discard_title).into(),
        text: t!(requests.discard_text).into(),
        yes: t!(requests.discard_yes),
    }
}
