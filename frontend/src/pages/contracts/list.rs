//! The contracts of a category: those that are billed or sent together.

use super::heads::category;
use crate::api;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::listings::{COUNT_ID, Listing};
use crate::components::page_titles::PageTitle;
use crate::components::views::{optional, text};
use crate::formats;
use crate::texts::{own, t, tr};
use crate::visits::Visit;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::contracts::{Contract, ContractStatus};
use madoguchi_api_types::portals::Text;
use madoguchi_api_types::screens::ContractColumn;

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let query = use_query_map();
    let code = Memo::new(move |_| query.with(|query| query.get("category")).unwrap_or_default());
    let client = visit.client;
    let contracts = Listing::load(move |cursor| {
        let code = code.get();
        async move { api::contracts::list(client, &code, &cursor).await }
    });
    let known = visit.clone();
    let title =
        move || category(&known, &code.get()).map_or_else(|| tr!(contracts.title).to_owned(), |it| own(&it.label));
    let steps: Vec<Step> = vec![visit.home_step(), (title.clone().into(), None)];
    let words = visit.portal.screens.clone();
    let paragraph = |class: &'static str, words: Option<Text>| {
        optional(words.map(|words| view! { <p class=class>{text(move || own(&words))}</p> }.into_any()))
    };
    let (lead, note) = (paragraph("lead", words.contracts_lead), paragraph("note", words.contracts_note));
    let list = contracts.first.show(move |page| {
        let is_empty = page.items.is_empty();
        if is_empty { empty(&visit) } else { table(visit.clone(), contracts) }
    });
    view! {
        <Breadcrumb steps=steps />
        <PageTitle title=title />
        {lead}
        {list}
        {note}
    }
    .into_any()
}

fn empty(visit: &Visit) -> AnyView {
    let words = visit.portal.screens.contracts_empty.clone();
    let words = move || words.as_ref().map_or_else(|| tr!(contracts.empty_next).to_owned(), own);
    view! {
        <div class="empty">
            <p>{t!(contracts.empty)}</p>
            <p>{text(words)}</p>
        </div>
    }
    .into_any()
}

/// The columns beside the number: all, unless the portal says which.
fn columns(visit: &Visit) -> Vec<ContractColumn> {
    const ALL: [ContractColumn; 3] = [ContractColumn::CustomerName, ContractColumn::Address, ContractColumn::Status];
    let chosen = &visit.portal.screens.contract_columns;
    if chosen.is_empty() { ALL.to_vec() } else { chosen.clone() }
}

fn label(column: ContractColumn) -> fn() -> &'static str {
    match column {
        ContractColumn::CustomerName => t!(contracts.customer_name),
        ContractColumn::Address => t!(contracts.address),
        ContractColumn::ServiceName => t!(contract.service_name),
        ContractColumn::Status => t!(contract.status),
    }
}

fn value(column: ContractColumn, contract: &Contract) -> AnyView {
    match column {
        ContractColumn::CustomerName => contract.customer_name.clone().into_any(),
        ContractColumn::Address => contract.address.clone().into_any(),
        ContractColumn::ServiceName => contract.service_name.clone().into_any(),
        ContractColumn::Status => status(contract.status),
    }
}

fn table(visit: Visit, contracts: Listing<Contract>) -> AnyView {
    let count = move || {
        let shown = formats::count(i64::try_from(contracts.count()).unwrap_or_default());
        let total = contracts.first.value().and_then(|page| page.total).unwrap_or_default();
        let total = formats::count(i64::try_from(total).unwrap_or_default());
        if contracts.next().is_some() { tr!(tables.part, total, shown) } else { tr!(tables.all, total) }
    };
    let heads = columns(&visit).into_iter();
    let heads = heads.map(|column| view! { <th scope="col" role="columnheader">{label(column)}</th> }).collect_view();
    let visit = StoredValue::new(visit);
    let row = move |contract: Contract| visit.with_value(|visit| row(visit, contract));
    view! {
        <p class="count" id=COUNT_ID tabindex="-1" role="status">{count}</p>
        <div class="table-frame">
            <table class="table cards" role="table">
                <caption class="visually-hidden">{t!(contracts.caption)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t!(contracts.number)}</th>
                        {heads}
                        <th scope="col" role="columnheader"><span class="visually-hidden">{t!(contracts.detail)}</span></th>
                    </tr>
                </thead>
                {contracts.bodies(row)}
            </table>
        </div>
        {contracts.foot()}
    }
    .into_any()
}

fn row(visit: &Visit, contract: Contract) -> AnyView {
    let address = visit.path(&format!("/contracts/{}", contract.id));
    let number = contract.number.clone();
    let name = |column| (column == ContractColumn::CustomerName).then_some("name");
    let cell =
        |column| view! { <td role="cell" class=name(column) data-label=label(column)>{value(column, &contract)}</td> };
    let cells = columns(visit).into_iter().map(cell).collect_view();
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label=t!(contracts.number) lang="en">{contract.number.clone()}</th>
            {cells}
            <td role="cell" class="action">
                <a class="button outline small" href=address>
                    {t!(contracts.detail)} <span class="visually-hidden">" " {number}</span>
                </a>
            </td>
        </tr>
    }
    .into_any()
}

/// The state of a contract, by word and by shape.
pub fn status(status: ContractStatus) -> AnyView {
    let (class, text): (_, fn() -> &'static str) = match status {
        ContractStatus::Preparing => ("status preparing", || tr!(contract.preparing)),
        ContractStatus::Active => ("status active", || tr!(contract.active)),
        ContractStatus::Terminated => ("status terminated", || tr!(contract.terminated)),
    };
    view! { <span class=class>{text}</span> }.into_any()
}
