//! Knows how answers read: on a page to confirm or print, and as the lines of a mail; must not know paper or mails.

use crate::locales::Locale;
use crate::policy::{Field, FieldKind, FormPolicy};

use super::checks::date;
use super::values::get;
use super::{Copy, Object, PREFECTURES, Path, Questionnaire, Value, spelled};

/// A form, or one of its copies, with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Where its answers stand.
    pub path: Path,
    /// Title, with the number of the copy: お届け先1.
    pub title: String,
    /// What was asked, in order.
    pub entries: Vec<Entry>,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where the answer stands.
    pub path: Path,
    /// The question.
    pub label: String,
    /// The answer as people read it, of several lines if it has them; empty when there is none.
    pub text: String,
    /// Ids of the files, if it is files that were asked for.
    pub files: Vec<String>,
    /// Whether it is changed elsewhere.
    pub read_only: bool,
}

impl Questionnaire {
    /// The answers in the order of the page, in a language. What is not asked is not printed.
    #[must_use]
    pub fn sections(&self, answers: &Object, locale: Locale) -> Vec<Section> {
        let copies = self.copies(answers).into_iter();
        copies.map(|copy| self.section(&copy, answers, locale)).filter(|section| !section.entries.is_empty()).collect()
    }

    fn section(&self, copy: &Copy<'_>, answers: &Object, locale: Locale) -> Section {
        let entries = self.fields(copy.group).map(|field| {
            let path = copy.path.name(&field.name);
            let value = get(answers, &path);
            let ids = value.filter(|_| field.kind == FieldKind::Attachments).and_then(Value::as_list);
            Entry {
                label: field.label.get(locale).to_owned(),
                text: value.map(|value| printed(field, value, locale)).unwrap_or_default(),
                files: ids.into_iter().flatten().filter_map(Value::as_text).map(str::to_owned).collect(),
                read_only: field.read_only,
                path,
            }
        });
        let entries = entries.collect();
        Section { title: copy.group.form.numbered(copy.index, locale), path: copy.path.clone(), entries }
    }

    /// The same as lines of plain text. Questions without an answer are left out, and forms without any.
    #[must_use]
    pub fn lines(&self, answers: &Object, locale: Locale) -> Vec<String> {
        let mut lines = Vec::new();
        for section in self.sections(answers, locale) {
            let answered: Vec<&Entry> = section.entries.iter().filter(|entry| !entry.text.is_empty()).collect();
            if !answered.is_empty() {
                lines.push(format!("■{}", section.title));
            }
            for Entry { label, text, .. } in answered {
                if text.contains('\n') {
                    lines.push(format!("{label} :"));
                    lines.extend(text.lines().map(str::to_owned));
                } else {
                    lines.push(format!("{label} : {text}"));
                }
            }
        }
        lines
    }
}

impl FormPolicy {
    /// The title of the form, or of one of its copies, which are counted from 0.
    #[must_use]
    pub fn numbered(&self, copy: Option<usize>, locale: Locale) -> String {
        let title = self.title.get(locale);
        match copy.map(|copy| copy + 1) {
            None => title.to_owned(),
            Some(number) if locale == Locale::En => format!("{title} {number}"),
            Some(number) => format!("{title}{number}"),
        }
    }
}

/// An answer as people read it, in a language.
#[must_use]
pub fn printed(field: &Field, value: &Value, locale: Locale) -> String {
    let english = locale == Locale::En;
    match (field.kind, value) {
        (FieldKind::Flag, Value::Text(text)) => match (text == "true", english) {
            (true, false) => "あり".to_owned(),
            (false, false) => "なし".to_owned(),
            (true, true) => "Yes".to_owned(),
            (false, true) => "No".to_owned(),
        },
        (FieldKind::Choice, Value::Text(text)) => {
            let chosen = field.choices.iter().find(|choice| choice.0 == *text);
            chosen.map_or(text.as_str(), |choice| choice.1.get(locale)).to_owned()
        }
        (FieldKind::Prefecture, Value::Text(text)) if english => {
            let named = PREFECTURES.iter().find(|prefecture| prefecture.name == text);
            named.map_or(text.as_str(), |prefecture| prefecture.english).to_owned()
        }
        (FieldKind::Date, value) => day(value),
        (FieldKind::Period, Value::Object(ends)) => period(ends, english),
        (FieldKind::Attachments, Value::List(files)) => match (files.len(), english) {
            (count, false) => format!("{count}件"),
            (1, true) => "1 file".to_owned(),
            (count, true) => format!("{count} files"),
        },
        (_, Value::Text(text)) => spelled(field, text),
        _ => String::new(),
    }
}

/// `2027/12/28`.
fn day(value: &Value) -> String {
    date(value).map_or_else(String::new, |day| day.format("%Y/%m/%d").to_string())
}

/// `2027/12/28～2028/01/29（33日）`: both days counted.
fn period(ends: &Object, english: bool) -> String {
    let (Some(first), Some(last)) = (ends.get("first"), ends.get("last")) else { return String::new() };
    let days = super::period_days(ends).unwrap_or_default();
    if english {
        format!("{} to {} ({days} days)", day(first), day(last))
    } else {
        format!("{}～{}（{days}日）", day(first), day(last))
    }
}
