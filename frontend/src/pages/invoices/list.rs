//! 料金明細: the invoices of a year, each month an accordion that is read when it is opened.

use super::detail;
use crate::api;
use crate::components::accordions::AccordionItem;
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::print_buttons::PrintButton;
use crate::components::select_fields::SelectField;
use crate::formats;
use crate::pages::contracts::heads;
use crate::texts::{t, tr};
use crate::visits::Visit;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use madoguchi_api_types::invoices::{Invoice, InvoiceYear};

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = params.with_untracked(|params| params.get("contract")).unwrap_or_default();
    let year = Memo::new(move |_| query.with(|query| query.get("year")).unwrap_or_default());
    let client = visit.client;
    let (of_list, of_contract) = (id.clone(), id.clone());
    let invoices = Part::load(move || {
        let (id, year) = (of_list.clone(), year.get());
        async move { api::invoices::list(client, &id, &year).await }
    });
    let contract = Part::load(move || {
        let id = of_contract.clone();
        async move { api::contracts::get(client, &id).await }
    });
    let missing =
        Memo::new(move |_| invoices.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    (move || {
        if missing.get() {
            return not_found_page();
        }
        let (visit, id) = (visit.clone(), id.clone());
        view! {
            {heads::way_below(visit.clone(), id.clone(), contract, t!(invoices.title).into())}
            <div class="title-row">
                <PageTitle title=t!(invoices.title) />
                <PrintButton />
            </div>
            {heads::line(contract)}
            {invoices.show(move |year| months(&visit, &id, year))}
        }
        .into_any()
    })
    .into_any()
}

fn months(visit: &Visit, contract: &str, year: InvoiceYear) -> AnyView {
    let Some(shown) = year.year else {
        return view! { <div class="empty"><p>{t!(invoices.empty)}</p></div> }.into_any();
    };
    let fiscal = year.year_kind == "fiscal";
    let years = year.years.clone();
    let choices = Signal::derive(move || {
        let text = |year: &i32| {
            let text = if fiscal { tr!(invoices.fiscal_year, year) } else { tr!(invoices.year, year) };
            (year.to_string(), text)
        };
        years.iter().map(text).collect::<Vec<_>>()
    });
    let (base, go) = (format!("/contracts/{contract}/invoices"), visit.clone());
    let choose = Callback::new(move |(year,): (String,)| go.stay(&format!("{base}?year={year}")));
    let item = |(at, invoice): (usize, Invoice)| month(visit, contract, invoice, at == 0);
    view! {
        <div class="toolbar">
            <SelectField
                id="year"
                label=t!(invoices.choose_year)
                choices=choices
                chosen=Signal::stored(shown.to_string())
                choose=choose
            />
        </div>
        <div class="accordion">{year.invoices.into_iter().enumerate().map(item).collect_view()}</div>
    }
    .into_any()
}

fn month(visit: &Visit, contract: &str, invoice: Invoice, open: bool) -> AnyView {
    let (id, month, gross) = (invoice.id.to_string(), invoice.month, invoice.gross);
    let (visit, contract) = (visit.clone(), contract.to_owned());
    let element = format!("invoice-{id}");
    let content = Callback::new(move |()| detail::invoice(visit.clone(), contract.clone(), id.clone()));
    view! {
        <AccordionItem
            id=element
            title=move || tr!(invoices.month, formats::month(&month))
            aside=formats::yen(gross)
            open=open
            content=content
        />
    }
    .into_any()
}
