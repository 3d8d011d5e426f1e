//! The contracts of a category: those that are billed or sent together, and those that the customer is the contact of.

use super::heads::category;
use super::{deadlines, tabs};
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::columns::{self, Column};
use crate::components::listings::Listing;
use crate::components::page_titles::PageTitle;
use crate::components::tables::{self, Table};
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::contracts::{Contract, ContractStatus};
use madoguchi_api_types::portals::Text;
use madoguchi_api_types::screens::ContractColumn;

chunk!(contracts: later = page);

pub fn page(context: PageContext) -> AnyView {
    let query = use_query_map();
    let first = context.portal.screens.contract_tabs.then(|| context.portal.contract_categories.first()).flatten();
    let first = first.map(|category| category.code.clone()).unwrap_or_default();
    let code = Memo::new(move |_| {
        query.with(|query| query.get("category")).filter(|it| !it.is_empty()).unwrap_or_else(|| first.clone())
    });
    let client = context.client;
    let contracts = Listing::load(move |cursor| {
        let code = code.get();
        async move { api::contracts::list(client, &code, &cursor).await }
    });
    let known = context.clone();
    let title =
        move || category(&known, &code.get()).map_or_else(|| tr!(contracts.title).to_owned(), |it| own(&it.label));
    let steps: Vec<Step> = vec![context.home_step(), (title.clone().into(), None)];
    let words = context.portal.screens.clone();
    let paragraph = |class: &'static str, words: Option<Text>| {
        optional(words.map(|words| view! { <p class=class>{text(move || own(&words))}</p> }.into_any()))
    };
    let (lead, note) = (paragraph("lead", words.contracts_lead), paragraph("note", words.contracts_note));
    let welcome = tabs::welcome(&context);
    let (above, below) = (tabs::above(&context, code), tabs::below(&context, code));
    // The columns are those of the category.
    let list = changing(move || {
        let context = context.clone();
        table(&context, &code.get()).listing(contracts, move || empty(&context))
    });
    view! {
        <Breadcrumb steps=steps />
        <PageTitle title=title />
        {welcome}
        {lead}
        {above}
        {list}
        {note}
        {below}
    }
    .into_any()
}

/// The class of cells with dates, which do not break inside one.
const DATES: &str = "dates";

fn empty(context: &PageContext) -> AnyView {
    let words = context.portal.screens.contracts_empty.clone();
    let words = move || words.as_ref().map_or_else(|| tr!(contracts.empty_next).to_owned(), own);
    tables::empty(t!(contracts.empty), Some(words.into()))
}

/// The columns beside the number: all, unless the portal says which.
fn facts(context: &PageContext) -> Vec<ContractColumn> {
    const ALL: [ContractColumn; 3] = [ContractColumn::CustomerName, ContractColumn::Address, ContractColumn::Status];
    let chosen = &context.portal.screens.contract_columns;
    if chosen.is_empty() { ALL.to_vec() } else { chosen.clone() }
}

fn label(column: ContractColumn) -> fn() -> &'static str {
    match column {
        ContractColumn::CustomerName => t!(contracts.customer_name),
        ContractColumn::Address => t!(contracts.address),
        ContractColumn::ServiceName => t!(contract.service_name),
        ContractColumn::Status => t!(contract.status),
        ContractColumn::StartedOn => t!(contracts.started_on),
        ContractColumn::NextDeadline | ContractColumn::ListedAnswers => t!(contracts.next_deadline),
    }
}

fn value(column: ContractColumn, contract: &Contract) -> AnyView {
    match column {
        ContractColumn::CustomerName => contract.customer_name.clone().into_any(),
        ContractColumn::Address => contract.address.clone().into_any(),
        ContractColumn::ServiceName => contract.service_name.clone().into_any(),
        ContractColumn::Status => status(contract.status),
        ContractColumn::StartedOn => {
            let on = contract.started_on;
            text(move || formats::date(on)).into_any()
        }
        ContractColumn::NextDeadline | ContractColumn::ListedAnswers => deadlines::next(contract.period.as_ref()),
    }
}

/// The columns of what was answered, as the category has them.
fn answers(context: &PageContext, code: &str) -> Vec<Column<Contract>> {
    let labels = category(context, code).map(|category| category.listed).unwrap_or_default();
    let column = |(at, label): (usize, Text)| {
        let cell = move |it: &Contract| {
            let answer = it.answers.get(at).map(|answer| answer.text.clone());
            let said = move || answer.as_ref().map(own).filter(|text| !text.is_empty());
            let or_dash = move || said().unwrap_or_else(|| "－".to_owned());
            text(or_dash).into_any()
        };
        Column::called(move || own(&label), cell)
    };
    labels.into_iter().enumerate().map(|(at, label)| column((at, label))).collect()
}

/// What comes next, and below it when the contract started: side by side they leave no room for the rest.
fn dates() -> Column<Contract> {
    let cell = |it: &Contract| {
        let on = it.started_on;
        view! {
            <span class="two-lines">
                <span>{deadlines::next(it.period.as_ref())}</span>
                <span class="second">{text(move || tr!(contracts.started, formats::date(on)))}</span>
            </span>
        }
        .into_any()
    };
    Column::new(t!(contracts.dates), cell).class(DATES)
}

fn table(context: &PageContext, code: &str) -> Table<Contract> {
    let fact = |column: ContractColumn| {
        let class = match column {
            ContractColumn::CustomerName => "name",
            ContractColumn::StartedOn | ContractColumn::NextDeadline => DATES,
            ContractColumn::Address
            | ContractColumn::ServiceName
            | ContractColumn::Status
            | ContractColumn::ListedAnswers => "",
        };
        Column::new(label(column), move |it: &Contract| value(column, it)).class(class)
    };
    let number = Column::new(t!(contracts.number), |it: &Contract| it.number.clone().into_any());
    let mut columns = vec![number.naming().language("en")];
    let facts = facts(context);
    let is_of_two_lines = [ContractColumn::StartedOn, ContractColumn::NextDeadline].iter().all(|it| facts.contains(it));
    for column in facts {
        match column {
            ContractColumn::ListedAnswers => columns.extend(answers(context, code)),
            ContractColumn::NextDeadline if is_of_two_lines => columns.push(dates()),
            ContractColumn::StartedOn if is_of_two_lines => {}
            other => columns.push(fact(other)),
        }
    }
    let context = context.clone();
    let open = move |it: &Contract| {
        columns::link(t!(contracts.detail), context.path(&format!("/contracts/{}", it.id)), it.number.clone())
    };
    columns.push(Column::actions(t!(contracts.detail), open).read_out_only());
    Table::new(t!(contracts.caption), columns).class("contracts")
}

/// The state of a contract, by word and by shape.
pub fn status(status: ContractStatus) -> AnyView {
    let (class, text): (_, fn() -> &'static str) = match status {
        ContractStatus::Applied => ("status preparing", || tr!(contract.applied)),
        ContractStatus::Preparing => ("status preparing", || tr!(contract.preparing)),
        ContractStatus::Active => ("status active", || tr!(contract.active)),
        ContractStatus::Terminated => ("status terminated", || tr!(contract.terminated)),
        ContractStatus::Cancelled => ("status terminated", || tr!(contract.cancelled)),
    };
    view! { <span class=class>{text}</span> }.into_any()
}
