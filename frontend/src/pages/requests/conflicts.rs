//! Two versions of a draft, as two tabs make them: what differs, when each was typed, and the choice of one.

use super::drafts::Draft;
use super::saving::{Content, Standing, Version};
use crate::components::moments::moment;
use crate::components::small_dialogs::SmallDialog;
use crate::components::views::{changing, optional, text};
use crate::texts::{locale, t, tr};
use leptos::prelude::*;
use madoguchi_domain::forms::Entry;
use std::collections::BTreeMap;

/// More differences than this tell nobody more.
const MOST: usize = 5;

/// An answer that differs: the question, here and there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Difference {
    label: String,
    here: String,
    there: String,
}

/// The dialog; closed without a choice, nothing is saved.
pub fn dialog(draft: Draft) -> AnyView {
    let saver = draft.saver;
    let differs = Memo::new(move |_| match saver.standing() {
        Standing::Differs(version) => Some(version),
        _ => None,
    });
    let open = saver.asking();
    Effect::new(move |_| open.set(differs.with(Option::is_some)));
    let body = move || optional(differs.get().map(|version| versions(draft, &version)));
    view! {
        <SmallDialog open=open id="versions-title" title=t!(requests.versions_title)>{changing(body)}</SmallDialog>
    }
    .into_any()
}

fn versions(draft: Draft, version: &Version) -> AnyView {
    let saver = draft.saver;
    let own = saver.content();
    let (there, at) = (version.content.clone(), version.at);
    let differences = move || {
        let all = differences(draft, &own, &there);
        let more = all.len().saturating_sub(MOST);
        let rows: Vec<AnyView> = all.into_iter().take(MOST).map(row).collect();
        let more = (more > 0)
            .then(|| view! { <p class="note">{text(move || tr!(requests.more_differences, more))}</p> }.into_any());
        view! { <dl class="differences">{rows}</dl> {optional(more)} }.into_any()
    };
    view! {
        <p>{t!(requests.versions_text)}</p>
        <p>{t!(requests.other_saved_at)} " " {moment(at)}</p>
        {changing(differences)}
        <div class="buttons">
            <button type="button" class="button solid" on:click=move |_| saver.keep_own()>
                {t!(requests.keep_own)}
            </button>
            <button type="button" class="button outline" on:click=move |_| draft.take_other()>
                {t!(requests.take_other)}
            </button>
        </div>
    }
    .into_any()
}

fn row(difference: Difference) -> AnyView {
    let Difference { label, here, there } = difference;
    let or_blank = |answer: String| {
        if answer.is_empty() { t!(policy_forms.blank).into_any() } else { answer.into_any() }
    };
    view! {
        <div>
            <dt>{label}</dt>
            <dd><span class="note">{t!(requests.here)}</span> " " {or_blank(here)}</dd>
            <dd><span class="note">{t!(requests.there)}</span> " " {or_blank(there)}</dd>
        </div>
    }
    .into_any()
}

fn differences(draft: Draft, own: &Content, other: &Content) -> Vec<Difference> {
    let entries = |content: &Content| -> Vec<Entry> {
        let sections = draft.asked(content).sections(&content.answers, locale());
        sections.into_iter().flat_map(|section| section.entries).collect()
    };
    let mut all = between(&entries(own), &entries(other));
    if own.category != other.category {
        let (label, here, there) = (tr!(requests.category).to_owned(), label_of(draft, own), label_of(draft, other));
        all.insert(0, Difference { label, here, there });
    }
    all
}

fn label_of(draft: Draft, content: &Content) -> String {
    draft.category_label(content.category.as_deref())
}

/// The entries whose answers are not the same, in the order of the page.
fn between(here: &[Entry], there: &[Entry]) -> Vec<Difference> {
    let answers = |entries: &[Entry]| -> BTreeMap<String, String> {
        entries.iter().map(|entry| (entry.path.to_string(), entry.text.clone())).collect()
    };
    let (own, other) = (answers(here), answers(there));
    let of = |entry: &Entry| {
        let path = entry.path.to_string();
        let answer = |answers: &BTreeMap<String, String>| answers.get(&path).cloned().unwrap_or_default();
        Difference { label: entry.label.clone(), here: answer(&own), there: answer(&other) }
    };
    let only_there = there.iter().filter(|entry| !own.contains_key(&entry.path.to_string()));
    here.iter().chain(only_there).map(of).filter(|it| it.here != it.there).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use madoguchi_domain::forms::Path;

    fn entry(name: &str, text: &str) -> Entry {
        Entry {
            path: Path::root().name(name),
            label: name.to_owned(),
            text: text.to_owned(),
            files: Vec::new(),
            read_only: false,
        }
    }

    #[test]
    fn what_is_the_same_is_not_shown_and_what_one_side_lacks_is() {
        let here = [entry("a", "1"), entry("b", "2"), entry("c", "")];
        let there = [entry("a", "1"), entry("b", "3"), entry("d", "4")];
        let found = between(&here, &there);
        let found: Vec<_> = found.iter().map(|it| (it.label.as_str(), it.here.as_str(), it.there.as_str())).collect();
        assert_eq!(found, [("b", "2", "3"), ("d", "", "4")]);
    }
}
