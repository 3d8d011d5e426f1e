//! Parts of tables: headers that sort, and the line of what is shown.

use crate::components::views::text;
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

/// A header that sorts by its column, the other way when it is sorted so; `number` where the column holds numbers.
pub fn sort_header(label: fn() -> &'static str, number: bool, sorted: Signal<Sorted>, sort: Callback<()>) -> AnyView {
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
                {label}
                <span aria-hidden="true">{text(sign)}</span>
            </button>
        </th>
    }
    .into_any()
}

/// もっと見る under a list that has more.
pub fn more_button(busy: RwSignal<bool>, more: Callback<()>) -> AnyView {
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
    .into_any()
}
