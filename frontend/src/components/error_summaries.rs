//! The summary of what is wrong with a form: takes the focus and leads to each field.

use super::forms::{Field, Form, Refusal};
use super::views::{changing, optional};
use crate::api::problems::Fault;
use crate::browser;
use crate::texts::t;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use madoguchi_api_types::problems::ProblemCode;

const ID: &str = "error-summary";

/// The summary of the last attempt to send; nothing where that was not refused.
pub fn error_summary(form: Form) -> AnyView {
    Effect::new(move |_| {
        if form.refusal.read().is_some() {
            // After the summary is drawn.
            request_animation_frame(|| {
                browser::focus(ID);
            });
        }
    });
    changing(move || optional(form.refusal.get().map(summary)))
}

fn summary(refusal: Refusal) -> AnyView {
    let problem = refusal.problem.filter(|problem| !problem.is(ProblemCode::ValidationFailed));
    let problem = problem.map(|problem| view! { <p>{changing(move || problem.text().into_any())}</p> }.into_any());
    let title = if refusal.fields.is_empty() { refusal.failed } else { t!(forms.summary) };
    let items: Vec<AnyView> = refusal.fields.into_iter().map(item).collect();
    view! {
        <div class="error-summary" id=ID tabindex="-1" role="alert" aria-labelledby="error-summary-title">
            <h2 id="error-summary-title">{title}</h2>
            {optional(problem)}
            <ul>{items}</ul>
        </div>
    }
    .into_any()
}

fn item((field, fault): (Field, Fault)) -> AnyView {
    let lead = move |event: MouseEvent| {
        event.prevent_default();
        browser::focus(&field.name());
    };
    let text = changing(move || field.summary_text(fault).into_any());
    view! { <li><a href=format!("#{}", field.name()) on:click=lead>{text}</a></li> }.into_any()
}
