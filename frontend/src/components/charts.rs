//! Bar charts in SVG with a table of the same values. A bar with an address leads there: by pointer or arrow keys in the
//! chart, and as a link in the table; one without is a picture with its name. Must not know what is counted.

use super::columns::Column;
use super::scales::{share, ticks};
use super::tables::Table;
use crate::components::views::{optional, text};
use crate::texts::t;
use leptos::ev::{self, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::svg;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, SvgElement};

#[derive(Clone)]
pub struct Chart {
    /// Id of its heading.
    pub id: String,
    /// What the bars are.
    pub title: TextProp,
    /// What it shows, in a sentence.
    pub summary: String,
    /// The bars in their order.
    pub bars: Vec<Bar>,
    /// Head of the table's first column.
    pub name: fn() -> &'static str,
    /// Heads of the table's columns of values.
    pub values: Vec<fn() -> &'static str>,
    /// Writes a value at the axis.
    pub write: fn(i64) -> String,
    /// A value that bars are held against.
    pub limit: Option<Limit>,
    /// Whether the table is to be seen at first.
    pub is_table_open: bool,
    /// Where the whole is shown again, for a chart of a part of it.
    pub whole: Option<String>,
    /// Goes to an address.
    pub go: Callback<(String,)>,
}

/// A value that bars are held against: a line across the chart. What is above it is said in the table too.
#[derive(Clone)]
pub struct Limit {
    /// Where it stands.
    pub value: i64,
    /// What it is.
    pub label: String,
    /// What is said of a bar above it.
    pub above: String,
}

/// A bar of a chart.
#[derive(Clone)]
pub struct Bar {
    /// Its name in full.
    pub name: String,
    /// Its name at the axis.
    pub mark: String,
    /// Whether the axis names it where there is little room.
    pub is_major: bool,
    /// Its length, from 0 on.
    pub value: i64,
    /// The same as people read it, with its unit.
    pub shown: String,
    /// The values of its row in the table.
    pub cells: Vec<String>,
    /// Where it leads; nothing where there is nothing to see.
    pub address: Option<String>,
}

/// A chart of columns, for what has an order.
pub fn columns(chart: Chart) -> AnyView {
    let most = chart.bars.iter().map(|bar| bar.value).max().unwrap_or_default();
    let ticks = ticks(chart.limit.as_ref().map_or(most, |limit| limit.value.max(most)));
    let top = ticks.last().copied().unwrap_or(1);
    let all = chart.bars.len();
    let highest = chart.bars.iter().position(|bar| bar.value == most && most > 0);
    let column = |(at, bar): (usize, &Bar)| column(&chart, bar, at, top, highest == Some(at));
    let bars = chart.bars.iter().enumerate().map(column).collect_view();
    let line = |tick: &i64| {
        let height = format!("{}%", 100 - percent(*tick, top));
        view! { <line class="chart-line" x1="0" x2="100%" y1=height.clone() y2=height></line> }
    };
    let lines = ticks.iter().map(line).collect_view();
    let scale: Vec<AnyView> =
        ticks.iter().rev().map(|tick| view! { <span>{(chart.write)(*tick)}</span> }.into_any()).collect();
    let mark = |(at, bar): (usize, &Bar)| {
        let class = if bar.is_major { "chart-mark" } else { "chart-mark minor" };
        view! { <text class=class x=share(at * 2 + 1, all * 2) y="1.25em">{bar.mark.clone()}</text> }
    };
    let marks = chart.bars.iter().enumerate().map(mark).collect_view();
    let drawing = view! {
        <div class="chart-drawing">
            <div class="chart-scale" aria-hidden="true">{scale}</div>
            <svg class="chart-plot" role="group" aria-labelledby=chart.id.clone() on:keydown=move_along>
                <g aria-hidden="true">{lines}</g>
                {bars}
                {chart.limit.as_ref().map(|limit| limit_line(limit, top))}
            </svg>
            <svg class="chart-marks" aria-hidden="true">{marks}</svg>
        </div>
    };
    around(&chart, drawing.into_any())
}

/// The line of the limit, with its name at the right. The summary of the chart says it to who does not see it.
fn limit_line(limit: &Limit, top: i64) -> AnyView {
    let height = format!("{}%", 100 - percent(limit.value, top));
    view! {
        <g aria-hidden="true">
            <line class="chart-limit" x1="0" x2="100%" y1=height.clone() y2=height.clone()></line>
            <text class="chart-limit-name" x="100%" y=height dy="-0.4em">{limit.label.clone()}</text>
        </g>
    }
    .into_any()
}

