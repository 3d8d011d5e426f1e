//! A switch that each contract has of its own: a table that stays short, however many contracts there are.

use super::cards::changed;
use super::changes::Changes;
use super::filters;
use super::states::{badge, start, start_day};
use crate::browser;
use crate::components::columns::Column;
use crate::components::counts::{COUNT_ID, count_line, of_all};
use crate::components::more_buttons::more_button;
use crate::components::tables::{self, Table};
use crate::components::views::{changing, optional};
use crate::contexts::PageContext;
use crate::texts::t;
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
    pub fn draw(self, context: &PageContext) -> AnyView {
        let searched = Memo::new(move |_| self.all().len() > PART);
        let found = Memo::new(move |_| self.found());
        let is_empty = Memo::new(move |_| found.with(Vec::is_empty));
        let context = context.clone();
        view! {
            {changing(move || optional(searched.get().then(|| filters::form(&context, self.wanted))))}
            {changing(move || if is_empty.get() { self.empty() } else { self.table(found) })}
        }
        .into_any()
    }

    fn empty(self) -> AnyView {
        let is_searched = self.wanted.with(|wanted| !wanted.is_empty());
        tables::empty(if is_searched { t!(switches.not_found) } else { t!(switches.no_contract) }, None)
    }

    fn table(self, found: Memo<Vec<Switch>>) -> AnyView {
        let shown = self.shown;
        let count = move || {
            let all = found.with(Vec::len);
            of_all(shown.get().min(all), all)
        };
        let rows = move || found.with(|found| found.iter().take(shown.get()).cloned().collect());
        let has_more = Memo::new(move |_| shown.get() < found.with(Vec::len));
        let more = move || more_button(RwSignal::new(false), Callback::new(move |()| self.read_on()));
        view! {
            {count_line(count)}
            {table(self.changes).following(rows)}
            {changing(move || optional(has_more.get().then(more)))}
        }
        .into_any()
    }
}

fn table(changes: Changes) -> Table<Switch> {
    let number = |it: &Switch| it.contract_number.clone().into_any();
    let changed = |it: &Switch| view! { <span>{changed(it).unwrap_or_else(none)}</span> }.into_any();
    let columns = vec![
        Column::new(t!(contracts.number), number).naming().language("en"),
        Column::new(t!(switches.state), badge),
        Column::new(t!(switches.start), |it: &Switch| start(it).unwrap_or_else(none))
            .class_by(|it| if start_day(it).is_some() { "word" } else { "word nothing" }),
        Column::new(t!(switches.changed), changed).class_by(|it| if it.changed_at.is_some() { "" } else { "nothing" }),
        Column::actions(t!(account.actions), move |it: &Switch| optional(changes.button(it))).read_out_only(),
    ];
    Table::new(t!(switches.call_records), columns).class("switches")
}

fn none() -> AnyView {
    "-".into_any()
}
