//! Lists as tables, which become a card for each row on a phone. Must not know what a list is of: its columns do.

use super::columns::Column;
use super::counts::count_line;
use super::listings::Listing;
use super::sorting::Sorting;
use crate::api::Error;
use crate::components::views::{changing, optional, text};
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::pages::Page;
use std::sync::Arc;

/// A table before it has rows.
pub struct Table<T> {
    caption: Caption,
    class: &'static str,
    columns: Vec<Column<T>>,
    sorting: Option<Sorting>,
    mark: Option<Mark<T>>,
    is_counted: bool,
    look: Look,
}

/// What a table is of.
#[derive(Clone)]
struct Caption {
    words: Arc<dyn Fn() -> AnyView + Send + Sync>,
    is_seen: bool,
}

/// How a table stands on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// In a frame; a card for each row on a phone.
    Cards,
    /// In a frame, which scrolls where the table is wider than the phone.
    Rows,
    /// Within a text, in no frame of its own: few narrow columns.
    Plain,
}

/// Rows that belong together, as the lines of an invoice and their sums.
pub struct Body<T> {
    /// What the styles know them by.
    pub class: &'static str,
    pub rows: Vec<T>,
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
    pub fn new(caption: impl Into<TextProp>, columns: Vec<Column<T>>) -> Self {
        let caption = caption.into();
        let caption = Caption { words: Arc::new(move || text(caption.clone())), is_seen: false };
        Self { caption, class: "", columns, sorting: None, mark: None, is_counted: true, look: Look::Cards }
    }

    /// The caption is seen above the table.
    pub fn titled(self, words: impl Fn() -> AnyView + Send + Sync + 'static) -> Self {
        Self { caption: Caption { words: Arc::new(words), is_seen: true }, ..self }
    }

    /// Its rows stay rows on a phone.
    pub fn rows(self) -> Self {
        Self { look: Look::Rows, ..self }
    }

    /// The same, in no frame of its own.
    pub fn plain(self) -> Self {
        Self { look: Look::Plain, ..self }
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
        self.framed(Signal::stored(false), self.body("", rows))
    }

    /// The same, where some rows are set off from others.
    pub fn of_bodies(&self, bodies: &[Body<T>]) -> AnyView {
        let bodies: Vec<AnyView> = bodies.iter().map(|body| self.body(body.class, &body.rows)).collect();
        self.framed(Signal::stored(false), bodies.into_any())
    }

    fn body(&self, class: &'static str, rows: &[T]) -> AnyView {
        let rows: Vec<AnyView> = rows.iter().map(|row| self.row(row)).collect();
        let class = (!class.is_empty()).then_some(class);
        view! { <tbody role="rowgroup" class=class>{rows}</tbody> }.into_any()
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
        let draw = move |page: Page<T>| {
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
        };
        list.first.show_or(draw, refused)
    }

    fn framed(&self, busy: Signal<bool>, bodies: AnyView) -> AnyView {
        let heads: Vec<AnyView> = self.columns.iter().map(|column| column.head(self.sorting)).collect();
        drawn((self.class, self.look), &self.caption, busy, heads, bodies)
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

/// What stands in the place of a list that cannot be searched for so; the search says at its fields what is wrong.
fn refused(error: &Error) -> Option<AnyView> {
    error.refused_conditions()?;
    Some(view! { <div class="empty" role="alert"><p>{t!(tables.refused)}</p></div> }.into_any())
}

fn drawn(
    (class, look): (&'static str, Look),
    caption: &Caption,
    busy: Signal<bool>,
    heads: Vec<AnyView>,
    bodies: AnyView,
) -> AnyView {
    let cards = if look == Look::Cards { "cards " } else { "" };
    let class = format!("table {cards}{class}").trim_end().to_owned();
    let hidden = (!caption.is_seen).then_some("visually-hidden");
    let table = view! {
        <table class=class role="table" aria-busy=move || busy.get().then_some("true")>
            <caption class=hidden>{(caption.words)()}</caption>
            <thead role="rowgroup">
                <tr role="row">{heads}</tr>
            </thead>
            {bodies}
        </table>
    }
    .into_any();
    if look == Look::Plain { table } else { view! { <div class="table-frame">{table}</div> }.into_any() }
}