fn column(chart: &Chart, bar: &Bar, at: usize, top: i64, is_highest: bool) -> AnyView {
    let all = chart.bars.len();
    let (start, middle) = (share(at, all), share(at * 2 + 1, all * 2));
    let (left, width) = (share(at * 100 + 14, all * 100), share(72, all * 100));
    let height = percent(bar.value, top);
    let above = format!("{}%", 100 - height);
    let value = is_highest.then(|| {
        let above = above.clone();
        // At the ends the text must not leave the chart.
        let class = match at {
            0..2 => "chart-value first",
            at if at + 2 >= all => "chart-value last",
            _ => "chart-value",
        };
        view! { <text class=class x=middle y=above dy="-0.4em" aria-hidden="true">{bar.shown.clone()}</text> }
    });
    let above_limit = chart.limit.as_ref().filter(|limit| bar.value > limit.value);
    let said = above_limit.map(|limit| format!(" {}", limit.above)).unwrap_or_default();
    let name = format!("{} {}{said}", bar.name, bar.shown);
    let class = if above_limit.is_some() { "chart-length above" } else { "chart-length" };
    let room = view! { <rect class="chart-room" x=start y="0" width=share(1, all) height="100%"></rect> };
    let length = view! { <rect class=class x=left y=above width=width height=format!("{height}%")></rect> };
    let Some(address) = bar.address.clone() else {
        // Nothing is no picture: the table has it.
        if bar.value == 0 {
            return ().into_any();
        }
        let named = name.clone();
        // By hand: in a view it would be the title of a page.
        let content = (svg::title().child(name), room, length);
        let picture = svg::g().attr("role", "img").attr("aria-label", named).child(content);
        return view! { <g>{picture.into_any()}{value}</g> }.into_any();
    };
    let first = chart.bars.iter().position(|bar| bar.address.is_some()) == Some(at);
    let (go, target) = (chart.go, address.clone());
    let press = move |event: MouseEvent| {
        if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            go.run((target.clone(),));
        }
    };
    // By hand: in a view it would be a link of HTML, which is not drawn within SVG.
    let link = svg::a()
        .attr("class", "chart-bar")
        .attr("href", address)
        .attr("aria-label", name.clone())
        .attr("tabindex", if first { "0" } else { "-1" })
        .on(ev::click, press)
        .child((svg::title().child(name), room, length));
    view! { <g>{link.into_any()}{value}</g> }.into_any()
}

/// Left and right between the bars, Home and End to the first and last.
fn move_along(event: KeyboardEvent) {
    let Some(plot) = event.current_target().and_then(|plot| plot.dyn_into::<Element>().ok()) else { return };
    let Ok(bars) = plot.query_selector_all("a") else { return };
    let bars: Vec<SvgElement> = (0..bars.length()).filter_map(|at| bars.get(at)?.dyn_into().ok()).collect();
    let target = event.target().and_then(|target| target.dyn_into::<SvgElement>().ok());
    let Some(at) = bars.iter().position(|bar| Some(bar) == target.as_ref()) else { return };
    let next = match event.key().as_str() {
        "ArrowLeft" => at.checked_sub(1),
        "ArrowRight" => Some(at + 1),
        "Home" => Some(0),
        "End" => bars.len().checked_sub(1),
        _ => return,
    };
    event.prevent_default();
    if let Some(bar) = next.and_then(|at| bars.get(at)) {
        let _ = bar.focus();
    }
}

/// A chart of rows, for names: each is a link.
pub fn rows(chart: Chart) -> AnyView {
    let most = chart.bars.iter().map(|bar| bar.value).max().unwrap_or_default().max(1);
    let row = |bar: &Bar| {
        let length = format!("{}%", percent(bar.value, most));
        view! {
            <li>
                <a class="chart-row" href=bar.address.clone() data-noscroll="">
                    <span class="chart-name">{bar.name.clone()}</span>
                    <svg class="chart-track" aria-hidden="true">
                        <rect class="chart-length" x="0" y="0" width=length height="100%"></rect>
                    </svg>
                    <span class="chart-number">{bar.shown.clone()}</span>
                </a>
            </li>
        }
    };
    let rows = chart.bars.iter().map(row).collect_view();
    let drawing = view! { <ol class="chart-rows">{rows}</ol> };
    around(&chart, drawing.into_any())
}

/// Heading, summary and table around a drawing.
fn around(chart: &Chart, drawing: AnyView) -> AnyView {
    let whole =
        chart.whole.clone().map(|address| view! { <a href=address data-noscroll="">{t!(charts.all)}</a> }.into_any());
    view! {
        <section class="chart card" aria-labelledby=chart.id.clone()>
            <div class="chart-head">
                <h3 id=chart.id.clone()>{text(chart.title.clone())}</h3>
                {optional(whole)}
            </div>
            <p class="note">{chart.summary.clone()}</p>
            {drawing}
            {table(chart)}
        </section>
    }
    .into_any()
}

/// The same values in figures; a name leads where its bar does.
fn table(chart: &Chart) -> AnyView {
    let name = |bar: &Bar| match bar.address.clone() {
        Some(address) => view! { <a href=address data-noscroll="">{bar.name.clone()}</a> }.into_any(),
        None => bar.name.clone().into_any(),
    };
    let value = |(at, label): (usize, &fn() -> &'static str)| {
        Column::new(*label, move |bar: &Bar| bar.cells.get(at).cloned().unwrap_or_default().into_any()).number()
    };
    let mut columns = vec![Column::new(chart.name, name).naming()];
    columns.extend(chart.values.iter().enumerate().map(value));
    let (title, caption) = (chart.title.clone(), chart.title.clone());
    view! {
        <details class="chart-table" open=chart.is_table_open>
            <summary>
                {t!(charts.table)} <span class="visually-hidden">{text(move || format!("：{}", title.get()))}</span>
            </summary>
            {Table::new(caption, columns).rows().of(&chart.bars)}
        </details>
    }
    .into_any()
}

fn percent(value: i64, top: i64) -> i64 {
    value.max(0) * 100 / top.max(1)
}
