//! お問い合わせ: what was asked, the newest first, and the way to a new inquiry.

use super::states::badge;
use crate::api;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::listings::{COUNT_ID, Listing};
use crate::components::moments::moment;
use crate::components::page_titles::PageTitle;
use crate::components::views::text;
use crate::formats;
use crate::texts::{own, t, tr};
use crate::visits::Visit;
use leptos::prelude::*;
use madoguchi_api_types::inquiries::Inquiry;

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let client = visit.client;
    let inquiries = Listing::load(move |cursor| async move { api::inquiries::list(client, &cursor).await });
    let steps: Vec<Step> = vec![visit.home_step(), (t!(inquiries.title).into(), None)];
    let create = visit.path("/inquiries/new");
    let list = inquiries.first.show(move |page| if page.items.is_empty() { empty() } else { table(&visit, inquiries) });
    view! {
        <Breadcrumb steps=steps />
        <div class="title-row">
            <PageTitle title=t!(inquiries.title) />
            <a class="button solid" href=create>{t!(inquiries.create)}</a>
        </div>
        <p class="lead">{t!(inquiries.lead)}</p>
        {list}
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <div class="empty">
            <p>{t!(inquiries.empty)}</p>
            <p>{t!(inquiries.empty_next)}</p>
        </div>
    }
    .into_any()
}

fn table(visit: &Visit, inquiries: Listing<Inquiry>) -> AnyView {
    let number = |count: u64| formats::count(i64::try_from(count).unwrap_or_default());
    let count = move || {
        let shown = inquiries.count() as u64;
        let total = inquiries.first.value().and_then(|page| page.total).unwrap_or(shown);
        let (all, shown) = (number(total), number(shown));
        if inquiries.next().is_some() { tr!(tables.part, all, shown) } else { tr!(tables.all, all) }
    };
    let visit = StoredValue::new(visit.clone());
    let row = move |inquiry: Inquiry| visit.with_value(|visit| row(visit, inquiry));
    view! {
        <p class="count" id=COUNT_ID tabindex="-1" role="status">{text(count)}</p>
        <div class="table-frame">
            <table class="table cards inquiries" role="table">
                <caption class="visually-hidden">{t!(inquiries.caption)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t!(inquiries.number)}</th>
                        <th scope="col" role="columnheader">{t!(inquiries.subject)}</th>
                        <th scope="col" role="columnheader">{t!(inquiries.kind)}</th>
                        <th scope="col" role="columnheader">{t!(inquiries.state)}</th>
                        <th scope="col" role="columnheader">{t!(inquiries.sent_at)}</th>
                        <th scope="col" role="columnheader">
                            <span class="visually-hidden">{t!(inquiries.open)}</span>
                        </th>
                    </tr>
                </thead>
                {inquiries.bodies(row)}
            </table>
        </div>
        {inquiries.foot()}
    }
    .into_any()
}

fn row(visit: &Visit, inquiry: Inquiry) -> AnyView {
    let address = visit.path(&format!("/inquiries/{}", inquiry.id));
    let (number, kind) = (inquiry.number.clone(), inquiry.kind);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label=t!(inquiries.number) lang="en">{inquiry.number}</th>
            <td role="cell" data-label=t!(inquiries.subject)>{inquiry.subject}</td>
            <td role="cell" data-label=t!(inquiries.kind)>{text(move || own(&kind))}</td>
            <td role="cell" data-label=t!(inquiries.state)>{badge(inquiry.state)}</td>
            <td role="cell" data-label=t!(inquiries.sent_at)>{moment(inquiry.created_at)}</td>
            <td role="cell" class="action">
                <a class="button outline small" href=address>
                    {t!(inquiries.open)} <span class="visually-hidden">" " {number}</span>
                </a>
            </td>
        </tr>
    }
    .into_any()
}
