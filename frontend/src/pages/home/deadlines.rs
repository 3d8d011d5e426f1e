//! 次回のお支払い and 今後の予定: what comes next, from one answer of the server.

use super::bills;
use crate::api;
use crate::components::parts::Part;
use crate::components::views::{optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::deadlines::{Deadline, DeadlineKind};

/// Days that are listed at most.
const MOST: usize = 5;

/// Both sections, beside each other where there is room.
pub fn sections(context: &PageContext) -> AnyView {
    let client = context.client;
    let deadlines = Part::load(move || api::deadlines::list(client));
    let (payer, reader) = (context.clone(), context.clone());
    let payment = deadlines.show(move |deadlines| payment(&payer, deadlines));
    let agenda = deadlines.show(move |deadlines| agenda(&reader, deadlines));
    view! {
        <div class="home-dates">
            {bills::section(context)}
            <section class="section" aria-labelledby="home-payment">
                <h2 id="home-payment">{t!(deadlines.next_payment)}</h2>
                {payment}
            </section>
            <section class="section" aria-labelledby="home-agenda">
                <h2 id="home-agenda">{t!(deadlines.title)}</h2>
                {agenda}
            </section>
        </div>
    }
    .into_any()
}

/// 今後の予定 alone, where nothing is paid here.
pub fn coming(context: &PageContext) -> AnyView {
    let (client, reader) = (context.client, context.clone());
    let deadlines = Part::load(move || api::deadlines::list(client));
    view! {
        <section class="section" aria-labelledby="home-agenda">
            <h2 id="home-agenda">{t!(deadlines.title)}</h2>
            {deadlines.show(move |deadlines| agenda(&reader, deadlines))}
        </section>
    }
    .into_any()
}

fn is_payment(deadline: &Deadline) -> bool {
    matches!(deadline.kind, DeadlineKind::Debit | DeadlineKind::Payment)
}

/// The first amount that is to be paid.
fn payment(context: &PageContext, deadlines: Vec<Deadline>) -> AnyView {
    let Some(next) = deadlines.into_iter().find(is_payment) else {
        return view! { <div class="card"><p class="note">{t!(deadlines.no_payment)}</p></div> }.into_any();
    };
    let (on, amount, address) = (next.on, next.amount, address(context, &next));
    let link = address.map(|address| view! { <p><a href=address>{t!(deadlines.invoice)}</a></p> }.into_any());
    let amount = amount.map(|amount| view! { <p class="payment-amount">{formats::yen(amount)}</p> }.into_any());
    view! {
        <div class="card payment">
            <p class="payment-day">
                <span class="tag">{label(next.kind)}</span> " " {text(move || formats::date_with_weekday(on))}
            </p>
            {optional(amount)}
            {optional(link)}
        </div>
    }
    .into_any()
}

fn agenda(context: &PageContext, deadlines: Vec<Deadline>) -> AnyView {
    let calendar = context.path("/account/calendar");
    let to_calendar = view! { <p class="after-table"><a href=calendar>{t!(deadlines.to_calendar)}</a></p> };
    if deadlines.is_empty() {
        return view! {
            <div class="card"><p class="note">{t!(deadlines.empty)}</p></div>
            {to_calendar}
        }
        .into_any();
    }
    let rows: Vec<AnyView> = deadlines.into_iter().take(MOST).map(|deadline| row(context, deadline)).collect();
    view! {
        <ul class="agenda card">{rows}</ul>
        {to_calendar}
    }
    .into_any()
}

fn row(context: &PageContext, deadline: Deadline) -> AnyView {
    let (on, address) = (deadline.on, address(context, &deadline));
    let words = label(deadline.kind);
    let what = match address {
        Some(address) => view! { <a href=address>{words}</a> }.into_any(),
        None => view! { <span>{words}</span> }.into_any(),
    };
    let amount =
        deadline.amount.map(|amount| view! { <span class="agenda-amount">{formats::yen(amount)}</span> }.into_any());
    let contracts = deadline.contracts.map(|count| {
        let count = formats::count(i64::try_from(count).unwrap_or_default());
        view! { <span class="agenda-contract">{text(move || tr!(deadlines.contracts, count))}</span> }.into_any()
    });
    let number = deadline
        .contract_number
        .map(|number| view! { <span class="agenda-contract" lang="en">{number}</span> }.into_any());
    view! {
        <li class="agenda-row">
            <span class="agenda-day">{text(move || formats::date_with_weekday(on))}</span>
            <span class="agenda-what">{what} " " {optional(number)}{optional(contracts)}</span>
            {optional(amount)}
        </li>
    }
    .into_any()
}

/// The page that shows more: the invoices for payments, the call records that start, or else the contract.
fn address(context: &PageContext, deadline: &Deadline) -> Option<String> {
    if deadline.contracts.is_some() {
        return Some(context.path("/contracts"));
    }
    let contract = deadline.contract_id?;
    let page = match deadline.kind {
        DeadlineKind::Debit | DeadlineKind::Payment => match deadline.invoice_id {
            Some(invoice) => format!("/invoices?invoice={invoice}"),
            None => "/invoices".to_owned(),
        },
        DeadlineKind::ServiceStart
        | DeadlineKind::CallRecordsStart
        | DeadlineKind::ContractNotice
        | DeadlineKind::ContractRenewal
        | DeadlineKind::ContractEnd => String::new(),
    };
    Some(context.path(&format!("/contracts/{contract}{page}")))
}

fn label(kind: DeadlineKind) -> fn() -> &'static str {
    match kind {
        DeadlineKind::Debit => t!(deadlines.debit),
        DeadlineKind::Payment => t!(deadlines.payment),
        DeadlineKind::ServiceStart => t!(deadlines.service_start),
        DeadlineKind::CallRecordsStart => t!(deadlines.call_records_start),
        DeadlineKind::ContractNotice => t!(deadlines.contract_notice),
        DeadlineKind::ContractRenewal => t!(deadlines.contract_renewal),
        DeadlineKind::ContractEnd => t!(deadlines.contract_end),
    }
}
