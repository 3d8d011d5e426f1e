//! ご契約情報: everything about one contract, in the order of the document.

use super::list::status;
use super::{applied, documents, heads, openings, usages};
use crate::api;
use crate::chunks::chunk;
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::print_buttons::PrintButton;
use crate::components::views::{changing, optional, text};
use crate::contexts::{PageContext, has_module};
use crate::formats;
use crate::pages::switches::offers;
use crate::texts::{t, tr};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::contracts::{ContractDetail, PhoneService, Place};
use madoguchi_api_types::portals::Module;
use madoguchi_api_types::screens::ContractSection;
use madoguchi_domain::phones::hyphenated;
use madoguchi_domain::text::circled;

chunk!(contracts: later = page);

pub fn page(context: PageContext) -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("contract")).unwrap_or_default());
    let client = context.client;
    let contract = Part::load(move || {
        let id = id.get();
        async move { api::contracts::get(client, &id).await }
    });
    let code = Memo::new(move |_| contract.value().map(|contract| contract.category));
    let missing =
        Memo::new(move |_| contract.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    (move || {
        if missing.get() {
            return not_found_page();
        }
        let (above, shown) = (context.clone(), context.clone());
        // Alone: were the heading drawn again when the contract is there, it would take the focus back.
        let way = changing(move || {
            let category = code.get().and_then(|code| heads::category(&above, &code));
            heads::way(&above, category.as_ref(), None, t!(contract.title).into())
        });
        view! {
            {way}
            <div class="title-row">
                <PageTitle title=t!(contract.title) of=move || contract.value().map(|contract| contract.number).unwrap_or_default() />
                <PrintButton />
            </div>
            {contract.show(move |contract| sections(&shown, contract))}
        }
        .into_any()
    })
    .into_any()
}

/// A row of a description: nothing to say is said with a dash.
fn row(label: fn() -> &'static str, value: impl Into<String>) -> AnyView {
    let value = value.into();
    let value = if value.trim().is_empty() { "－".to_owned() } else { value };
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}

fn section(id: &'static str, title: fn() -> &'static str, rows: Vec<AnyView>) -> AnyView {
    view! {
        <section class="section" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <div class="card"><dl class="details">{rows}</dl></div>
        </section>
    }
    .into_any()
}

