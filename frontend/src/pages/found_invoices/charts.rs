//! Bars by month of what the search leaves. A bar leads to its month.

use super::state::Bills;
use crate::api::found_invoices::Filter;
use crate::browser;
use crate::components::charts::{Bar, Chart, columns};
use crate::components::counts::COUNT_ID;
use crate::components::views::changing;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::invoices::{InvoiceMonth, InvoiceOverview};

/// Months that are drawn at most, the newest ones.
const MOST: usize = 14;

/// The chart; none for less than two months.
pub fn section(bills: Bills) -> AnyView {
    // What went wrong is said at the list.
    changing(move || match bills.overview.value() {
        Some(overview) if overview.months.len() > 1 => columns(chart(bills, overview)),
        Some(_) | None => ().into_any(),
    })
}

fn chart(bills: Bills, overview: InvoiceOverview) -> Chart {
    let months: Vec<InvoiceMonth> = overview.months.into_iter().take(MOST).collect();
    let bars: Vec<Bar> = months.into_iter().rev().enumerate().map(|(at, month)| bar(bills, at, month)).collect();
    let total = bars.iter().map(|bar| bar.value).sum();
    let most = bars.iter().max_by_key(|bar| bar.value);
    let (most, value) = most.map(|bar| (bar.name.clone(), bar.shown.clone())).unwrap_or_default();
    let prefix = format!("/{}", bills.context().portal.key);
    Chart {
        id: "bills-by-month".to_owned(),
        title: t!(bills.by_month).into(),
        summary: tr!(charts.summary, most, formats::yen(total), value),
        bars,
        name: t!(bills.month),
        values: vec![t!(bills.count), t!(bills.amount)],
        write: formats::yen,
        limit: None,
        is_table_open: false,
        whole: None,
        go: Callback::new(move |(address,): (String,)| {
            bills.context().stay(address.strip_prefix(&prefix).unwrap_or_default());
            browser::focus(COUNT_ID);
        }),
    }
}

fn bar(bills: Bills, at: usize, month: InvoiceMonth) -> Bar {
    let of =
        Filter { month_from: month.month.clone(), month_until: month.month.clone(), ..bills.filter.get_untracked() };
    let number = month.month.rsplit('-').next().unwrap_or_default().trim_start_matches('0').to_owned();
    Bar {
        name: formats::month(&month.month),
        mark: tr!(bills.month_mark, number),
        is_major: at.is_multiple_of(3),
        value: month.gross,
        shown: formats::yen(month.gross),
        cells: vec![formats::count(month.count), formats::yen(month.gross)],
        address: Some(bills.address(&of)),
    }
}
