//! Forms filled in: to be confirmed, looked at and printed. Must not know where the answers come from.

use crate::components::views::{changing, optional, text};
use crate::texts::{locale, tr};
use leptos::prelude::*;
use madoguchi_domain::forms::{Entry, Object, Path, Questionnaire, Section};
use std::sync::Arc;

/// What a file is called, by its id.
pub type FileName = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// What the page does with its answers.
#[derive(Clone, Default)]
pub struct Change {
    /// Leads to a form to change it (変更), by its path; none: the answers stand.
    pub lead: Option<Callback<(Path,)>>,
    /// What a file is called, by its id.
    pub file: Option<FileName>,
}

/// The answers, form by form.
pub fn summary(questionnaire: Questionnaire, answers: Object, change: Change) -> AnyView {
    changing(move || {
        let sections = questionnaire.sections(&answers, locale());
        sections.into_iter().map(|section| drawn(section, &change)).collect::<Vec<_>>().into_any()
    })
}

fn drawn(section: Section, change: &Change) -> AnyView {
    let Section { path, title, entries } = section;
    let heading = if path.is_root() { "answers-title".to_owned() } else { format!("{path}-answers") };
    let labelled = heading.clone();
    let entries: Vec<AnyView> = entries.into_iter().map(|entry| row(entry, change)).collect();
    let link = change.lead.map(|lead| {
        let named = title.clone();
        view! {
            <button type="button" class="link" on:click=move |_| lead.run((path.clone(),))>
                {text(|| tr!(policy_forms.change))} <span class="visually-hidden">" " {named}</span>
            </button>
        }
        .into_any()
    });
    view! {
        <section class="card answers" aria-labelledby=labelled>
            <div class="form-part-head">
                <h2 id=heading>{title}</h2>
                {optional(link)}
            </div>
            <dl class="details">{entries}</dl>
        </section>
    }
    .into_any()
}

fn row(entry: Entry, change: &Change) -> AnyView {
    let Entry { label, text: answer, files, .. } = entry;
    let name = |id: &String| change.file.as_ref().map_or_else(|| id.clone(), |file| file(id));
    let answer = if files.is_empty() { answer } else { files.iter().map(name).collect::<Vec<_>>().join("\n") };
    let answer = if answer.is_empty() {
        view! { <span class="note">{text(|| tr!(policy_forms.blank))}</span> }.into_any()
    } else {
        answer.into_any()
    };
    view! { <div><dt>{label}</dt><dd class="answer">{answer}</dd></div> }.into_any()
}
