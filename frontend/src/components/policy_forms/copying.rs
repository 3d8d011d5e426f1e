//! 登録内容を引用する: a form takes what another one, or one of several kept elsewhere, has of the same name. Must not
//! know what is kept.

use super::controls::own;
use super::sentences::sentence;
use super::state::{Part, PolicyForm, Source};
use crate::api::problems::Fault;
use crate::browser;
use crate::components::forms::{Field, anything};
use crate::components::views::{changing, optional, text};
use crate::texts::tr;
use leptos::prelude::*;
use madoguchi_domain::forms::{Object, Value, copied};
use madoguchi_domain::policy;

/// The button that copies, with a choice of what where there is one; nothing for a form that copies nothing.
pub fn copier(form: PolicyForm, part: &Part) -> AnyView {
    let Some(from) = part.group.form.copy_from.clone() else { return optional(None) };
    let offer = form.extras.with_value(|extras| extras.sources.clone());
    let sources = offer.map(|offer| offer(&part.group.name)).unwrap_or_default();
    let part = part.clone();
    match sources.len() {
        // Kept elsewhere under several names: which one is always chosen.
        1 if !is_nameless(&sources[0]) => several(form, part, sources),
        0 => {
            changing(move || optional(beside(form, &from).map(|label| button(form, part.clone(), from.clone(), label))))
        }
        1 => one(form, part, sources),
        _ => several(form, part, sources),
    }
}

/// Whether it has no name of its own.
fn is_nameless(source: &Source) -> bool {
    untrack(|| source.label.get().is_empty())
}

/// The title of a form on the same page that can be copied from.
fn beside(form: PolicyForm, name: &str) -> Option<TextProp> {
    form.parts.with(|parts| {
        let from = parts.iter().find(|part| part.group.name == name && part.index.is_none())?;
        Some(own(&from.group.form.title))
    })
}

fn button(form: PolicyForm, part: Part, from: String, label: TextProp) -> AnyView {
    let press = move |_| {
        let typed = Value::Object(untrack(|| form.typed()));
        let path = form.questionnaire.with_untracked(|it| it.group(&from).map(|group| group.path.clone()));
        let answers = path.and_then(|path| typed.at(path.steps())?.as_object().cloned());
        copy(form, &part, &answers.unwrap_or_default());
    };
    labelled(label, press)
}

fn one(form: PolicyForm, part: Part, mut sources: Vec<Source>) -> AnyView {
    let Source { label, answers } = sources.remove(0);
    labelled(label, move |_| copy(form, &part, &answers))
}

fn labelled(label: TextProp, press: impl Fn(leptos::ev::MouseEvent) + 'static) -> AnyView {
    view! {
        <p class="copier">
            <button type="button" class="button outline small" on:click=press>
                {text(move || named(&label.get()))}
            </button>
        </p>
    }
    .into_any()
}

/// What the button says; of something without a name of its own, the general words.
fn named(label: &str) -> String {
    if label.is_empty() { tr!(policy_forms.copy_registered).to_owned() } else { tr!(policy_forms.copy, label) }
}

fn several(form: PolicyForm, part: Part, sources: Vec<Source>) -> AnyView {
    let id = format!("{}-source", part.path);
    let error_id = format!("{id}-error");
    // Which one is asked for by the form: what is missing is a delivery address, not something registered.
    let chosen = Field::required(id.clone(), own(&part.group.form.title), anything).said_by(sentence);
    let option = |(at, source): (usize, &Source)| {
        let label = source.label.clone();
        view! { <option value=at.to_string()>{text(label)}</option> }
    };
    let options = sources.iter().enumerate().map(option).collect_view();
    let title = part.title();
    let press = move |_| {
        let source = chosen.value.get_untracked().parse::<usize>().ok().and_then(|at| sources.get(at));
        if let Some(source) = source {
            copy(form, &part, &source.answers);
        } else {
            chosen.error.set(Some(Fault::NotChosen));
            browser::focus(&chosen.name());
        }
    };
    let wrong = move || chosen.error.with(Option::is_some);
    let described = error_id.clone();
    view! {
        <div class="copier field inline" class:wrong=wrong>
            <label for=id.clone()>{text(|| tr!(policy_forms.source))}</label>
            <select
                id=id
                class="input"
                aria-describedby=move || wrong().then(|| described.clone())
                aria-invalid=move || wrong().then_some("true")
                on:change:target=move |event| chosen.change(event.target().value())
            >
                <option value="">{text(|| tr!(forms.choose))}</option>
                {options}
            </select>
            <button type="button" class="button outline small" on:click=press>
                {text(|| tr!(policy_forms.apply))} <span class="visually-hidden">" " {text(title)}</span>
            </button>
            <p class="field-error" id=error_id>{text(move || chosen.error_text().unwrap_or_default())}</p>
        </div>
    }
    .into_any()
}

/// In place of what stood there: of two addresses, none may be left half. What the other form does not ask stays.
fn copy(form: PolicyForm, part: &Part, answers: &Object) {
    let named = part.group.form.copy_from.as_deref().unwrap_or_default();
    let from = form.questionnaire.with_untracked(|it| it.group(named).map(|group| group.form.clone()));
    let asks = |field: &policy::Field| from.iter().flat_map(|from| &from.fields).any(|other| other.name == field.name);
    // What is kept elsewhere names its fields, those without an answer too.
    form.put(part, &copied(answers, &part.group.form), |field| answers.contains_key(&field.name) || asks(field));
}
