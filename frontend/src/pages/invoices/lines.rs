//! The lines of an invoice and what they come to, as tables.

use crate::components::columns::Column;
use crate::components::tables::{Body, Table};
use crate::components::views::{optional, text};
use crate::formats::yen;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::invoices::{InvoiceContract, InvoiceDetail, InvoiceLine, RateTotal, TaxRate};

/// A line, or what lines come to.
#[derive(Clone)]
struct Row {
    label: TextProp,
    /// Taxed at the reduced rate, which is marked at the line.
    is_reduced: bool,
    amount: i64,
    note: String,
    /// The last one: what all come to.
    is_sum: bool,
}

/// The lines of a contract with its totals by tax rate; `reference` says that they are not those of the qualified invoice.
pub fn of_contract(part: &InvoiceContract, reference: bool) -> AnyView {
    let number = part.contract_number.clone();
    let mut sums: Vec<Row> = part.totals.iter().flat_map(|total| of_rate(total, reference)).collect();
    sums.push(Row::sum(move || with_mark(tr!(invoices.subtotal).to_owned(), reference), part.subtotal));
    let has_notes = part.lines.iter().any(|line| !line.note.trim().is_empty());
    let bodies =
        [Body { class: "", rows: part.lines.iter().map(Row::of).collect() }, Body { class: "sums", rows: sums }];
    let caption = move || {
        let number = number.clone();
        view! { <span>{t!(contracts.number)}</span> " " <span lang="en">{number}</span> }.into_any()
    };
    table(has_notes).titled(caption).class("invoice").of_bodies(&bodies)
}

/// The totals of the whole invoice: these are the amounts of the qualified invoice.
pub fn totals(invoice: &InvoiceDetail) -> AnyView {
    let mut sums: Vec<Row> = invoice.totals.iter().flat_map(|total| of_rate(total, false)).collect();
    sums.push(Row::sum(t!(invoices.gross), invoice.gross));
    let bodies = [Body { class: "sums", rows: sums }];
    table(false).titled(|| t!(invoices.totals).into_any()).class("invoice totals").of_bodies(&bodies)
}

fn table(has_notes: bool) -> Table<Row> {
    let item = |row: &Row| {
        let mark = || view! { <span class="rate-mark">{t!(invoices.reduced_mark)}</span> }.into_any();
        view! { {text(row.label.clone())} " " {optional(row.is_reduced.then(mark))} }.into_any()
    };
    let mut columns = vec![
        Column::new(t!(invoices.item), item).naming(),
        Column::new(t!(invoices.amount), |row: &Row| yen(row.amount).into_any()).number(),
    ];
    if has_notes {
        columns.push(Column::new(t!(invoices.remark), |row: &Row| row.note.clone().into_any()));
    }
    Table::new(t!(invoices.item), columns).plain().marked("sum", |row: &Row| row.is_sum)
}

impl Row {
    fn of(line: &InvoiceLine) -> Self {
        let (label, note) = (line.item.clone().into(), line.note.clone());
        Self { label, is_reduced: line.tax_rate == TaxRate::Reduced8, amount: line.amount, note, is_sum: false }
    }

    fn part(label: impl Into<TextProp>, amount: i64) -> Self {
        Self { label: label.into(), is_reduced: false, amount, note: String::new(), is_sum: false }
    }

    fn sum(label: impl Into<TextProp>, amount: i64) -> Self {
        Self { is_sum: true, ..Self::part(label, amount) }
    }
}

/// 10%対象計 and 消費税（10%）; rates without tax have no second row.
fn of_rate(total: &RateTotal, reference: bool) -> Vec<Row> {
    let (rate, percent) = (total.tax_rate, total.percent);
    let label = move || match rate {
        TaxRate::Exempt => tr!(invoices.exempt).to_owned(),
        TaxRate::OutOfScope => tr!(invoices.out_of_scope).to_owned(),
        TaxRate::Reduced8 => tr!(invoices.reduced_net, percent),
        TaxRate::Standard10 => tr!(invoices.rate_net, percent),
    };
    let mut rows = vec![Row::part(label, total.net)];
    if percent > 0 {
        rows.push(Row::part(move || with_mark(tr!(invoices.tax, percent), reference), total.tax));
    }
    rows
}

fn with_mark(label: String, reference: bool) -> String {
    if reference { format!("{label}{}", tr!(invoices.reference)) } else { label }
}
