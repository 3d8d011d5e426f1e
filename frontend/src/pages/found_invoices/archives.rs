//! ZIP files by fiscal and calendar year and of what the search leaves, and what the reader may rely on.

use super::state::Bills;
use crate::api::found_invoices::{Filter, archive};
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::views::{changing, text};
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;

/// Years that are offered at most, of each kind.
const YEARS: usize = 8;

/// The archives.
pub fn section(bills: Bills) -> AnyView {
    let downloads = Downloads::new(bills.context().client, Callback::new(|()| ()));
    let link = move |class: &'static str, filter: &Filter, label: AnyView| {
        let label = view! { {icons::download()} <span>{label}</span> }.into_any();
        downloads.link(class, archive(filter), label)
    };
    let links = move || {
        let Some(found) = bills.overview.value() else { return ().into_any() };
        let fiscal = found.fiscal_years.into_iter().take(YEARS).map(|year| {
            let filter = Filter { fiscal_year: year.to_string(), ..Filter::default() };
            view! { <li>{link("button outline small", &filter, text(move || tr!(invoices.fiscal_year, year)))}</li> }
        });
        let calendar = found.years.into_iter().take(YEARS).map(|year| {
            let filter = Filter { year: year.to_string(), ..Filter::default() };
            view! { <li>{link("button outline small", &filter, text(move || tr!(invoices.year, year)))}</li> }
        });
        let present = bills.filter.get();
        let shown =
            (present.conditions() > 0).then(|| link("button solid small", &present, t!(bills.zip_shown).into_any()));
        view! { {shown} <ul class="zips">{fiscal.collect_view()} {calendar.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="section archives" aria-labelledby="bills-archives">
            <h2 id="bills-archives">{t!(bills.archives)}</h2>
            <p class="note">{t!(bills.archives_note)}</p>
            {changing(links)}
            {downloads.state()}
        </section>
    }
    .into_any()
}

/// 電子帳簿保存法: what may be relied on.
pub fn trust(bills: Bills) -> AnyView {
    let years = Memo::new(move |_| bills.overview.value().map_or(0, |found| found.kept_years));
    let kept = move || tr!(bills.trust_kept, formats::count(years.get().into()));
    view! {
        <section class="section" aria-labelledby="bills-trust">
            <h2 id="bills-trust">{t!(bills.trust)}</h2>
            <ul class="bulleted card">
                <li>{t!(bills.trust_search)}</li>
                <li>{t!(bills.trust_truth)}</li>
                <li>{text(kept)}</li>
                <li>{t!(bills.trust_names)}</li>
            </ul>
        </section>
    }
    .into_any()
}
