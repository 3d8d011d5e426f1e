//! What the page of all invoices shows, as its address says it, and what its parts share.

use crate::api;
use crate::api::found_invoices::Filter;
use crate::components::parts::{Loaded, Part};
use crate::contexts::PageContext;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use madoguchi_api_types::invoices::InvoiceOverview;
use madoguchi_api_types::problems::FieldProblem;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Bills {
    context: StoredValue<PageContext>,
    /// Which invoices, in which order.
    pub filter: Memo<Filter>,
    /// What is typed into the search, until it is sent.
    pub typed: RwSignal<Filter>,
    /// Sums and choices.
    pub overview: Part<InvoiceOverview>,
}

impl Bills {
    /// Those that the address asks for.
    pub fn open(context: PageContext) -> Self {
        let query = use_query_map();
        let filter = Memo::new(move |_| query.with(read));
        let chosen = Memo::new(move |_| Filter { order: String::new(), ..filter.get() });
        let client = context.client;
        let overview = Part::load(move || {
            let filter = chosen.get();
            async move { api::found_invoices::overview(client, &filter).await }
        });
        Self { context: StoredValue::new(context), filter, typed: RwSignal::new(Filter::default()), overview }
    }

    /// The page's context.
    pub fn context(self) -> PageContext {
        self.context.get_value()
    }

    /// Why what was asked cannot be searched for.
    pub fn refused(self) -> Option<Vec<FieldProblem>> {
        self.overview.state.with(|state| match state {
            Loaded::Failed(error) => error.refused_conditions().map(<[_]>::to_vec),
            Loaded::Waiting | Loaded::Ready(_) => None,
        })
    }

    /// The address of other invoices, for links.
    pub fn address(self, filter: &Filter) -> String {
        self.context.with_value(|context| context.path(&format!("/invoices{}", filter.query())))
    }

    /// Shows other invoices on the page one is on.
    pub fn go(self, filter: &Filter) {
        self.context.with_value(|context| context.stay(&format!("/invoices{}", filter.query())));
    }
}

fn read(query: &ParamsMap) -> Filter {
    let part = |name: &str| query.get(name).unwrap_or_default();
    Filter {
        issued_from: part("issued_from"),
        issued_until: part("issued_until"),
        year: part("year"),
        fiscal_year: part("fiscal_year"),
        month_from: part("month_from"),
        month_until: part("month_until"),
        amount_from: part("amount_from"),
        amount_until: part("amount_until"),
        counterparty: part("counterparty"),
        text: part("text"),
        order: part("order"),
    }
}
