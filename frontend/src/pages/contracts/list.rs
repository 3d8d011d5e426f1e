//! The contracts of a category: those that are billed or sent together.

use super::heads::category;
use crate::api;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::listings::{COUNT_ID, Listing};
use crate::components::page_titles::PageTitle;
use crate::formats;
use crate::texts::{own, t, tr};
use crate::visits::Visit;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::contracts::{Contract, ContractStatus};

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
    let steps: Vec<Step> = vec![(t!(home.title).into(), Some(visit.path("/"))), (title.clone().into(), None)];
    let list = contracts.first.show(move |page| {
        let is_empty = page.items.is_empty();
        if is_empty { empty() } else { table(visit.clone(), contracts) }
    });
    view! {
        <Breadcrumb steps=steps />
        <PageTitle title=title />
        {list}
        <p class="note">{t!(contracts.note)}</p>
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <div class="empty">
            <p>{t!(contracts.empty)}</p>
            <p>{t!(contracts.empty_next)}</p>
        </div>
    }
    .into_any()
}

fn table(visit: Visit, contracts: Listing<Contract>) -> AnyView {
    let count = move || {
        let shown = formats::count(i64::try_from(contracts.count()).unwrap_or_default());
        let total = contracts.first.value().and_then(|page| page.total).unwrap_or_default();
        let total = formats::count(i64::try_from(total).unwrap_or_default());
        if contracts.next().is_some() { tr!(tables.part, total, shown) } else { tr!(tables.all, total) }
    };
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
                        <th scope="col" role="columnheader">{t!(contracts.customer_name)}</th>
                        <th scope="col" role="columnheader">{t!(contracts.address)}</th>
                        <th scope="col" role="columnheader">{t!(contract.status)}</th>
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
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label=t!(contracts.number) lang="en">{contract.number}</th>
            <td role="cell" class="name" data-label=t!(contracts.customer_name)>{contract.customer_name}</td>
            <td role="cell" data-label=t!(contracts.address)>{contract.address}</td>
            <td role="cell" data-label=t!(contract.status)>{status(contract.status)}</td>
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
