//! 印刷する on a list of calls: all of the month are read first, so that the paper has what its count says.

use super::state::Calls;
use crate::components::listings::Listing;
use crate::components::print_buttons;
use crate::components::views::text;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::call_records::CallRecord;

/// Calls that are printed at most: some forty sheets. Who needs more takes the file.
const MOST: usize = 2_000;

/// The button, with how far it is and what it cannot do.
pub fn button(calls: Calls, list: Listing<CallRecord>) -> AnyView {
    let reading = RwSignal::new(false);
    let number = |count: usize| formats::count(i64::try_from(count).unwrap_or(i64::MAX));
    let all = move || calls.totals.value().map_or(0, |totals| usize::try_from(totals.count).unwrap_or_default());
    let press = move |_| {
        if reading.get_untracked() {
            return;
        }
        reading.set(true);
        list.read_all(
            MOST,
            Callback::new(move |(whole,): (bool,)| {
                reading.set(false);
                if whole {
                    // After the rows are drawn.
                    request_animation_frame(print_buttons::print);
                }
            }),
        );
    };
    let said = move || match (reading.get(), all()) {
        (true, all) => tr!(calls.print_reading, number(all), number(list.count())),
        (false, all) if all > MOST => tr!(calls.print_most, number(all), number(MOST)),
        _ => String::new(),
    };
    view! {
        <div class="printing">
            <button
                type="button"
                class="button text small"
                class:busy=reading
                aria-disabled=move || reading.get().then_some("true")
                on:click=press
            >
                {t!(frame.print)}
            </button>
            <p class="note" role="status">{text(said)}</p>
        </div>
    }
    .into_any()
}
