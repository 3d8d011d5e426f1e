//! ご利用状況: what a contract stored month by month as bars with the free amount as a line, the fee of each month, and the way to
//! its invoice.

use crate::api;
use crate::components::charts::{Bar, Chart, Limit, columns};
use crate::components::parts::Part;
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::usages::{ContractUsages, Gigabyte, UsageFee, UsageMonth};

/// Months that are drawn, the newest ones.
const DRAWN: usize = 12;

/// The section.
pub fn section(context: &PageContext, contract: String) -> AnyView {
    let (client, context) = (context.client, context.clone());
    let usages = Part::load(move || {
        let contract = contract.clone();
        async move { api::usages::of_contract(client, &contract).await }
    });
    let shown = usages.show(move |usages| {
        let context = context.clone();
        changing(move || panels(&context, &usages))
    });
    view! {
        <section class="section" aria-labelledby="contract-usages">
            <h2 id="contract-usages">{t!(usages.title)}</h2>
            {shown}
        </section>
    }
    .into_any()
}

fn panels(context: &PageContext, usages: &ContractUsages) -> AnyView {
    if usages.fees.is_empty() {
        return view! { <div class="card"><p class="note">{t!(usages.none)}</p></div> }.into_any();
    }
    let note = usages.price_note.clone();
    let note = note.map(|note| view! { <p class="note after-table">{text(move || own(&note))}</p> }.into_any());
    let panels = usages.fees.iter().map(|fee| panel(context, fee, usages)).collect_view();
    view! { <div class="charts">{panels}</div> {optional(note)} }.into_any()
}

fn panel(context: &PageContext, fee: &UsageFee, usages: &ContractUsages) -> AnyView {
    let months: Vec<&UsageMonth> = usages.months.iter().filter(|month| month.code == fee.code).take(DRAWN).collect();
    let rule = rule(fee);
    if months.is_empty() {
        return view! { <div class="card"><p>{rule}</p><p class="note">{t!(usages.empty)}</p></div> }.into_any();
    }
    let over = months.iter().filter(|month| month.fee > 0).count();
    let free = fee.gigabyte.write(fee.free_bytes);
    let summary = format!("{rule} {}", tr!(usages.summary, free.clone(), months.len(), over));
    let label = fee.label.clone();
    let bars = months.iter().rev().enumerate().map(|(at, month)| bar(context, fee, at, month)).collect();
    let (prefix, goer) = (format!("/{}", context.portal.key), context.clone());
    columns(Chart {
        id: format!("usages-{}", fee.code),
        title: (move || own(&label)).into(),
        summary,
        bars,
        name: t!(usages.month),
        values: vec![t!(usages.stored), t!(usages.held), t!(usages.fee), t!(usages.invoice)],
        write: gigabytes,
        limit: Some(Limit {
            value: thousandths(fee.gigabyte, fee.free_bytes),
            label: tr!(usages.limit, free),
            above: tr!(usages.over).to_owned(),
        }),
        is_table_open: true,
        whole: None,
        go: Callback::new(move |(address,): (String,)| goer.go(address.strip_prefix(&prefix).unwrap_or_default())),
    })
}

/// What is free, and what is due above it.
fn rule(fee: &UsageFee) -> String {
    tr!(usages.rule, formats::yen(fee.monthly), fee.gigabyte.write(fee.free_bytes))
}

fn bar(context: &PageContext, fee: &UsageFee, at: usize, month: &UsageMonth) -> Bar {
    let number = month.month.rsplit('-').next().unwrap_or_default().trim_start_matches('0').to_owned();
    let stored = fee.gigabyte.write(month.bytes);
    let (held, amount) = match month.fee {
        0 => (tr!(usages.within), "－".to_owned()),
        amount => (tr!(usages.over), formats::yen(amount)),
    };
    let invoice = match (month.fee, month.charged) {
        (0, _) => "－",
        (_, true) => tr!(usages.charged),
        (_, false) => tr!(usages.waiting),
    };
    Bar {
        name: formats::month(&month.month),
        mark: tr!(bills.month_mark, number),
        is_major: at.is_multiple_of(3),
        value: thousandths(fee.gigabyte, month.bytes),
        shown: stored.clone(),
        cells: vec![stored, held.to_owned(), amount, invoice.to_owned()],
        address: month.invoice_id.map(|id| context.path(&format!("/invoices/{id}"))),
    }
}

/// Gigabytes in thousandths, for the axis: a part of one counts as one, so that a bar above the line is above it.
fn thousandths(gigabyte: Gigabyte, bytes: i64) -> i64 {
    let (bytes, unit) = (i128::from(bytes.max(0)), i128::from(gigabyte.bytes()));
    i64::try_from((bytes * 1_000 + unit - 1) / unit).unwrap_or(i64::MAX)
}

/// Thousandths of gigabytes as people read them.
fn gigabytes(thousandths: i64) -> String {
    Gigabyte::Decimal.write(thousandths.saturating_mul(1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_above_the_line_exactly_when_more_is_stored_than_is_free() {
        for gigabyte in [Gigabyte::Decimal, Gigabyte::Binary] {
            let free = 5 * gigabyte.bytes();
            let line = thousandths(gigabyte, free);
            assert_eq!(gigabytes(line), "5 GB");
            assert!(thousandths(gigabyte, free - 1) <= line && thousandths(gigabyte, free + 1) > line);
        }
    }
}
