//! A request that was sent: right afterwards the thanks for it, and what became of it ever after.

use super::approvals;
use super::histories::history;
use super::papers::papers;
use super::sections::sections;
use super::states::badge;
use super::withdrawals::withdrawal;
use super::{steps, words};
use crate::api;
use crate::api::revisions::Revised;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::notices::{Kind, Notice};
use crate::components::outcomes::{Sentence, SuccessMessage, outcome};
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::views::{changing, optional, text};
use crate::contexts::{PageContext, has_module};
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use madoguchi_api_types::portals::Module;
use madoguchi_api_types::requests::{RequestDetail, RequestState};

chunk!(requests: later = page);

pub fn page(context: PageContext) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("request")).unwrap_or_default();
    let was_sent = use_query_map().with_untracked(|query| query.get("sent")).is_some();
    let (client, read) = (context.client, id.clone());
    let request = Part::load(move || {
        let id = read.clone();
        async move { api::requests::get(client, &id).await.map(|Revised { value, .. }| value) }
    });
    let missing =
        Memo::new(move |_| request.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    let is_draft = Memo::new(move |_| request.value().is_some_and(|request| request.form.is_some()));
    let filling = context.clone();
    Effect::new(move |_| {
        if is_draft.get() {
            filling.go_instead(&format!("/requests/{id}/edit"));
        }
    });
    changing(move || if missing.get() { not_found_page() } else { found(&context, request, was_sent) })
}

fn found(context: &PageContext, request: Part<RequestDetail>, was_sent: bool) -> AnyView {
    let way: Vec<Step> = vec![context.home_step(), words::step(context), (t!(requests.one).into(), None)];
    let told: SuccessMessage = RwSignal::new(None);
    // The heading stays when the state changes.
    let title = Memo::new(move |_| request.value().and_then(|request| Some(request.confirmation?.title)));
    let of = Memo::new(move |_| request.value().map(|request| request.request.number).unwrap_or_default());
    let id = Memo::new(move |_| request.value().map(|request| request.request.id));
    let waits = waits(request);
    let on_paper = context.clone();
    let heading = move || {
        let drawn = |title| {
            let title = move || match (was_sent, waits.get()) {
                (true, true) => tr!(approvals.sent_title).to_owned(),
                (true, false) => tr!(requests.sent_title).to_owned(),
                (false, _) => own(&title),
            };
            let papers = id.get_untracked().map(|id| papers(&on_paper, &id.to_string()));
            view! {
                <div class="title-row">
                    <PageTitle title=title of=move || of.get() />
                    {optional(papers)}
                </div>
            }
            .into_any()
        };
        optional(title.get().map(drawn))
    };
    let thanks = was_sent.then(|| thanks(context, request));
    let shown = context.clone();
    view! {
        <div class="column request-page">
            <Breadcrumb steps=way />
            {changing(heading)}
            {optional(thanks)}
            {outcome("request-outcome", told)}
            {request.show(move |request_now| content(&shown, request, request_now, told))}
        </div>
    }
    .into_any()
}

/// Whether it waits for approval inside the customer.
fn waits(request: Part<RequestDetail>) -> Memo<bool> {
    Memo::new(move |_| request.value().is_some_and(|request| request.request.state == RequestState::InApproval))
}

/// What follows, with the number to ask by.
fn thanks(context: &PageContext, request: Part<RequestDetail>) -> AnyView {
    let number = Memo::new(move |_| request.value().map(|request| request.request.number));
    let (sent, waits) = (words::sent_lead(&context.portal), waits(request));
    changing(move || {
        let lead = if waits.get() { t!(approvals.sent_lead).into() } else { sent.clone() };
        optional(number.get().map(|number| {
            view! {
                {steps::steps(2)}
                <Notice kind=Kind::Success>
                    <p>{t!(requests.sent_number)} " " <strong lang="en">{number}</strong></p>
                    <p class="lines">{text(lead)}</p>
                </Notice>
            }
            .into_any()
        }))
    })
}

fn content(context: &PageContext, part: Part<RequestDetail>, request: RequestDetail, told: SuccessMessage) -> AnyView {
    let RequestDetail { request, confirmation, history: events, withdrawable, agreement, approval, .. } = request;
    let id = request.id.to_string();
    let contract = request.contract_id.filter(|_| has_module(&context.portal, Module::Contracts)).map(|contract| {
        let address = context.path(&format!("/contracts/{contract}"));
        view! { <a class="button outline" href=address>{t!(requests.to_contract)}</a> }.into_any()
    });
    let order = request.order_number.clone().map(|number| {
        let address = context.path(&format!("/orders/{number}"));
        view! { <a class="button outline" href=address>{t!(requests.to_order)}</a> }.into_any()
    });
    let quote = request.quote_number.clone().map(|number| {
        let address = context.path(&format!("/quotes/{number}"));
        view! { <a class="button outline" href=address>{t!(requests.to_quote)}</a> }.into_any()
    });
    let done = Callback::new(move |(request,): (RequestDetail,)| {
        part.state.set(Loaded::Ready(request));
        told.set(Some(t!(requests.was_withdrawn)));
    });
    let decided = Callback::new(move |(request, words): (RequestDetail, Sentence)| {
        part.state.set(Loaded::Ready(request));
        told.set(Some(words));
    });
    let approval = approval.map(|it| approvals::section(context.client, &id, (request.state, it), decided));
    let withdrawal = withdrawable.then(|| withdrawal(context.client, &id, done));
    let numbered = |label: fn() -> &'static str, number: Option<String>| {
        let fact = number.map(|number| view! { <div><dt>{label}</dt><dd lang="en">{number}</dd></div> }.into_any());
        optional(fact)
    };
    let state = request.state;
    view! {
        <dl class="request-state">
            <div><dt>{t!(requests.state)}</dt><dd>{badge(state)}</dd></div>
            {numbered(t!(orders.number), request.order_number)}
            {numbered(t!(quotes.number), request.quote_number)}
        </dl>
        <p class="buttons">
            {optional(contract)}
            {optional(order)}
            {optional(quote)}
            <a class="button outline" href=context.path("/requests")>{t!(requests.to_list)}</a>
        </p>
        {optional(approval)}
        {optional(confirmation.map(|confirmation| sections(confirmation, None)))}
        {history(events, agreement)}
        {optional(withdrawal)}
    }
    .into_any()
}
