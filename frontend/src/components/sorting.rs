//! The order of a list as the address of its page says it, and the heads of columns that change it. Must not know the
//! rows.

use crate::components::views::text;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

/// Part of the address that names the order, as the API does.
const ORDER: &str = "order";
/// End of the names of orders with the largest first.
const DESCENDING: &str = "_descending";

/// The order of a list.
#[derive(Clone, Copy)]
pub struct Sorting {
    /// As the address has it; empty where it names none.
    order: Memo<String>,
    /// What an address without an order means.
    usual: &'static str,
    choose: Callback<(String,)>,
}

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sorted {
    No,
    Ascending,
    Descending,
}

impl Sorting {
    /// The order in the address of the page that is being drawn, `usual` where there is none. To sort keeps the rest of the
    /// address.
    pub fn of_address(usual: &'static str) -> Self {
        let (query, path, navigate) = (use_query_map(), use_location().pathname, use_navigate());
        let order = Memo::new(move |_| query.with(|query| query.get(ORDER)).unwrap_or_default());
        let choose = Callback::new(move |(order,): (String,)| {
            let mut query = query.get_untracked();
            query.replace(ORDER, order);
            let address = format!("{}{}", path.get_untracked(), query.to_query_string());
            navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        });
        Self { order, usual, choose }
    }

    /// The head of a column by which the list can be sorted; `number` where it holds numbers.
    pub(super) fn head(self, label: fn() -> &'static str, number: bool, column: &'static str) -> AnyView {
        let Self { order, usual, choose } = self;
        let sorted = Signal::derive(move || order.with(|order| sorted(order, usual, column)));
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
        let press = move |_| choose.run((pressed(sorted.get_untracked(), usual, column),));
        view! {
            <th scope="col" role="columnheader" class:number=number aria-sort=aria>
                <button type="button" class="sort" on:click=press>
                    {label}
                    <span aria-hidden="true">{text(sign)}</span>
                </button>
            </th>
        }
        .into_any()
    }
}

fn sorted(order: &str, usual: &str, column: &str) -> Sorted {
    let order = if order.is_empty() { usual } else { order };
    match order.strip_prefix(column) {
        Some("") => Sorted::Ascending,
        Some(DESCENDING) => Sorted::Descending,
        Some(_) | None => Sorted::No,
    }
}

/// The order after a press on a column's head: the other way where it is sorted, else the way that is usual.
fn pressed(sorted: Sorted, usual: &str, column: &str) -> String {
    let descends = match sorted {
        Sorted::No => usual.ends_with(DESCENDING),
        Sorted::Ascending => true,
        Sorted::Descending => false,
    };
    if descends { format!("{column}{DESCENDING}") } else { column.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_sorts_its_column_alone() {
        assert_eq!(sorted("charge", "started_at", "charge"), Sorted::Ascending);
        assert_eq!(sorted("charge_descending", "started_at", "charge"), Sorted::Descending);
        assert_eq!(sorted("charge_descending", "started_at", "started_at"), Sorted::No);
        // One name begins with the other.
        assert_eq!(sorted("charge_total", "started_at", "charge"), Sorted::No);
    }

    #[test]
    fn an_address_without_an_order_has_the_usual_one() {
        assert_eq!(sorted("", "issued_on_descending", "issued_on"), Sorted::Descending);
        assert_eq!(sorted("", "issued_on_descending", "gross"), Sorted::No);
    }

    #[test]
    fn a_press_turns_a_sorted_column_round_and_sorts_another_as_usual() {
        assert_eq!(pressed(Sorted::Ascending, "started_at", "charge"), "charge_descending");
        assert_eq!(pressed(Sorted::Descending, "started_at", "charge"), "charge");
        assert_eq!(pressed(Sorted::No, "started_at", "charge"), "charge");
        assert_eq!(pressed(Sorted::No, "issued_on_descending", "gross"), "gross_descending");
    }
}
