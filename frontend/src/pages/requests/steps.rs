//! 入力, 確認, 完了: where one is on the way.

use crate::texts::t;
use leptos::prelude::*;

/// The steps; `at` counts from 0.
pub fn steps(at: usize) -> AnyView {
    let step = |(step, label): (usize, fn() -> &'static str)| {
        view! { <li aria-current=(step == at).then_some("step") class:past=(step < at)>{label}</li> }
    };
    let labels = [t!(requests.step_fill), t!(requests.step_confirm), t!(requests.step_done)];
    view! {
        <ol class="steps" aria-label=t!(requests.steps)>
            {labels.into_iter().enumerate().map(step).collect_view()}
        </ol>
    }
    .into_any()
}
