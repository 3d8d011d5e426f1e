//! What the page of call records shows, as its address says it, and what its parts share.

use crate::api;
use crate::api::call_records::Filter;
use crate::components::parts::Part;
use crate::components::reauthentications::Reauthentication;
use crate::contexts::PageContext;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use madoguchi_api_types::call_records::CallRecordTotals;

/// What is shown, by the parts of the address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// Which calls.
    pub filter: Filter,
    /// `charts`, or the list.
    pub view: String,
    /// `charge`, or how many: what the charts show.
    pub measure: String,
}

impl Shown {
    fn read(query: &ParamsMap) -> Self {
        let part = |name: &str| query.get(name).unwrap_or_default();
        let filter = Filter {
            month: part("month"),
            day: part("day"),
            hour: part("hour"),
            kind: part("kind"),
            number: part("number"),
            order: part("order"),
        };
        Self { filter, view: part("view"), measure: part("measure") }
    }

    /// The same of other calls.
    pub fn of(&self, filter: Filter) -> Self {
        Self { filter, ..self.clone() }
    }

    /// Whether the charts are shown.
    pub fn is_charts(&self) -> bool {
        self.view == CHARTS
    }

    /// Whether the charts show charges.
    pub fn is_charge(&self) -> bool {
        self.measure == CHARGE
    }
}

/// Values of the address.
pub const CHARTS: &str = "charts";
/// Values of the address.
pub const CHARGE: &str = "charge";

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Calls {
    context: StoredValue<PageContext>,
    contract: StoredValue<String>,
    pub shown: Memo<Shown>,
    /// Which calls: all that the server is asked by.
    pub filter: Memo<Filter>,
    /// Count, charge and choices.
    pub totals: Part<CallRecordTotals>,
    /// Asks for the password, for what needs it.
    pub reauthentication: Reauthentication,
    /// Changes when called numbers are shown or hidden.
    numbers: RwSignal<u32>,
}

impl Calls {
    /// Of the contract that the address names.
    pub fn open(context: PageContext) -> Self {
        let (params, query) = (use_params_map(), use_query_map());
        let id = params.with_untracked(|params| params.get("contract")).unwrap_or_default();
        let contract = StoredValue::new(id);
        let shown = Memo::new(move |_| query.with(Shown::read));
        let filter = Memo::new(move |_| shown.with(|shown| shown.filter.clone()));
        let (client, numbers) = (context.client, RwSignal::new(0));
        let totals = Part::load(move || {
            numbers.track();
            let filter = filter.get();
            async move { api::call_records::totals(client, &contract.get_value(), &filter).await }
        });
        let reauthentication = Reauthentication::new(client);
        Self { context: StoredValue::new(context), contract, shown, filter, totals, reauthentication, numbers }
    }

    /// The page's context.
    pub fn context(self) -> PageContext {
        self.context.get_value()
    }

    /// Id of the contract.
    pub fn contract(self) -> String {
        self.contract.get_value()
    }

    /// The filter with its month, also where the server chose that.
    pub fn dated_filter(self) -> Filter {
        let mut filter = self.filter.get();
        if filter.month.is_empty() {
            filter.month = self.totals.value().map(|totals| totals.month).unwrap_or_default();
        }
        filter
    }

    /// The address of something that may be shown, for links.
    pub fn address(self, shown: &Shown) -> String {
        self.context.with_value(|context| context.path(&self.page(shown)))
    }

    /// Shows something else on the page one is on.
    pub fn go(self, shown: &Shown) {
        self.context.with_value(|context| context.stay(&self.page(shown)));
    }

    /// Called numbers are shown or hidden now: reads anew what has any.
    pub fn read_numbers(self) {
        self.numbers.update(|times| *times += 1);
    }

    /// Reads anew, when called within what reads, as numbers are shown or hidden.
    pub fn follow_numbers(self) {
        self.numbers.track();
    }

    fn page(self, shown: &Shown) -> String {
        let query = shown.filter.query(&[("view", &shown.view), ("measure", &shown.measure)]);
        format!("/contracts/{}/call-records{query}", self.contract())
    }
}
