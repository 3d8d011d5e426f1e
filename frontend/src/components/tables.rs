//! Lists as tables, which become a card for each row on a phone. Must not know what a list is of: its columns do.

use super::columns::Column;
use super::counts::count_line;
use super::listings::Listing;
use super::sorting::Sorting;
use crate::components::views::{changing, optional, text};
use leptos::prelude::*;
use std::sync::Arc;

/// A table before it has rows.
pub struct Table<T> {
    caption: fn() -> &'static str,
    class: &'static str,
    columns: Vec<Column<T>>,
    sorting: Option<Sorting>,
    mark: Option<Mark<T>>,
    is_counted: bool,
}

/// Whether something holds of a row, now.
type Holds<T> = Box<dyn Fn(&T) -> Signal<bool> + Send + Sync>;

/// Sets some rows off.
struct Mark<T> {
    class: &'static str,
    /// Whether a row is the one that the page is about, rather than merely one of a kind.
    is_current: bool,
    holds: Holds<T>,
}

impl<T: Clone + Send + Sync + 'static> Table<T> {
    /// A table of these columns; the caption is read out.
    pub fn new(caption: fn() -> &'static str, columns: Vec<Column<T>>) -> Self {
        Self { caption, class: "", columns, sorting: None, mark: None, is_counted: true }
    }

    /// What the styles know it by.
    pub fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// Its columns that have an order sort it.
    pub fn sorted(self, sorting: Sorting) -> Self {
        Self { sorting: Some(sorting), ..self }
    }

    /// Gives rows a class where something holds of them.
    pub fn marked(self, class: &'static str, holds: impl Fn(&T) -> bool + Send + Sync + 'static) -> Self {
        let holds = Box::new(move |row: &T| Signal::stored(holds(row)));
        Self { mark: Some(Mark { class, is_current: false, holds }), ..self }
    }

    /// Sets off the row that is being worked on.
    pub fn chosen(self, holds: impl Fn(&T) -> Signal<bool> + Send + Sync + 'static) -> Self {
        Self { mark: Some(Mark { class: "chosen", is_current: true, holds: Box::new(holds) }), ..self }
    }

    /// The page itself says how many there are.
    pub fn uncounted(self) -> Self {
        Self { is_counted: false, ..self }
    }

    /// With all the rows that there are.
    pub fn of(&self, rows: &[T]) -> AnyView {
        let rows: Vec<AnyView> = rows.iter().map(|row| self.row(row)).collect();
        self.framed(Signal::stored(false), view! { <tbody role="rowgroup">{rows}</tbody> }.into_any())
    }

    /// With rows that change; only they are drawn anew, so whatever else has the focus keeps it.
    pub fn following(self, rows: impl Fn() -> Vec<T> + Send + 'static) -> AnyView {
        let table = Arc::new(self);
        let drawn = table.clone();
        let rows = changing(move || rows().iter().map(|row| drawn.row(row)).collect::<Vec<_>>().into_any());
        table.framed(Signal::stored(false), view! { <tbody role="rowgroup">{rows}</tbody> }.into_any())
    }

    /// With the rows of a list as they are read, how many there are above and もっと見る below; `empty` in place of it all
    /// where there is nothing.
    pub fn listing(self, list: Listing<T>, empty: impl Fn() -> AnyView + Send + 'static) -> AnyView {
        let table = Arc::new(self);
        list.first.show(move |page| {
            if page.items.is_empty() {
                return empty();
            }
            let drawn = table.clone();
            let bodies = list.bodies(move |row| drawn.row(&row));
            let count = table.is_counted.then(|| count_line(move || list.count_words()));
            view! {
                {optional(count)}
                {table.framed(Signal::derive(move || list.first.busy.get()), bodies)}
                {list.foot()}
            }
            .into_any()
        })
    }

    fn framed(&self, busy: Signal<bool>, bodies: AnyView) -> AnyView {
        let heads: Vec<AnyView> = self.columns.iter().map(|column| column.head(self.sorting)).collect();
        frame(self.class, self.caption, busy, heads, bodies)
    }

    fn row(&self, row: &T) -> AnyView {
        let cells: Vec<AnyView> = self.columns.iter().map(|column| column.cell(row)).collect();
        let Some(Mark { class, is_current, holds }) = &self.mark else {
            return view! { <tr role="row">{cells}</tr> }.into_any();
        };
        let (class, is_current, holds) = (*class, *is_current, holds(row));
        let class = move || holds.get().then_some(class);
        let current = move || (is_current && holds.get()).then_some("true");
        view! { <tr role="row" class=class aria-current=current>{cells}</tr> }.into_any()
    }
}

/// What stands in the place of a list of nothing, and what can be done about it.
pub fn empty(words: fn() -> &'static str, next: Option<TextProp>) -> AnyView {
    let next = next.map(|next| view! { <p>{text(next)}</p> }.into_any());
    view! { <div class="empty"><p>{words}</p>{optional(next)}</div> }.into_any()
}

fn frame(
    class: &'static str,
    caption: fn() -> &'static str,
    busy: Signal<bool>,
    heads: Vec<AnyView>,
    bodies: AnyView,
) -> AnyView {
    let class = format!("table cards {class}").trim_end().to_owned();
    view! {
        <div class="table-frame">
            <table class=class role="table" aria-busy=move || busy.get().then_some("true")>
                <caption class="visually-hidden">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{heads}</tr>
                </thead>
                {bodies}
            </table>
        </div>
    }
    .into_any()
}
