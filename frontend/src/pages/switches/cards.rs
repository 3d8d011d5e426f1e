//! A switch that is one for all contracts billed together.

use super::changes::Changes;
use super::states::{badge, start};
use crate::components::moments::moment;
use crate::components::views::optional;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::switches::Switch;

/// Its state and the button.
pub fn card(changes: Changes, switch: &Switch) -> AnyView {
    let start =
        start(switch).map(|start| view! { <div><dt>{t!(switches.start)}</dt><dd>{start}</dd></div> }.into_any());
    let changed = changed(switch)
        .map(|changed| view! { <div><dt>{t!(switches.changed)}</dt><dd>{changed}</dd></div> }.into_any());
    let button = changes.button(switch);
    view! {
        <div class="card switch-card">
            <dl class="facts">
                <div><dt>{t!(switches.state)}</dt><dd>{badge(switch)}</dd></div>
                {optional(start)}
                {optional(changed)}
            </dl>
            {optional(button)}
        </div>
    }
    .into_any()
}

/// When it was switched last, and by whom as far as that is known.
pub fn changed(switch: &Switch) -> Option<AnyView> {
    let by = switch.changed_by.clone();
    let who = by.map(|by| view! { " " <span class="changed-by">{by}</span> }.into_any());
    switch.changed_at.map(|at| view! { {moment(at)} {optional(who)} }.into_any())
}
