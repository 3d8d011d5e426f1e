//! 料金明細: the invoices of a year, each month an accordion that is read when it is opened.

use super::detail;
use super::heads::Others;
use crate::api;
use crate::browser;
use crate::chunks::chunk;
use crate::components::accordions::{AccordionItem, button_id};
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::print_buttons::PrintButton;
use crate::components::select_fields::SelectField;
use crate::components::views::{changing, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::pages::contracts::heads;
use crate::texts::{t, tr};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use madoguchi_api_types::invoices::{Invoice, InvoiceYear, YearKind};

chunk!(contracts: later = page);

pub fn page(context: PageContext) -> AnyView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = params.with_untracked(|params| params.get("contract")).unwrap_or_default();
    let part =
        move |name: &'static str| move |_: Option<&String>| query.with(|query| query.get(name)).unwrap_or_default();
    // `invoice` names the one to open, for links from elsewhere.
    let (year, wanted) = (Memo::new(part("year")), Memo::new(part("invoice")));
    let client = context.client;
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
    changing(move || {
        if missing.get() {
            return not_found_page();
        }
        let (context, id) = (context.clone(), id.clone());
        view! {
            {heads::way_below(context.clone(), id.clone(), contract, t!(invoices.title).into())}
            <div class="title-row">
                <PageTitle title=t!(invoices.title) of=move || contract.value().map(|contract| contract.number).unwrap_or_default() />
                <PrintButton />
            </div>
            {heads::line(contract)}
            {invoices.show(move |year| months(&context, &id, year, wanted))}
        }
        .into_any()
    })
}

fn months(context: &PageContext, contract: &str, year: InvoiceYear, wanted: Memo<String>) -> AnyView {
    let Some(shown) = year.year else {
        return view! { <div class="empty"><p>{t!(invoices.empty)}</p></div> }.into_any();
    };
    let fiscal = year.year_kind == YearKind::Fiscal;
    let years = year.years.clone();
    let choices = Signal::derive(move || {
        let text = |year: &i32| {
            let text = if fiscal { tr!(invoices.fiscal_year, year) } else { tr!(invoices.year, year) };
            (year.to_string(), text)
        };
        years.iter().map(text).collect::<Vec<_>>()
    });
    let (base, go) = (format!("/contracts/{contract}/invoices"), context.clone());
    let choose = Callback::new(move |(year,): (String,)| go.stay(&format!("{base}?year={year}")));
    let downloads = Downloads::new(context.client, Callback::new(|()| ()));
    let all = move || if fiscal { tr!(invoices.zip_fiscal, shown) } else { tr!(invoices.zip_year, shown) };
    let all = view! { {icons::download()} <span>{text(all)}</span> }.into_any();
    let opened: Vec<(String, RwSignal<bool>)> =
        year.invoices.iter().map(|invoice| (invoice.id.to_string(), RwSignal::new(false))).collect();
    open_wanted(&opened, wanted);
    let others = others(context, contract, shown, &year.invoices);
    let item =
        |(invoice, (_, open)): (Invoice, (String, RwSignal<bool>))| month(context, contract, invoice, open, others);
    view! {
        <div class="toolbar">
            <SelectField
                id="year"
                label=t!(invoices.choose_year)
                choices=choices
                chosen=Signal::stored(shown.to_string())
                choose=choose
            />
            {downloads.link("button outline", api::invoices::zip(contract, shown), all)}
            {downloads.state()}
            <a href=context.path("/invoices")>{t!(bills.all)}</a>
        </div>
        <div class="accordion">{year.invoices.into_iter().zip(opened).map(item).collect_view()}</div>
    }
    .into_any()
}

/// Opens the invoice that the address names, and leads there; without one, the newest.
fn open_wanted(opened: &[(String, RwSignal<bool>)], wanted: Memo<String>) {
    let opened = opened.to_vec();
    Effect::new(move |before: Option<()>| {
        let wanted = wanted.get();
        if let Some((id, open)) = opened.iter().find(|(id, _)| *id == wanted) {
            open.set(true);
            let button = button_id(&element_id(id));
            // After it is drawn.
            request_animation_frame(move || {
                browser::focus(&button);
            });
        } else if let (None, Some((_, open))) = (before, opened.first()) {
            open.set(true);
        }
    });
}

/// The address of an invoice of the same year by its number, for those that correct one another.
fn others(context: &PageContext, contract: &str, year: i32, invoices: &[Invoice]) -> Others {
    let address = |id| context.path(&format!("/contracts/{contract}/invoices?year={year}&invoice={id}"));
    StoredValue::new(invoices.iter().map(|invoice| (invoice.number.clone(), address(invoice.id))).collect())
}

fn month(context: &PageContext, contract: &str, invoice: Invoice, open: RwSignal<bool>, others: Others) -> AnyView {
    let (id, gross) = (invoice.id.to_string(), invoice.gross);
    let (context, contract) = (context.clone(), contract.to_owned());
    let element = element_id(&id);
    let content = Callback::new(move |()| detail::invoice(context.clone(), contract.clone(), id.clone(), others));
    let title = move || {
        let month = formats::month(&invoice.month);
        match (&invoice.corrected_by, &invoice.corrects) {
            (Some(_), _) => tr!(invoices.corrected, month),
            (None, Some(_)) => tr!(invoices.correction, month),
            (None, None) => tr!(invoices.month, month),
        }
    };
    view! { <AccordionItem id=element title=title aside=formats::yen(gross) open=open content=content /> }.into_any()
}

fn element_id(invoice: &str) -> String {
    format!("invoice-{invoice}")
}
