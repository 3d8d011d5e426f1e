//! グラフ: the calls under the filter by day, hour and kind. A bar sets the filter.

use super::rows;
use super::state::{CHARGE, Calls, Shown};
use super::totals;
use crate::api;
use crate::api::call_records::Filter;
use crate::components::charts::{Bar, Chart, columns, rows as chart_rows};
use crate::components::parts::Part;
use crate::components::views::changing;
use crate::texts::{t, tr};
use crate::{browser, formats};
use chrono::Datelike as _;
use leptos::prelude::*;
use madoguchi_api_types::call_records::CallRecordCharts;

/// The charts with the totals above.
pub fn panel(calls: Calls) -> AnyView {
    let client = calls.context().client;
    let charts = Part::load(move || {
        let (contract, filter) = (calls.contract(), calls.filter.get());
        async move { api::call_records::charts(client, &contract, &filter).await }
    });
    let is_charge = Memo::new(move |_| calls.shown.with(Shown::is_charge));
    let shown = charts.show(move |charts| {
        if charts.kinds.iter().all(|kind| kind.count == 0) {
            return rows::empty();
        }
        changing(move || draw(calls, &charts, is_charge.get()))
    });
    let busy = move || charts.busy.get().then_some("true");
    view! {
        {totals::line(calls, None)}
        {measures(calls, is_charge)}
        <p class="note chart-keys">{t!(charts.keys)}</p>
        <div class="charts" aria-busy=busy>{shown}</div>
    }
    .into_any()
}

/// 件数 and 料金.
fn measures(calls: Calls, is_charge: Memo<bool>) -> AnyView {
    let choice = move |measure: &'static str, label: fn() -> &'static str| {
        let address =
            move || calls.shown.with(|shown| calls.address(&Shown { measure: measure.to_owned(), ..shown.clone() }));
        let current = move || (is_charge.get() == (measure == CHARGE)).then_some("true");
        view! { <li><a href=address aria-current=current data-noscroll="">{label}</a></li> }
    };
    view! {
        <nav class="switch" aria-label=t!(charts.measure)>
            <ul>{choice("", t!(charts.count))} {choice(CHARGE, t!(charts.charge))}</ul>
        </nav>
    }
    .into_any()
}

/// What makes the bars: how they are measured and where they lead.
#[derive(Clone, Copy)]
struct Maker<'a> {
    calls: Calls,
    shown: &'a Shown,
    is_charge: bool,
}

impl Maker<'_> {
    fn bar(self, name: String, mark: (String, bool), count: i64, charge: i64, to: Filter) -> Bar {
        let (mark, is_major) = mark;
        let value = if self.is_charge { charge } else { count };
        Bar {
            name,
            mark,
            is_major,
            value,
            shown: self.write(value),
            cells: vec![formats::count(count), formats::yen(charge)],
            address: (count > 0).then(|| self.calls.address(&self.shown.of(to))),
        }
    }

    fn write(self, value: i64) -> String {
        if self.is_charge { formats::yen(value) } else { tr!(charts.calls, formats::count(value)) }
    }

    /// A chart of the bars; `whole` without what the filter says of them.
    fn chart(self, words: [fn() -> &'static str; 2], id: &'static str, bars: Vec<Bar>, whole: Option<Filter>) -> Chart {
        let calls = self.calls;
        let total = bars.iter().map(|bar| bar.value).sum();
        let most = bars.iter().rev().max_by_key(|bar| bar.value);
        let (most, value) = most.map(|bar| (bar.name.clone(), bar.shown.clone())).unwrap_or_default();
        let prefix = format!("/{}", calls.context().portal.key);
        Chart {
            id: id.to_owned(),
            title: words[0].into(),
            summary: tr!(charts.summary, most, self.write(total), value),
            bars,
            name: words[1],
            values: vec![t!(charts.count), t!(charts.charge)],
            write: if self.is_charge { formats::yen } else { formats::count },
            limit: None,
            is_table_open: false,
            whole: whole.map(|filter| calls.address(&self.shown.of(filter))),
            go: Callback::new(move |(address,): (String,)| {
                calls.context().stay(address.strip_prefix(&prefix).unwrap_or_default());
                // The bar is drawn anew; what its filter shows is told here.
                browser::focus(totals::TOTALS_ID);
            }),
        }
    }
}

fn draw(calls: Calls, charts: &CallRecordCharts, is_charge: bool) -> AnyView {
    let mut shown = calls.shown.get_untracked();
    shown.filter = untrack(|| calls.dated_filter());
    let filter = shown.filter.clone();
    let maker = Maker { calls, shown: &shown, is_charge };
    let days = charts.days.iter().map(|it| {
        let mark = (it.day.day().to_string(), it.day.day() == 1 || it.day.day() % 5 == 0);
        let to = Filter { day: it.day.to_string(), ..filter.clone() };
        maker.bar(formats::day(it.day), mark, it.count, it.charge, to)
    });
    let hours = charts.hours.iter().map(|it| {
        let mark = (it.hour.to_string(), it.hour % 6 == 0);
        let to = Filter { hour: it.hour.to_string(), ..filter.clone() };
        maker.bar(tr!(calls.hour_band, it.hour), mark, it.count, it.charge, to)
    });
    let kinds = charts.kinds.iter().map(|it| {
        let to = Filter { kind: it.kind.clone(), ..filter.clone() };
        maker.bar(it.kind.clone(), (String::new(), false), it.count, it.charge, to)
    });
    let whole = |part: &String, without: Filter| (!part.is_empty()).then_some(without);
    let all_days = whole(&filter.day, Filter { day: String::new(), ..filter.clone() });
    let all_hours = whole(&filter.hour, Filter { hour: String::new(), ..filter.clone() });
    let all_kinds = whole(&filter.kind, Filter { kind: String::new(), ..filter.clone() });
    let days = maker.chart([t!(charts.by_day), t!(calls.day)], "chart-days", days.collect(), all_days);
    let hours = maker.chart([t!(charts.by_hour), t!(calls.hour)], "chart-hours", hours.collect(), all_hours);
    let kinds = maker.chart([t!(charts.by_kind), t!(calls.kind)], "chart-kinds", kinds.collect(), all_kinds);
    // One day alone would be a column as wide as the chart.
    let days = if days.bars.len() > 1 { columns(days) } else { chart_rows(days) };
    view! {
        {days}
        {columns(hours)}
        {chart_rows(kinds)}
    }
    .into_any()
}
