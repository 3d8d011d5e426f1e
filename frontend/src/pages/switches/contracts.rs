//! A switch that each contract has of its own: a table that stays short, however many contracts there are.

use super::cards::changed;
use super::changes::Changes;
use super::filters;
use super::states::{badge, start};
use crate::browser;
use crate::components::listings::COUNT_ID;
use crate::components::tables::more_button;
use crate::components::views::{changing, optional, text};
use crate::formats;
use crate::texts::{t, tr};
use crate::visits::Visit;
use leptos::prelude::*;
use madoguchi_api_types::switches::{Switch, SwitchKind};

/// Rows that are shown at once.
const PART: usize = 20;

/// What is shown of the contracts.
#[derive(Clone, Copy)]
pub struct Contracts {
    changes: Changes,
    kind: SwitchKind,
    /// Part of the number that is looked for.
    wanted: Memo<String>,
    /// Rows at most.
    shown: RwSignal<usize>,
}

impl Contracts {
    /// The first of those whose number the address asks for.
    pub fn new(changes: Changes, kind: SwitchKind, wanted: Memo<String>) -> Self {
        let shown = RwSignal::new(PART);
        Effect::new(move |_| {
            wanted.track();
            shown.set(PART);
        });
        Self { changes, kind, wanted, shown }
    }

    /// All of the kind.
    fn all(self) -> Vec<Switch> {
        let mut switches = self.changes.list.value().unwrap_or_default();
        switches.retain(|switch| switch.kind == self.kind);
        switches
    }

    fn found(self) -> Vec<Switch> {
        let wanted = self.wanted.get();
        let mut found = self.all();
        found.retain(|switch| switch.contract_number.as_ref().is_some_and(|number| number.contains(&wanted)));
        found
    }

    fn read_on(self) {
        self.shown.update(|shown| *shown += PART);
        if untrack(|| self.found().len() <= self.shown.get()) {
            // The button goes; the focus must not go with it.
            browser::focus(COUNT_ID);
        }
    }

    /// The search where there are many, and the table.
    pub fn draw(self, visit: &Visit) -> AnyView {
        let searched = Memo::new(move |_| self.all().len() > PART);
        let found = Memo::new(move |_| self.found());
        let is_empty = Memo::new(move |_| found.with(Vec::is_empty));
        let visit = visit.clone();
        view! {
            {changing(move || optional(searched.get().then(|| filters::form(&visit, self.wanted))))}
            {changing(move || if is_empty.get() { self.empty() } else { self.table(found) })}
        }
        .into_any()
    }

    fn empty(self) -> AnyView {
        let searched = move || !self.wanted.with(String::is_empty);
        let words = move || if searched() { tr!(switches.not_found) } else { tr!(switches.no_contract) };
        view! { <div class="empty"><p>{text(words)}</p></div> }.into_any()
    }

    /// Only the rows are drawn anew: whatever has the focus keeps it.
    fn table(self, found: Memo<Vec<Switch>>) -> AnyView {
        let number = |count: usize| formats::count(i64::try_from(count).unwrap_or_default());
        let (shown, changes) = (self.shown, self.changes);
        let count = move || {
            let (all, shown) = (found.with(Vec::len), shown.get());
            if shown < all { tr!(tables.part, number(all), number(shown)) } else { tr!(tables.all, number(all)) }
        };
        let rows = move || {
            let row = |switch: &Switch| row(changes, switch);
            found.with(|found| found.iter().take(shown.get()).map(row).collect::<Vec<_>>()).into_any()
        };
        let has_more = Memo::new(move |_| shown.get() < found.with(Vec::len));
        let more = move || more_button(RwSignal::new(false), Callback::new(move |()| self.read_on()));
        view! {
            <p class="count" id=COUNT_ID tabindex="-1" role="status">{text(count)}</p>
            <div class="table-frame">
                <table class="table cards switches" role="table">
                    <caption class="visually-hidden">{t!(switches.call_records)}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th scope="col" role="columnheader">{t!(contracts.number)}</th>
                            <th scope="col" role="columnheader">{t!(switches.state)}</th>
                            <th scope="col" role="columnheader">{t!(switches.start)}</th>
                            <th scope="col" role="columnheader">{t!(switches.changed)}</th>
                            <th scope="col" role="columnheader">
                                <span class="visually-hidden">{t!(account.actions)}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{changing(rows)}</tbody>
                </table>
            </div>
            {changing(move || optional(has_more.get().then(more)))}
        }
        .into_any()
    }
}

fn row(changes: Changes, switch: &Switch) -> AnyView {
    let none = || "-".into_any();
    let (start, changed) = (start(switch), changed(switch));
    let (no_start, no_change) = (start.is_none(), changed.is_none());
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label=t!(contracts.number) lang="en">
                {switch.contract_number.clone()}
            </th>
            <td role="cell" data-label=t!(switches.state)>{badge(switch)}</td>
            <td role="cell" data-label=t!(switches.start) class="word" class:nothing=no_start>
                {start.unwrap_or_else(none)}
            </td>
            <td role="cell" data-label=t!(switches.changed) class:nothing=no_change>
                <span>{changed.unwrap_or_else(none)}</span>
            </td>
            <td role="cell" class="action">{optional(changes.button(switch))}</td>
        </tr>
    }
    .into_any()
}
