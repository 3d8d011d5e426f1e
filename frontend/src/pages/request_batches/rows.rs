//! The rows of a file: what came of each, and what is wrong in it by line and column.

use super::words;
use crate::api;
use crate::components::columns::{self, Column};
use crate::components::listings::Listing;
use crate::components::tables::{self, Table};
use crate::components::views::{optional, text};
use crate::contexts::PageContext;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::request_batches::{RequestBatchFault, RequestBatchRow};
use madoguchi_api_types::requests::RequestState;

/// The rows, and whether only those are shown that need a correction.
#[derive(Clone, Copy)]
pub struct Rows {
    list: Listing<RequestBatchRow>,
    only_faulty: RwSignal<bool>,
}

impl Rows {
    /// Those of a file.
    pub fn load(context: &PageContext, id: &str) -> Self {
        let (client, id, only_faulty) = (context.client, id.to_owned(), RwSignal::new(false));
        let list = Listing::load(move |cursor| {
            let (id, faulty) = (id.clone(), only_faulty.get());
            async move { api::request_batches::rows(client, &id, faulty, &cursor).await }
        });
        Self { list, only_faulty }
    }

    /// Reads them anew: the file changed.
    pub fn refresh(self) {
        self.list.first.refresh();
    }

    /// The table, with the choice of what is shown where something is wrong.
    pub fn view(self, context: &PageContext) -> AnyView {
        let only_faulty = self.only_faulty;
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    id="only-faulty"
                    prop:checked=only_faulty
                    on:change:target=move |event| only_faulty.set(event.target().checked())
                />
                <span>{t!(request_batches.only_faulty)}</span>
            </label>
            {table(context).listing(self.list, || tables::empty(t!(request_batches.no_faulty), None))}
        }
        .into_any()
    }
}

fn table(context: &PageContext) -> Table<RequestBatchRow> {
    let context = context.clone();
    let number = |it: &RequestBatchRow| it.number.clone().unwrap_or_else(|| "－".to_owned()).into_any();
    let outcome = |it: &RequestBatchRow| {
        let (class, word) = words::outcome(it.outcome);
        view! { <span class=class>{word}</span> }.into_any()
    };
    let columns = vec![
        Column::new(t!(request_batches.line), |it: &RequestBatchRow| it.line.to_string().into_any()).number(),
        Column::new(t!(request_batches.key_label), |it: &RequestBatchRow| it.key.clone().into_any()),
        Column::new(t!(requests.facility), |it: &RequestBatchRow| title(it)).naming().class("name"),
        Column::new(t!(requests.number), number).language("en"),
        Column::new(t!(request_batches.outcome), outcome),
        Column::new(t!(request_batches.errors), faults).class("faults"),
        Column::actions(t!(account.actions), move |it: &RequestBatchRow| open(&context, it)).read_out_only(),
    ];
    let is_faulty = |it: &RequestBatchRow| !it.faults.is_empty();
    Table::new(t!(request_batches.caption), columns).class("request-batch-rows").marked("faulty", is_faulty)
}

fn title(row: &RequestBatchRow) -> AnyView {
    if row.title.is_empty() { "－".into_any() } else { row.title.clone().into_any() }
}

/// The draft, or what was sent.
fn open(context: &PageContext, row: &RequestBatchRow) -> AnyView {
    let way = row.request_id.map(|id| match row.state {
        Some(RequestState::Draft) => format!("/requests/{id}/edit"),
        _ => format!("/requests/{id}"),
    });
    let of = row.number.clone().unwrap_or_default();
    optional(way.map(|way| columns::link(t!(request_batches.draft), context.path(&way), of)))
}

fn faults(row: &RequestBatchRow) -> AnyView {
    if row.faults.is_empty() && row.warnings.is_empty() {
        return "－".into_any();
    }
    let mut items: Vec<AnyView> = row.faults.iter().map(|fault| item("fault", fault.clone())).collect();
    items.extend(row.warnings.iter().map(|warning| item("warning", warning.clone())));
    view! { <ul class="row-faults">{items}</ul> }.into_any()
}

fn item(class: &'static str, fault: RequestBatchFault) -> AnyView {
    let (placed, said) = (fault.clone(), fault.clone());
    let value = (!fault.value.is_empty()).then_some(fault.value);
    let value = move || value.as_ref().map(|value| tr!(request_batches.value, value)).unwrap_or_default();
    let warns = move || if class == "warning" { tr!(request_batches.warning) } else { "" };
    view! {
        <li class=class>
            <span class="place">{text(move || words::place(&placed))}</span>
            " "
            <span>{text(warns)} {text(move || words::fault(&said))} {text(value)}</span>
        </li>
    }
    .into_any()
}
