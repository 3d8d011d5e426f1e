//! 閲覧履歴: who looked at the call records of a contract, the newest first.

use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::columns::Column;
use crate::components::listings::Listing;
use crate::components::moments::moment;
use crate::components::page_titles::PageTitle;
use crate::components::parts::Part;
use crate::components::tables::{self, Table};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::formats;
use crate::pages::contracts::heads;
use crate::texts::{t, tr};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::call_records::{CallRecordAction, CallRecordView, CallRecordViewFilter};

chunk!(contracts: later = page);

/// Stands for what there is none of.
const DASH: &str = "－";

pub fn page(context: PageContext) -> AnyView {
    let params = use_params_map();
    let id = params.with_untracked(|params| params.get("contract")).unwrap_or_default();
    let client = context.client;
    let (of_contract, of_views) = (id.clone(), id.clone());
    let contract = Part::load(move || {
        let id = of_contract.clone();
        async move { api::contracts::get(client, &id).await }
    });
    let views = Listing::load(move |cursor| {
        let id = of_views.clone();
        async move { api::call_records::views(client, &id, &cursor).await }
    });
    let path = |page: &str| context.path(&format!("/contracts/{id}{page}"));
    let steps: Vec<Step> = vec![
        context.home_step(),
        (t!(contract.title).into(), Some(path(""))),
        (t!(calls.title).into(), Some(path("/call-records"))),
        (t!(call_views.open).into(), None),
    ];
    let list = table().listing(views, || tables::empty(t!(call_views.empty), None));
    view! {
        <Breadcrumb steps=steps />
        <PageTitle title=t!(call_views.title) of=move || contract.value().map(|contract| contract.number).unwrap_or_default() />
        {heads::line(contract)}
        <p class="lead">{t!(call_views.lead)}</p>
        {list}
    }
    .into_any()
}

fn table() -> Table<CallRecordView> {
    let month = |it: &CallRecordView| {
        let month = it.month.clone();
        text(move || month_text(&month))
    };
    let numbers = |it: &CallRecordView| if it.masked { t!(call_views.masked) } else { t!(call_views.full) }.into_any();
    let count = |it: &CallRecordView| it.count.map_or_else(|| DASH.to_owned(), formats::count).into_any();
    let columns = vec![
        Column::new(t!(call_views.at), |it: &CallRecordView| moment(it.viewed_at)).naming(),
        Column::new(t!(call_views.user), |it: &CallRecordView| it.user.clone().into_any()).class("name"),
        Column::new(t!(call_views.action), action),
        Column::new(t!(call_views.month), month).class("word"),
        Column::new(t!(call_views.numbers), numbers).class("word"),
        Column::new(t!(call_views.count), count).number(),
    ];
    Table::new(t!(call_views.title), columns)
}

fn action(view: &CallRecordView) -> AnyView {
    let reason = view.reason.clone();
    let reason =
        reason.map(|reason| view! { <span class="reason">{text(move || tr!(call_views.reason, reason))}</span> });
    let filter = view.filter.clone();
    let filter = filter.map(|filter| {
        view! { <span class="reason">{text(move || tr!(call_views.filter, filter_text(&filter)))}</span> }
    });
    view! { <span>{words(view.action)} {filter} {reason}</span> }.into_any()
}

/// Numbers are unmasked for every month.
fn month_text(month: &str) -> String {
    if month.is_empty() { DASH.to_owned() } else { formats::month(month) }
}

/// What was looked for, in the order of the form.
fn filter_text(filter: &CallRecordViewFilter) -> String {
    let CallRecordViewFilter { day, hour, kind, number } = filter;
    let asked = [day.map(formats::date), hour.map(|hour| format!("{hour}:00–{hour}:59")), kind.clone(), number.clone()];
    asked.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn words(action: CallRecordAction) -> fn() -> &'static str {
    match action {
        CallRecordAction::List => t!(call_views.list),
        CallRecordAction::Csv => t!(call_views.csv),
        CallRecordAction::Xlsx => t!(call_views.xlsx),
        CallRecordAction::Unmask => t!(call_views.unmask),
        CallRecordAction::Totals => t!(call_views.totals),
        CallRecordAction::Charts => t!(call_views.charts),
    }
}
