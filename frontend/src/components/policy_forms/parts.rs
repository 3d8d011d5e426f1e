//! The forms of a page one below the other, each once or in copies that can be added and removed. Must not know what a
//! field takes.

use super::controls::control;
use super::copying::copier;
use super::state::{Part, PolicyForm};
use crate::browser;
use crate::components::views::{changing, optional, text};
use crate::texts::{locale, tr};
use leptos::prelude::*;
use madoguchi_domain::forms::Path;

/// Every form that is asked. One that comes into sight or goes does not touch the others: the focus stays where it is.
pub fn questions(form: PolicyForm) -> AnyView {
    let said = RwSignal::new(String::new());
    let paths = move || form.parts.with(|parts| parts.iter().map(|part| part.path.clone()).collect::<Vec<_>>());
    view! {
        <For each=paths key=|path| path.to_string() children=move |path| part(form, path, said) />
        <p class="visually-hidden" role="status">{text(move || said.get())}</p>
    }
    .into_any()
}

fn part(form: PolicyForm, path: Path, said: RwSignal<String>) -> AnyView {
    let find = move |path: &Path| form.parts.with(|parts| parts.iter().find(|part| part.path == *path).cloned());
    let Some(first) = untrack(|| find(&path)) else { return optional(None) };
    let is_root = path.is_root();
    let (own, title, id) = (path.clone(), first.title(), path.to_string());
    let asked = move || find(&path).map(|part| part.fields).unwrap_or_default();
    let drawn = first.clone();
    let fields = view! {
        <For each=asked key=|field| field.name.clone() children=move |field| control(form, &drawn, &field) />
    }
    .into_any();
    // What stands in the form of the page itself has its title.
    if is_root {
        return fields;
    }
    let copier = copier(form, &first);
    let lead = first.group.form.lead.clone();
    let lead = lead.map(|lead| {
        view! { <p class="form-part-lead lines">{text(move || lead.get(locale()).to_owned())}</p> }.into_any()
    });
    let heading = format!("{id}-title");
    let labelled = heading.clone();
    view! {
        <section class="form-part" id=id aria-labelledby=labelled>
            <div class="form-part-head">
                <h2 id=heading tabindex="-1">{text(title)}</h2>
                {copier}
                {remover(form, &first, said)}
            </div>
            {optional(lead)}
            {fields}
            {changing(move || optional(adder(form, &own, said)))}
        </section>
    }
    .into_any()
}

/// How many copies of a form there are, and whether there may be one more; nothing for a form that stands there once.
fn copies(form: PolicyForm, part: &Part) -> Option<(usize, bool)> {
    let most = usize::try_from(part.group.form.repeat_max?).unwrap_or(usize::MAX);
    let count = form.count(&part.group);
    Some((count, count < most))
}

/// Below the last copy, as long as there may be one more.
fn adder(form: PolicyForm, path: &Path, said: RwSignal<String>) -> Option<AnyView> {
    let part = form.parts.with(|parts| parts.iter().find(|part| part.path == *path).cloned())?;
    let (count, may_add) = copies(form, &part)?;
    if !may_add || part.index? + 1 != count {
        return None;
    }
    let title = part.group.form.title.clone();
    let name = part.group.form.clone();
    let press = move |_| {
        form.add(&part.group);
        said.set(tr!(policy_forms.added, name.numbered(Some(count), locale())));
        let heading = format!("{}-title", part.group.path.index(count));
        request_animation_frame(move || {
            browser::focus(&heading);
        });
    };
    let button = view! {
        <p>
            <button type="button" class="button outline small" on:click=press>
                {text(move || tr!(policy_forms.add, title.get(locale())))}
            </button>
        </p>
    };
    Some(button.into_any())
}

/// At the title of a copy, as long as it is not the only one.
fn remover(form: PolicyForm, part: &Part, said: RwSignal<String>) -> AnyView {
    let part = part.clone();
    changing(move || {
        let Some((count, index)) = copies(form, &part).map(|copies| copies.0).zip(part.index) else {
            return optional(None);
        };
        let (removed, title, named) = (part.clone(), part.title(), part.title());
        let press = move |_| {
            let name = named.get().into_owned();
            form.remove(&removed.group, index);
            said.set(tr!(policy_forms.removed, name));
            let next = index.min(count.saturating_sub(2));
            let heading = format!("{}-title", removed.group.path.index(next));
            request_animation_frame(move || {
                browser::focus(&heading);
            });
        };
        let button = move || {
            view! {
                <button type="button" class="button text small" on:click=press>
                    {text(|| tr!(policy_forms.remove))}
                    <span class="visually-hidden">" " {text(title)}</span>
                </button>
            }
            .into_any()
        };
        optional((count > 1).then(button))
    })
}
