//! 書類: what the provider delivered to a contract, and the files.

use crate::api::{self, Client};
use crate::components::columns::Column;
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::listings::Listing;
use crate::components::moments::moment;
use crate::components::tables::{self, Table};
use crate::components::views::text;
use crate::formats;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::contract_documents::{ContractDocument, DocumentMedium};

/// The section.
pub fn section(client: Client, contract: String) -> AnyView {
    let of_list = contract.clone();
    let documents = Listing::load(move |cursor| {
        let contract = of_list.clone();
        async move { api::contract_documents::list(client, &contract, &cursor).await }
    });
    // The first download makes the time of the first reading.
    let downloads = Downloads::new(client, Callback::new(move |()| documents.first.refresh()));
    let empty = || tables::empty(t!(contract_documents.empty), Some(t!(contract_documents.empty_next).into()));
    view! {
        <section class="section" aria-labelledby="contract-documents">
            <h2 id="contract-documents">{t!(contract_documents.title)}</h2>
            {table(contract, downloads).listing(documents, empty)}
            {downloads.state()}
        </section>
    }
    .into_any()
}

fn table(contract: String, downloads: Downloads) -> Table<ContractDocument> {
    let kind = |it: &ContractDocument| {
        let kind = it.kind.clone();
        text(move || own(&kind))
    };
    let file = |it: &ContractDocument| {
        view! { <span>{it.file_name.clone()}</span> " " <span class="note">{formats::size(it.size)}</span> }.into_any()
    };
    let opened = |it: &ContractDocument| match it.first_opened_at {
        Some(at) => moment(at),
        None => t!(contract_documents.not_opened).into_any(),
    };
    let download = move |it: &ContractDocument| {
        let of = it.file_name.clone();
        let label = view! {
            {icons::download()} <span>{t!(contract_documents.download)}</span>
            <span class="visually-hidden">" " {of}</span>
        };
        let path = api::contract_documents::file(&contract, it.id);
        downloads.link("button outline small", path, label.into_any())
    };
    let columns = vec![
        Column::new(t!(contract_documents.kind), kind).naming(),
        Column::new(t!(contract_documents.delivered_at), |it: &ContractDocument| moment(it.delivered_at)),
        Column::new(t!(contract_documents.file), file),
        Column::new(t!(contract_documents.medium), medium),
        Column::new(t!(contract_documents.first_opened), opened),
        Column::actions(t!(contract_documents.download), download).read_out_only(),
    ];
    Table::new(t!(contract_documents.caption), columns).class("contract-documents")
}

/// By mail, or by post with the time of dispatch.
fn medium(document: &ContractDocument) -> AnyView {
    let (medium, dispatched_at) = (document.medium, document.dispatched_at);
    text(move || match (medium, dispatched_at) {
        (DocumentMedium::Mail, _) => tr!(contract_documents.by_mail).to_owned(),
        (DocumentMedium::Cd, None) => tr!(contract_documents.waiting).to_owned(),
        (DocumentMedium::Cd, Some(at)) => tr!(contract_documents.dispatched, formats::date_time(at)),
    })
}
