//! The columns of a list: what stands in the head of each, and what in its cells. Must not know where the rows come from.

use super::sorting::Sorting;
use crate::components::views::text;
use leptos::prelude::*;

/// A column of rows of one type.
pub struct Column<T> {
    look: Look,
    /// Its name, where that is a portal's own.
    own: Option<TextProp>,
    class_by: Option<fn(&T) -> &'static str>,
    cell: Box<dyn Fn(&T) -> AnyView + Send + Sync>,
}

/// All of a column that is the same for every row.
#[derive(Clone, Copy)]
struct Look {
    label: fn() -> &'static str,
    kind: Kind,
    class: &'static str,
    language: Option<&'static str>,
    /// Its name in the orders of the API.
    order: Option<&'static str>,
    is_read_out_only: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Says something of its row.
    Fact,
    /// Says which row it is.
    Name,
    /// Holds what can be done with the row.
    Action,
}

/// The class of amounts and counts: at the right, in digits of one width.
const NUMBER: &str = "number";

impl<T> Column<T> {
    /// A column of facts.
    pub fn new(label: fn() -> &'static str, cell: impl Fn(&T) -> AnyView + Send + Sync + 'static) -> Self {
        let look = Look { label, kind: Kind::Fact, class: "", language: None, order: None, is_read_out_only: false };
        Self { look, own: None, class_by: None, cell: Box::new(cell) }
    }

    /// A column of facts whose name is a portal's own.
    pub fn called(name: impl Into<TextProp>, cell: impl Fn(&T) -> AnyView + Send + Sync + 'static) -> Self {
        Self { own: Some(name.into()), ..Self::new(|| "", cell) }
    }

    /// What can be done with a row: links and buttons, above the facts on a phone.
    pub fn actions(label: fn() -> &'static str, cell: impl Fn(&T) -> AnyView + Send + Sync + 'static) -> Self {
        let column = Self::new(label, cell);
        Self { look: Look { kind: Kind::Action, class: "action", ..column.look }, ..column }
    }

    /// The column that names each row.
    pub fn naming(self) -> Self {
        Self { look: Look { kind: Kind::Name, ..self.look }, ..self }
    }

    /// Amounts or counts.
    pub fn number(self) -> Self {
        self.class(NUMBER)
    }

    /// The head is read out and not seen.
    pub fn read_out_only(self) -> Self {
        Self { look: Look { is_read_out_only: true, ..self.look }, ..self }
    }

    /// Class of the cells.
    pub fn class(self, class: &'static str) -> Self {
        Self { look: Look { class, ..self.look }, ..self }
    }

    /// Class of each cell by its row.
    pub fn class_by(self, class: fn(&T) -> &'static str) -> Self {
        Self { class_by: Some(class), ..self }
    }

    /// Language of the cells.
    pub fn language(self, language: &'static str) -> Self {
        Self { look: Look { language: Some(language), ..self.look }, ..self }
    }

    /// The list can be sorted by it: the column's name in the orders of the API.
    pub fn sorted_by(self, order: &'static str) -> Self {
        Self { look: Look { order: Some(order), ..self.look }, ..self }
    }

    pub(super) fn head(&self, sorting: Option<Sorting>) -> AnyView {
        if let Some(own) = self.own.clone() {
            return view! { <th scope="col" role="columnheader">{text(own)}</th> }.into_any();
        }
        self.look.head(sorting)
    }

    pub(super) fn cell(&self, row: &T) -> AnyView {
        let class = self.class_by.map_or(self.look.class, |class| class(row));
        self.look.cell(self.own.clone(), class, (self.cell)(row))
    }
}

impl Look {
    fn head(self, sorting: Option<Sorting>) -> AnyView {
        let Self { label, .. } = self;
        let is_number = self.class == NUMBER;
        if let (Some(order), Some(sorting)) = (self.order, sorting) {
            return sorting.head(label, is_number, order);
        }
        let label = if self.is_read_out_only {
            view! { <span class="visually-hidden">{label}</span> }.into_any()
        } else {
            label.into_any()
        };
        view! { <th scope="col" role="columnheader" class:number=is_number>{label}</th> }.into_any()
    }

    fn cell(self, own: Option<TextProp>, class: &'static str, content: AnyView) -> AnyView {
        let Self { label, language, .. } = self;
        let label = move || own.as_ref().map_or_else(|| label().to_owned(), |own| own.get().to_string());
        let class = (!class.is_empty()).then_some(class);
        match self.kind {
            Kind::Fact => {
                view! { <td role="cell" class=class data-label=label lang=language>{content}</td> }.into_any()
            }
            Kind::Name => {
                view! { <th scope="row" role="rowheader" class=class data-label=label lang=language>{content}</th> }
                    .into_any()
            }
            Kind::Action => view! { <td role="cell" class=class>{content}</td> }.into_any(),
        }
    }
}

/// A link in a column of actions; `of` says of which row to those who hear it.
pub fn link(label: fn() -> &'static str, address: String, of: String) -> AnyView {
    view! { <a class="button outline small" href=address>{label} <span class="visually-hidden">" " {of}</span></a> }
        .into_any()
}

/// A button in a column of actions; `of` says of which row to those who hear it.
pub fn button(label: fn() -> &'static str, of: String, press: impl Fn() + 'static) -> AnyView {
    view! {
        <button type="button" class="button outline small" on:click=move |_| press()>
            {label} <span class="visually-hidden">" " {of}</span>
        </button>
    }
    .into_any()
}
