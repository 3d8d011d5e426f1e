//! 申込履歴: what was asked for and what became of it, in the columns of the document, each sorted both ways.

use super::tabs::{AccountTab, head};
use crate::api;
use crate::api::requests::Filter;
use crate::chunks::chunk;
use crate::components::columns::{self, Column};
use crate::components::forms::half_width;
use crate::components::listings::Listing;
use crate::components::moments::moment;
use crate::components::searches::{SearchField, all, search};
use crate::components::sorting::Sorting;
use crate::components::tables::{self, Table};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::texts::{own, t};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::problems::FieldProblem;
use madoguchi_api_types::requests::{Request, RequestDecision, RequestReception, RequestState};

chunk!(account: later = page);

/// The order of an address without one.
const USUAL: &str = "submitted_at_descending";

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let filter = of_address();
    let list = Listing::load(move |cursor| {
        let filter = filter.get();
        async move { api::requests::list(client, &filter, &cursor).await }
    });
    let empty = move || {
        if filter.with_untracked(|filter| filter.conditions() > 0) {
            return tables::empty(t!(requests.none_found), None);
        }
        tables::empty(t!(request_histories.empty), Some(t!(requests.empty_next).into()))
    };
    let shown = table(&context).listing(list, empty);
    view! {
        {head(&context, AccountTab::Requests)}
        {form(&context, filter, Signal::derive(move || list.refused()))}
        {shown}
        <dl class="note">
            <dt>{t!(request_histories.reception)}</dt>
            <dd>{t!(request_histories.reception_note)}</dd>
            <dt>{t!(request_histories.decision)}</dt>
            <dd>{t!(request_histories.decision_note)}</dd>
        </dl>
    }
    .into_any()
}

fn of_address() -> Memo<Filter> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let part = |name: &str| query.get(name).unwrap_or_default();
            let order = Some(part("order")).filter(|order| !order.is_empty());
            Filter {
                kind: part("kind"),
                decision: part("decision"),
                from: part("from"),
                until: part("until"),
                order_number: part("order_number"),
                sent: "true".to_owned(),
                order: order.unwrap_or_else(|| USUAL.to_owned()),
                ..Filter::default()
            }
        })
    })
}

fn form(context: &PageContext, filter: Memo<Filter>, refused: Signal<Vec<FieldProblem>>) -> AnyView {
    let context = StoredValue::new(context.clone());
    let go = Callback::new(move |(typed,): (Option<Filter>,)| {
        let order = filter.get_untracked().order;
        let wanted = typed.map_or_else(
            || Filter { order, ..Filter::default() },
            |typed| Filter { order_number: half_width(&typed.order_number).unwrap_or_default(), ..typed },
        );
        // Drafts are never in this list.
        let wanted = Filter { sent: String::new(), ..wanted };
        context.with_value(|context| context.stay(&format!("/account/requests{}", wanted.query())));
    });
    let kinds = Signal::derive(move || {
        let offered = context.with_value(|context| context.portal.applications.clone());
        std::iter::once(all()).chain(offered.into_iter().map(|kind| (kind.code, own(&kind.label)))).collect::<Vec<_>>()
    });
    let decisions = Signal::derive(|| {
        let named = RequestDecision::ALL.iter().map(|it| (it.as_str().to_owned(), decision(*it)().to_owned()));
        std::iter::once(all()).chain(named).collect::<Vec<_>>()
    });
    let fields = vec![
        SearchField::Select {
            id: "kind",
            label: t!(request_histories.kind),
            choices: kinds,
            place: |it: &mut Filter| &mut it.kind,
        },
        SearchField::Select {
            id: "decision",
            label: t!(request_histories.decision),
            choices: decisions,
            place: |it: &mut Filter| &mut it.decision,
        },
        SearchField::Days {
            label: t!(request_histories.period),
            from: |it: &mut Filter| &mut it.from,
            until: |it: &mut Filter| &mut it.until,
        },
        SearchField::Input {
            id: "order_number",
            label: t!(orders.number),
            place: |it: &mut Filter| &mut it.order_number,
        },
    ];
    search(filter, Filter::conditions, fields, refused, go)
}

fn table(context: &PageContext) -> Table<Request> {
    let context = context.clone();
    let dash = || "－".into_any();
    let sent = move |it: &Request| it.submitted_at.map_or_else(dash, moment);
    let kind = |it: &Request| {
        let label = it.kind_label.clone();
        text(move || own(&label))
    };
    // What did not reach the provider says why.
    let reception = move |it: &Request| match (it.reception, it.state) {
        (Some(reception), _) => of_reception(reception).into_any(),
        (None, RequestState::InApproval) => t!(approvals.waiting).into_any(),
        (None, RequestState::NotApproved) => t!(approvals.refused).into_any(),
        (None, _) => dash(),
    };
    let decided = move |it: &Request| it.decision.map_or_else(dash, |it| decision(it).into_any());
    let number = move |it: &Request| it.order_number.clone().map_or_else(dash, IntoAny::into_any);
    let open = move |it: &Request| {
        columns::link(t!(requests.open), context.path(&format!("/requests/{}", it.id)), it.number.clone())
    };
    let columns = vec![
        Column::new(t!(request_histories.submitted_at), sent).naming().sorted_by("submitted_at"),
        Column::new(t!(request_histories.kind), kind).sorted_by("kind"),
        Column::new(t!(request_histories.reception), reception).sorted_by("reception"),
        Column::new(t!(orders.number), number).language("en").sorted_by("order_number"),
        Column::new(t!(request_histories.decision), decided).sorted_by("decision"),
        Column::actions(t!(account.actions), open).read_out_only(),
    ];
    Table::new(t!(request_histories.caption), columns).sorted(Sorting::of_address(USUAL))
}

/// 受付完了, 受付失敗.
fn of_reception(reception: RequestReception) -> fn() -> &'static str {
    match reception {
        RequestReception::Accepted => t!(requests.accepted),
        RequestReception::Failed => t!(requests.failed),
    }
}

/// 手配済, …
fn decision(decision: RequestDecision) -> fn() -> &'static str {
    match decision {
        RequestDecision::InReview => t!(requests.in_review),
        RequestDecision::Completed => t!(request_histories.arranged),
        RequestDecision::Rejected => t!(requests.rejected),
        RequestDecision::Withdrawn => t!(requests.withdrawn),
    }
}
