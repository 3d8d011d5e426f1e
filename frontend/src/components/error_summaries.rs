//! The summary of what is wrong with a form: takes the focus and leads to each field.

use super::forms::Form;
use crate::browser;
use crate::texts::t;
use leptos::prelude::*;

const ID: &str = "error-summary";

/// Nothing while all is well.
#[component]
pub fn ErrorSummary(form: Form) -> impl IntoView {
    let is_wrong = Memo::new(move |_| {
        form.problem.with(Option::is_some)
            || form.fields.with_value(|fields| fields.iter().any(|field| field.error.with(Option::is_some)))
    });
    // A field that is left with a mistake shows it beside itself; the summary comes with an attempt to send.
    let shown = Memo::new(move |_| form.refusals.get() > 0 && is_wrong.get());
    Effect::new(move |_| {
        if form.refusals.get() > 0 {
            // After the summary is drawn.
            request_animation_frame(|| {
                browser::focus(ID);
            });
        }
    });
    move || shown.get().then(|| summary(form))
}

fn summary(form: Form) -> AnyView {
    let problem = move || {
        let problem = form.problem.get().filter(|problem| problem.code() != "validation_failed");
        problem.map(|problem| view! { <p>{move || problem.text()}</p> })
    };
    let items = form.fields.get_value().into_iter().map(|field| {
        let item = move |text: String| {
            let lead = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                browser::focus(field.name);
            };
            view! { <li><a href=format!("#{}", field.name) on:click=lead>{text}</a></li> }
        };
        move || field.error_text().map(item)
    });
    view! {
        <div class="error-summary" id=ID tabindex="-1" role="alert" aria-labelledby="error-summary-title">
            <h2 id="error-summary-title">{t!(forms.summary)}</h2>
            {problem}
            <ul>{items.collect_view()}</ul>
        </div>
    }
    .into_any()
}
