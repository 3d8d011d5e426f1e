//! Parts of tables: headers that sort, and the line of what is shown.

use crate::texts::t;
use leptos::prelude::*;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    /// Not by this column.
    No,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A header that sorts by its column.
#[component]
pub fn SortHeader(
    /// What the column holds.
    #[prop(into)]
    label: TextProp,
    /// How it is sorted now.
    #[prop(into)]
    sorted: Signal<Sorted>,
    /// Whether the column holds numbers.
    #[prop(optional)]
    number: bool,
    /// Called to sort by this column, or the other way.
    #[prop(into)]
    sort: Callback<()>,
) -> impl IntoView {
    let aria = move || match sorted.get() {
        Sorted::No => "none",
        Sorted::Ascending => "ascending",
        Sorted::Descending => "descending",
    };
    let sign = move || match sorted.get() {
        Sorted::No => "↕",
        Sorted::Ascending => "▲",
        Sorted::Descending => "▼",
    };
    view! {
        <th scope="col" class:number=number aria-sort=aria>
            <button type="button" class="sort" on:click=move |_| sort.run(())>
                {move || label.get()}
                <span aria-hidden="true">{sign}</span>
            </button>
        </th>
    }
}

/// もっと見る under a list that has more.
#[component]
pub fn MoreButton(
    /// Whether more is on its way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Called to read on.
    #[prop(into)]
    more: Callback<()>,
) -> impl IntoView {
    let press = move |_| {
        if !busy.get_untracked() {
            more.run(());
        }
    };
    view! {
        <p class="more">
            <button
                type="button"
                class="button outline"
                class:busy=busy
                aria-disabled=move || busy.get().then_some("true")
                on:click=press
            >
                {t!(tables.more)}
            </button>
        </p>
    }
}
