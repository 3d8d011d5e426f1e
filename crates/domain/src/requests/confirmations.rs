//! What is read before a request is sent, and for ever after: questions and answers in the words of the day, in both
//! languages. Kept as it was, never made anew from a portal's file.

use crate::locales::Locale;
use serde::{Deserialize, Serialize};

use crate::forms::{Object, Questionnaire, Section};
use crate::policy::Localized;

/// A request as it is confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Title of the page.
    pub title: Localized,
    /// Label of the kind.
    pub kind: Localized,
    /// Label of the contract category, where there is one.
    pub category: Option<Localized>,
    /// Facts before the answers: number, day, period.
    pub facts: Vec<ConfirmedEntry>,
    /// Forms with their answers, in the order of the page.
    pub sections: Vec<ConfirmedSection>,
    /// Sentences below.
    pub notes: Vec<Localized>,
}

/// A form with its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedSection {
    /// Name of the form in the portal's file.
    pub form: String,
    /// Title.
    pub title: Localized,
    /// Questions with their answers.
    pub entries: Vec<ConfirmedEntry>,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedEntry {
    /// The question.
    pub label: Localized,
    /// The answer; empty when there is none.
    pub text: Localized,
    /// What stood there before, for a change that changes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Localized>,
}

/// Category and kind together, as 閲覧施設 新規.
#[must_use]
pub fn named(category: Option<&Localized>, kind: &Localized) -> Localized {
    match category {
        Some(category) => {
            Localized { ja: format!("{} {}", category.ja, kind.ja), en: format!("{}: {}", category.en, kind.en) }
        }
        None => kind.clone(),
    }
}

impl ConfirmedEntry {
    /// A fact.
    #[must_use]
    pub fn new(label: Localized, text: Localized) -> Self {
        Self { label, text, before: None }
    }
}

/// Answers as they read. Where there were others before, each that differs has what stood there, and what is asked no
/// more follows with nothing in its place.
#[must_use]
pub fn confirmed(questionnaire: &Questionnaire, answers: &Object, before: Option<&Object>) -> Vec<ConfirmedSection> {
    let mut sections = both(questionnaire, answers);
    let Some(before) = before else { return sections.into_iter().map(|section| section.shown).collect() };
    for old in both(questionnaire, before) {
        match sections.iter_mut().find(|section| section.path == old.path) {
            Some(section) => section.compare(old),
            None => sections.push(old.removed()),
        }
    }
    // What was not there before was empty.
    for section in &mut sections {
        section.mark_new();
    }
    sections.into_iter().map(|section| section.shown).collect()
}

/// A section with the places of its answers.
struct Placed {
    path: String,
    paths: Vec<String>,
    compared: Vec<bool>,
    shown: ConfirmedSection,
}

impl Placed {
    fn compare(&mut self, old: Self) {
        for (path, entry) in old.paths.into_iter().zip(old.shown.entries) {
            if let Some(at) = self.paths.iter().position(|own| *own == path) {
                self.compared[at] = true;
                let own = &mut self.shown.entries[at];
                if own.text != entry.text {
                    own.before = Some(entry.text);
                }
            } else if !entry.text.ja.is_empty() {
                self.paths.push(path);
                self.compared.push(true);
                self.shown.entries.push(gone(entry));
            }
        }
    }

    fn removed(mut self) -> Self {
        self.compared.fill(true);
        self.shown.entries = self.shown.entries.into_iter().map(gone).collect();
        self
    }

    fn mark_new(&mut self) {
        for (entry, compared) in self.shown.entries.iter_mut().zip(&self.compared) {
            if !compared && !entry.text.ja.is_empty() {
                entry.before = Some(Localized::default());
            }
        }
    }
}

fn gone(entry: ConfirmedEntry) -> ConfirmedEntry {
    ConfirmedEntry { label: entry.label, text: Localized::default(), before: Some(entry.text) }
}

/// The sections in both languages at once: what is asked does not depend on the language.
fn both(questionnaire: &Questionnaire, answers: &Object) -> Vec<Placed> {
    let japanese = questionnaire.sections(answers, Locale::Ja).into_iter();
    japanese.zip(questionnaire.sections(answers, Locale::En)).map(|(ja, en)| placed(questionnaire, ja, en)).collect()
}