fn sections(context: &PageContext, contract: ContractDetail) -> AnyView {
    let base = format!("/contracts/{}", contract.id);
    let invoices = context.path(&format!("{base}/invoices"));
    let calls = contract.call_records.then(|| context.path(&format!("{base}/call-records")));
    let calls_from = contract.call_records_from.filter(|_| !contract.call_records);
    let has_phone = contract.phone.is_some();
    let unknown = has_module(&context.portal, Module::CallRecords) && has_phone && contract.call_records_from.is_none();
    let offered = optional(unknown.then(|| calls_section(context, contract.id.to_string())));
    let has_invoices = has_module(&context.portal, Module::Invoices);
    let openings = has_module(&context.portal, Module::OpeningNotices)
        .then(|| openings::section(context, contract.id.to_string(), invoices.clone()));
    let ways = applied::actions(context, &contract);
    let chosen = context.portal.screens.contract_sections.clone();
    let has = |section| chosen.is_empty() || chosen.contains(&section);
    let is_applied = contract.period.is_some() || !contract.history.is_empty() || !contract.sections.is_empty();
    let period = (has(ContractSection::Period) && is_applied).then(|| applied::period(&contract));
    let parties = contract.parties.clone().filter(|_| has(ContractSection::Parties)).map(applied::parties);
    let answers = has(ContractSection::Answers).then(|| applied::answers(contract.sections.clone()));
    let usages = (has(ContractSection::Usages) && has_module(&context.portal, Module::Usages))
        .then(|| usages::section(context, contract.id.to_string()));
    let history = (has(ContractSection::History) && !contract.history.is_empty())
        .then(|| applied::history(contract.history.clone()));
    let documents = (has(ContractSection::Documents) && contract.documents)
        .then(|| documents::section(context.client, contract.id.to_string()));
    let phone = match contract.phone {
        Some(it) => phone(it),
        None if has_module(&context.portal, Module::CallRecords) => no_phone(),
        None => ().into_any(),
    };
    let overview = vec![
        row(t!(contracts.number), contract.number),
        row(t!(contract.customer_name_kana), contract.customer_name_kana),
        row(t!(contracts.customer_name), contract.customer_name),
    ];
    let started_on = contract.started_on;
    let line = vec![
        row(t!(contract.service_name), contract.service_name),
        view! { <div><dt>{t!(contract.status)}</dt><dd>{status(contract.status)}</dd></div> }.into_any(),
        view! { <div><dt>{t!(contract.started_on)}</dt><dd>{text(move || formats::date(started_on))}</dd></div> }
            .into_any(),
        view! {
            <div>
                <dt>{t!(contract.access_key)}</dt>
                <dd class="key" lang="en">{or_dash(contract.access_key)}</dd>
            </div>
        }
        .into_any(),
    ];
    view! {
        <p class="buttons">
            {has_invoices.then(|| view! { <a class="button solid" href=invoices.clone()>{t!(contract.invoices)}</a> })}
            {calls.map(|calls| view! { <a class="button outline" href=calls>{t!(calls.open)}</a> })}
        </p>
        {ways}
        {offered}
        {calls_from.map(|from| {
            view! { <p class="note">{text(move || tr!(calls.readable_from, formats::month_of(from)))}</p> }
        })}
        {section("contract-overview", t!(contract.overview), overview)}
        {optional(period)}
        {optional(usages)}
        {optional(parties)}
        {optional(answers)}
        {optional(has(ContractSection::Place)
            .then(|| section("contract-place", t!(contract.place), place(contract.place))))}
        {optional(has(ContractSection::Line).then(|| section("contract-line", t!(contract.line), line)))}
        {optional(has(ContractSection::Phone).then_some(phone))}
        {optional(has(ContractSection::Options)
            .then(|| section("contract-options", t!(contract.options), options(contract.options))))}
        {optional(openings)}
        {optional(documents)}
        {optional(history)}
    }
    .into_any()
}

/// 通話明細, where it was not applied for.
fn calls_section(context: &PageContext, contract: String) -> AnyView {
    view! {
        <section class="section" aria-labelledby="contract-calls">
            <h2 id="contract-calls">{t!(calls.open)}</h2>
            <div class="card">
                <p>{t!(calls.inactive)}</p>
                {offers::call_records(context, contract)}
            </div>
        </section>
    }
    .into_any()
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "－".to_owned() } else { text }
}

fn place(place: Place) -> Vec<AnyView> {
    let code = formats::postal_code(&place.postal_code);
    vec![
        row(t!(contract.postal_code), code),
        row(t!(contract.address1), place.address1),
        row(t!(contract.address2), place.address2),
        row(t!(contract.building), place.building),
    ]
}

fn phone(phone: PhoneService) -> AnyView {
    let rows = vec![
        row(t!(contract.service_name), phone.service_name),
        row(t!(contract.phone_number), hyphenated(&phone.number)),
        row(t!(contract.phone_detail), phone.detail),
    ];
    section("contract-phone", t!(contract.phone), rows)
}

/// The document's page has the section always, where the portal has telephones at all.
fn no_phone() -> AnyView {
    view! {
        <section class="section" aria-labelledby="contract-phone">
            <h2 id="contract-phone">{t!(contract.phone)}</h2>
            <div class="card"><p class="note">{t!(contract.no_phone)}</p></div>
        </section>
    }
    .into_any()
}

fn options(options: Vec<String>) -> Vec<AnyView> {
    let numbered = |(number, option): (usize, String)| {
        let label = move || format!("{}{}", tr!(contract.service_name), circled(number));
        view! { <div><dt>{text(label)}</dt><dd>{or_dash(option)}</dd></div> }.into_any()
    };
    let options = if options.is_empty() { vec![String::new()] } else { options };
    (1..).zip(options).map(numbered).collect()
}
