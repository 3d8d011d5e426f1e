//! What a contract that was applied for says beside its overview: period and what comes next, who stands where, the answers,
//! what happened to it, and the ways to change and end it.

use super::list::status;
use crate::components::views::{optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::contracts::{
    ContractDetail, ContractEvent, ContractEventKind, ContractParties, ContractPeriod, RequestDoer,
};
use madoguchi_api_types::requests::RequestSection;

fn section(id: String, title: impl Into<TextProp>, content: AnyView) -> AnyView {
    let (title, named) = (title.into(), id.clone());
    view! {
        <section class="section" aria-labelledby=named>
            <h2 id=id>{text(title)}</h2>
            <div class="card">{content}</div>
        </section>
    }
    .into_any()
}

fn row(label: impl Into<TextProp>, value: impl Into<TextProp>) -> AnyView {
    let (label, value) = (label.into(), value.into());
    let value = move || Some(value.get().to_string()).filter(|it| !it.is_empty()).unwrap_or_else(|| "－".to_owned());
    view! { <div><dt>{text(label)}</dt><dd>{text(value)}</dd></div> }.into_any()
}

/// The ways to change and end it; what ending it would do stands before one goes there.
pub fn actions(context: &PageContext, contract: &ContractDetail) -> AnyView {
    let to = |kind: &str| context.path(&format!("/requests/new?kind={kind}&contract={}", contract.id));
    let change = contract.actions.change.as_deref().map(to);
    let termination = contract.actions.termination.as_deref().map(to);
    let in_period = contract.period.as_ref().map(|period| period.ends_on);
    let ends = contract.actions.would_end_on.map(|ends_on| {
        let is_late = in_period.is_some_and(|end| ends_on > end);
        let words = move || {
            let day = formats::date(ends_on);
            if is_late { tr!(contract.would_end_late, day) } else { tr!(contract.would_end, day) }
        };
        view! { <p class="note">{text(words)}</p> }.into_any()
    });
    view! {
        <p class="buttons">
            {change.map(|to| view! { <a class="button outline" href=to>{t!(contract.change)}</a> })}
            {termination.map(|to| view! { <a class="button outline" href=to>{t!(contract.terminate)}</a> })}
        </p>
        {optional(ends)}
    }
    .into_any()
}

/// State, period, renewal and last day of notice.
pub fn period(contract: &ContractDetail) -> AnyView {
    let started_on = contract.started_on;
    let state = contract.status;
    let rows = contract.period.clone().map(|period| of_period(&period, started_on)).unwrap_or_default();
    let content = view! {
        <dl class="details">
            <div><dt>{t!(contract.status)}</dt><dd>{status(state)}</dd></div>
            {row(t!(contracts.started_on), move || formats::date(started_on))}
            {rows}
        </dl>
    };
    section("contract-period".to_owned(), t!(contract.period_title), content.into_any())
}

fn of_period(period: &ContractPeriod, started_on: chrono::NaiveDate) -> Vec<AnyView> {
    let (ends_on, notice_until) = (period.ends_on, period.notice_until);
    let range = move || tr!(contract.period_range, formats::date(started_on), formats::date(ends_on));
    let notice = move || notice_until.map_or_else(|| tr!(contract.notice_over).to_owned(), formats::date);
    let day = |label: fn() -> &'static str, on: chrono::NaiveDate| row(label, move || formats::date(on));
    let next = period.renews_on.map(|on| day(t!(contract.renews_on), on));
    let end = period.terminates_on.map(|on| day(t!(contract.terminates_on), on));
    let notice = period.terminates_on.is_none().then(|| row(t!(contract.notice_until), notice));
    [Some(row(t!(contract.period), range)), next, notice, end].into_iter().flatten().collect()
}

/// Who stands where.
pub fn parties(parties: ContractParties) -> AnyView {
    let ContractParties { contractor, contact, pattern, sentence } = parties;
    let contact = if contact.is_empty() { contractor.clone() } else { contact };
    let content = view! {
        <dl class="details">
            {row(t!(contract.pattern), move || own(&pattern))}
            {row(t!(contract.contractor), move || contractor.clone())}
            {row(t!(contract.contact), move || contact.clone())}
        </dl>
        <p class="note">{text(move || own(&sentence))}</p>
    };
    section("contract-parties".to_owned(), t!(contract.parties), content.into_any())
}

/// The answers, a section for each form.
pub fn answers(sections: Vec<RequestSection>) -> AnyView {
    let drawn = sections.into_iter().map(|it| {
        let title = it.title;
        let rows: Vec<AnyView> =
            it.entries.into_iter().map(|entry| row(move || own(&entry.label), move || own(&entry.text))).collect();
        let content = view! { <dl class="details">{rows}</dl> }.into_any();
        section(format!("contract-{}", it.form), move || own(&title), content)
    });
    drawn.collect::<Vec<_>>().into_any()
}

/// What happened to it, newest first.
pub fn history(events: Vec<ContractEvent>) -> AnyView {
    let rows: Vec<AnyView> = events.into_iter().map(happened).collect();
    section("contract-history".to_owned(), t!(contract.history), view! { <dl class="details">{rows}</dl> }.into_any())
}

fn happened(event: ContractEvent) -> AnyView {
    let ContractEvent { kind, at, doer, name, ends_on, request_number, document } = event;
    let words = move || {
        let until = ends_on.map(|on| tr!(contract.ends_on_event, formats::date(on)));
        let request = request_number.as_ref().map(|number| tr!(contract.request_of, number.clone()));
        let who = match doer {
            RequestDoer::Customer => name.clone(),
            RequestDoer::Provider => tr!(contract.by_provider).to_owned(),
            RequestDoer::System => tr!(contract.by_system).to_owned(),
        };
        let document = document.as_ref().map(own);
        let parts = [Some(what(kind)().to_owned()), document, until, request, Some(who)];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ／ ")
    };
    row(move || formats::date_time(at), words)
}

fn what(kind: ContractEventKind) -> fn() -> &'static str {
    match kind {
        ContractEventKind::Applied => t!(contract_events.applied),
        ContractEventKind::Registered => t!(contract_events.registered),
        ContractEventKind::Cancelled => t!(contract_events.cancelled),
        ContractEventKind::Renewed => t!(contract_events.renewed),
        ContractEventKind::ChangeApplied => t!(contract_events.change_applied),
        ContractEventKind::Changed => t!(contract_events.changed),
        ContractEventKind::ChangeCancelled => t!(contract_events.change_cancelled),
        ContractEventKind::TerminationFiled => t!(contract_events.termination_filed),
        ContractEventKind::TerminationCancelled => t!(contract_events.termination_cancelled),
        ContractEventKind::Terminated => t!(contract_events.terminated),
        ContractEventKind::DocumentDelivered => t!(contract_events.document_delivered),
        ContractEventKind::DocumentDispatched => t!(contract_events.document_dispatched),
    }
}