fn placed(questionnaire: &Questionnaire, ja: Section, en: Section) -> Placed {
    let of_section =
        |steps: &[crate::forms::Step]| questionnaire.groups.iter().find(|group| steps.starts_with(group.path.steps()));
    let form = of_section(ja.path.steps()).map(|group| group.name.clone()).unwrap_or_default();
    let entries = ja.entries.iter().zip(&en.entries);
    let entry = |(ja, en): (&crate::forms::Entry, &crate::forms::Entry)| {
        let label = Localized { ja: ja.label.clone(), en: en.label.clone() };
        ConfirmedEntry::new(label, Localized { ja: ja.text.clone(), en: en.text.clone() })
    };
    Placed {
        path: ja.path.to_string(),
        paths: ja.entries.iter().map(|entry| entry.path.to_string()).collect(),
        compared: vec![false; ja.entries.len()],
        shown: ConfirmedSection {
            form,
            title: Localized { ja: ja.title.clone(), en: en.title.clone() },
            entries: entries.map(entry).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A form, and one that is asked only after its flag.
    fn questionnaire() -> Questionnaire {
        let text = r#"{ "codes": [], "groups": [
            { "name": "facility", "path": "facility", "form": { "title": { "ja": "施設", "en": "Facility" }, "fields": [
                { "name": "name", "kind": "text", "label": { "ja": "施設名", "en": "Name" } },
                { "name": "kind", "kind": "choice", "label": { "ja": "種別", "en": "Kind" }, "choices": [
                    ["clinic", { "ja": "診療所", "en": "Clinic" }], ["care", { "ja": "介護", "en": "Care" }]] },
                { "name": "cd", "kind": "flag", "label": { "ja": "CD", "en": "CD" } }] } },
            { "name": "cd", "path": "cd", "form": { "title": { "ja": "送付先", "en": "Destination" },
                "asked_when": { "field": "facility.cd", "is": "true" },
                "fields": [{ "name": "to", "kind": "text", "label": { "ja": "宛名", "en": "To" } }] } }] }"#;
        serde_json::from_str(text).unwrap()
    }

    fn answers(json: &str) -> Object {
        serde_json::from_str(json).unwrap()
    }

    fn shown(sections: &[ConfirmedSection]) -> Vec<(&str, &str, Option<&str>)> {
        let entries = sections.iter().flat_map(|section| &section.entries);
        entries
            .map(|it| (it.label.ja.as_str(), it.text.ja.as_str(), it.before.as_ref().map(|it| it.ja.as_str())))
            .collect()
    }

    #[test]
    fn answers_read_in_both_languages() {
        let sections =
            confirmed(&questionnaire(), &answers(r#"{ "facility": { "name": "松", "kind": "clinic" } }"#), None);
        assert_eq!(sections.len(), 1);
        assert_eq!((sections[0].form.as_str(), sections[0].title.en.as_str()), ("facility", "Facility"));
        assert_eq!(shown(&sections), [("施設名", "松", None), ("種別", "診療所", None), ("CD", "", None)]);
        assert_eq!(sections[0].entries[1].text.en, "Clinic");
        let json = serde_json::to_string(&sections).unwrap();
        assert_eq!(serde_json::from_str::<Vec<ConfirmedSection>>(&json).unwrap(), sections);
    }

    #[test]
    fn a_change_shows_what_stood_there_before() {
        let before =
            answers(r#"{ "facility": { "name": "松", "kind": "clinic", "cd": "true" }, "cd": { "to": "竹" } }"#);
        let same = confirmed(&questionnaire(), &before, Some(&before));
        assert!(shown(&same).iter().all(|entry| entry.2.is_none()), "{same:?}");
        let after = answers(r#"{ "facility": { "name": "梅", "kind": "clinic", "cd": "false" } }"#);
        let changed = confirmed(&questionnaire(), &after, Some(&before));
        let expected = [
            ("施設名", "梅", Some("松")),
            ("種別", "診療所", None),
            ("CD", "なし", Some("あり")),
            ("宛名", "", Some("竹")),
        ];
        assert_eq!(shown(&changed), expected);
        // The other way round, what was not asked before was empty.
        let changed = confirmed(&questionnaire(), &before, Some(&after));
        assert_eq!(shown(&changed)[3], ("宛名", "竹", Some("")));
    }

    #[test]
    fn a_title_names_category_and_kind() {
        let words = |ja: &str, en: &str| Localized { ja: ja.to_owned(), en: en.to_owned() };
        let (category, kind) = (words("閲覧施設", "Viewing"), words("新規", "New"));
        assert_eq!(named(Some(&category), &kind), words("閲覧施設 新規", "Viewing: New"));
        assert_eq!(named(None, &kind), kind);
    }
}
