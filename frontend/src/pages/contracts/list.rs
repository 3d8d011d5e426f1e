//! The contracts of a category: those that are billed or sent together.

use super::heads::category;
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::columns::{self, Column};
use crate::components::listings::Listing;
use crate::components::page_titles::PageTitle;
use crate::components::tables::{self, Table};
use crate::components::views::{optional, text};
use crate::texts::{own, t, tr};
use crate::visits::Visit;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::contracts::{Contract, ContractStatus};
use madoguchi_api_types::portals::Text;
use madoguchi_api_types::screens::ContractColumn;

chunk!(contracts: later = page);

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
    let list = table(&visit).listing(contracts, move || empty(&visit));
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
    tables::empty(t!(contracts.empty), Some(words.into()))
}

/// The columns beside the number: all, unless the portal says which.
fn facts(visit: &Visit) -> Vec<ContractColumn> {
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

fn table(visit: &Visit) -> Table<Contract> {
    let fact = |column: ContractColumn| {
        let class = if column == ContractColumn::CustomerName { "name" } else { "" };
        Column::new(label(column), move |it: &Contract| value(column, it)).class(class)
    };
    let number = Column::new(t!(contracts.number), |it: &Contract| it.number.clone().into_any());
    let mut columns = vec![number.naming().language("en")];
    columns.extend(facts(visit).into_iter().map(fact));
    let visit = visit.clone();
    let open = move |it: &Contract| {
        columns::link(t!(contracts.detail), visit.path(&format!("/contracts/{}", it.id)), it.number.clone())
    };
    columns.push(Column::actions(t!(contracts.detail), open).read_out_only());
    Table::new(t!(contracts.caption), columns)
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
