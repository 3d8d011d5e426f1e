//! お問い合わせ: what was asked, the newest first, and the way to a new inquiry.

use super::states::badge;
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::columns::{self, Column};
use crate::components::listings::Listing;
use crate::components::moments::moment;
use crate::components::page_titles::PageTitle;
use crate::components::tables::{self, Table};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::texts::{own, t};
use leptos::prelude::*;
use madoguchi_api_types::inquiries::Inquiry;

chunk!(account: later = page);

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let inquiries = Listing::load(move |cursor| async move { api::inquiries::list(client, &cursor).await });
    let steps: Vec<Step> = vec![context.home_step(), (t!(inquiries.title).into(), None)];
    let create = context.path("/inquiries/new");
    let empty = || tables::empty(t!(inquiries.empty), Some(t!(inquiries.empty_next).into()));
    let list = table(&context).listing(inquiries, empty);
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

fn table(context: &PageContext) -> Table<Inquiry> {
    let context = context.clone();
    let open = move |it: &Inquiry| {
        columns::link(t!(inquiries.open), context.path(&format!("/inquiries/{}", it.id)), it.number.clone())
    };
    let kind = |it: &Inquiry| {
        let kind = it.kind.clone();
        text(move || own(&kind))
    };
    let columns = vec![
        Column::new(t!(inquiries.number), |it: &Inquiry| it.number.clone().into_any()).naming().language("en"),
        Column::new(t!(inquiries.subject), |it: &Inquiry| it.subject.clone().into_any()),
        Column::new(t!(inquiries.kind), kind),
        Column::new(t!(inquiries.state), |it: &Inquiry| badge(it.state)),
        Column::new(t!(inquiries.sent_at), |it: &Inquiry| moment(it.created_at)),
        Column::actions(t!(inquiries.open), open).read_out_only(),
    ];
    Table::new(t!(inquiries.caption), columns).class("inquiries")
}
