//! 登録内容を引用する: a form takes what another one, or one of several kept elsewhere, has of the same name. Must not
//! know what is kept.

use super::controls::own;
use super::state::{Part, PolicyForm, Source};
use crate::components::views::{changing, optional, text};
use crate::texts::tr;
use leptos::prelude::*;
use madoguchi_domain::forms::{Object, Value, copied};

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
    let chosen = RwSignal::new(String::new());
    let id = format!("{}-source", part.path);
    let option = |(at, source): (usize, &Source)| {
        let label = source.label.clone();
        view! { <option value=at.to_string()>{text(label)}</option> }
    };
    let options = sources.iter().enumerate().map(option).collect_view();
    let title = part.title();
    let press = move |_| {
        let source = chosen.get_untracked().parse::<usize>().ok().and_then(|at| sources.get(at));
        source.into_iter().for_each(|source| copy(form, &part, &source.answers));
    };
    view! {
        <div class="copier field inline">
            <label for=id.clone()>{text(|| tr!(policy_forms.source))}</label>
            <select id=id class="input" on:change:target=move |event| chosen.set(event.target().value())>
                <option value="">{text(|| tr!(forms.choose))}</option>
                {options}
            </select>
            <button type="button" class="button outline small" on:click=press>
                {text(|| tr!(policy_forms.apply))} <span class="visually-hidden">" " {text(title)}</span>
            </button>
        </div>
    }
    .into_any()
}

fn copy(form: PolicyForm, part: &Part, answers: &Object) {
    form.put(part, &copied(answers, &part.group.form));
}
