//! 開通案内: the opening notices of a contract; one is chosen by its date and downloaded.

use crate::api;
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::parts::Part;
use crate::components::select_fields::{Choice, SelectField};
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::opening_notices::OpeningNotice;

/// The section; it ends with the way to the invoices, as the document's does.
pub fn section(context: &PageContext, contract: String, invoices: String) -> AnyView {
    let client = context.client;
    let of_part = contract.clone();
    let notices = Part::load(move || {
        let contract = of_part.clone();
        async move { api::opening_notices::list(client, &contract).await }
    });
    // The first download makes the day of the first reading.
    let downloads = Downloads::new(client, Callback::new(move |()| notices.refresh()));
    // Outlives a new reading of the list.
    let chosen = RwSignal::new(String::new());
    let shown =
        notices.show(move |all| if all.is_empty() { empty() } else { choice(&contract, all, chosen, downloads) });
    view! {
        <section class="section openings" aria-labelledby="contract-openings">
            <h2 id="contract-openings">{t!(openings.title)}</h2>
            <div class="card">
                {shown}
                {downloads.state()}
                <p class="openings-end"><a class="button outline" href=invoices>{t!(contract.invoices)}</a></p>
            </div>
        </section>
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <dl class="details"><div><dt>{t!(openings.choose)}</dt><dd>"－"</dd></div></dl>
        <p class="note">{t!(openings.empty)}</p>
    }
    .into_any()
}

fn choice(contract: &str, all: Vec<OpeningNotice>, chosen: RwSignal<String>, downloads: Downloads) -> AnyView {
    let is_there = untrack(|| all.iter().any(|notice| notice.id.to_string() == chosen.get()));
    if let (false, Some(newest)) = (is_there, all.first()) {
        chosen.set(newest.id.to_string());
    }
    let all = StoredValue::new(all);
    let choices = Signal::derive(move || {
        all.with_value(|all| {
            let text = |notice: &OpeningNotice| {
                let date = tr!(openings.of_date, formats::paper_date(notice.issued_on));
                // Two of one day are told apart by their titles.
                let same = all.iter().filter(|other| other.issued_on == notice.issued_on).count();
                if same > 1 { format!("{date} {}", notice.title) } else { date }
            };
            all.iter().map(|notice| (notice.id.to_string(), text(notice))).collect::<Vec<Choice>>()
        })
    });
    let contract = contract.to_owned();
    let shown = changing(move || {
        let id = chosen.get();
        let notice = all.with_value(|all| all.iter().find(|notice| notice.id.to_string() == id).cloned());
        optional(notice.map(|notice| one(&contract, &notice, downloads)))
    });
    view! {
        <div class="toolbar">
            <SelectField
                id="opening_notice"
                label=t!(openings.choose)
                choices=choices
                chosen=chosen
                choose=Callback::new(move |(value,): (String,)| chosen.set(value))
            />
            {shown}
        </div>
    }
    .into_any()
}

/// The way to the file, and when it was first read.
fn one(contract: &str, notice: &OpeningNotice, downloads: Downloads) -> AnyView {
    let path = api::opening_notices::file(contract, notice.id);
    let label = view! { {icons::download()} {t!(openings.download)} }.into_any();
    let opened = notice.first_opened_at.map(|at| {
        let text = text(move || tr!(openings.first_opened, formats::date_time(at)));
        view! { " " <span>{text}</span> }.into_any()
    });
    view! {
        {downloads.link("button solid", path, label)}
        <p class="note opening-note"><span>{notice.title.clone()}</span> {optional(opened)}</p>
    }
    .into_any()
}
