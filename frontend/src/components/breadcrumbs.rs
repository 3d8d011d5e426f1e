//! The way from the portal's home to the page.

use crate::components::views::text as shown;
use crate::texts::t;
use leptos::prelude::*;

/// One step: what it is called, and its address unless it is this page.
pub type Step = (TextProp, Option<String>);

/// The way.
#[component]
pub fn Breadcrumb(
    /// From home to this page.
    steps: Vec<Step>,
) -> impl IntoView {
    let step = |(text, address): Step| match address {
        Some(address) => view! { <li><a href=address>{shown(text)}</a></li> }.into_any(),
        None => view! { <li aria-current="page">{shown(text)}</li> }.into_any(),
    };
    view! {
        <nav class="breadcrumb" aria-label=t!(frame.breadcrumb)>
            <ol>{steps.into_iter().map(step).collect_view()}</ol>
        </nav>
    }
}
