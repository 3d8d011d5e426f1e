//! Forms as data: which item is asked, where, and whether it must be filled. Knows no values.

use serde::{Deserialize, Serialize};

use super::Localized;

/// One form: a titled group of fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormPolicy {
    /// Title above the group.
    pub title: Localized,
    /// Sentences below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Localized>,
    /// Name of the form that can be copied into this one (登録内容を引用する): fields of the same name take its values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_from: Option<String>,
    /// Whether it can be filled several times, and how often at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_max: Option<u32>,
    /// Asked only when another form was answered so; absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_when: Option<AskedWhen>,
    /// Fields in order.
    pub fields: Vec<Field>,
}

/// The answer that makes a form be asked: the CD's destination only for sheets on CD.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedWhen {
    /// `form.field` of a choice or a flag.
    pub field: String,
    /// Code of the choice; `true` or `false` for a flag.
    pub is: String,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Stable name: lower-case letters, digits and underscores; a part of the paths of values.
    pub name: String,
    /// Label as in the provider's document.
    pub label: Localized,
    /// The head of its column in lists, where the label is too long for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_label: Option<Localized>,
    /// What it takes; decides normalisation, keyboard and autofill.
    pub kind: FieldKind,
    /// 必須 or 任意.
    #[serde(default)]
    pub required: bool,
    /// Shown, but changed elsewhere.
    #[serde(default)]
    pub read_only: bool,
    /// Whether lists of what the form made have a column of it.
    #[serde(default)]
    pub listed: bool,
    /// Example below the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Localized>,
    /// What stands in it at first, as it would be typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Smallest number of a [`FieldKind::Count`]; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// Largest number of a [`FieldKind::Count`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// Choices of a [`FieldKind::Choice`]: code and label.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<(String, Localized)>,
    /// Asked only for these contract categories or request kinds; empty: always.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_for: Vec<String>,
}

impl Field {
    /// The head of its column in lists.
    #[must_use]
    pub fn column_label(&self) -> &Localized {
        self.short_label.as_ref().unwrap_or(&self.label)
    }
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// Furigana.
    Kana,
    /// Seven digits with address look-up.
    PostalCode,
    /// One of the 47 prefectures.
    Prefecture,
    /// Phone or FAX number.
    Phone,
    /// Mail address.
    MailAddress,
    /// Day.
    Date,
    /// First and last day, shown with their number of days, both counted.
    Period,
    /// Whole number.
    Count,
    /// One of `choices`.
    Choice,
    /// Yes or no.
    Flag,
    /// Medical institution or nursing-care office code; checked by warning only.
    InstitutionCode,
    /// Product of the catalogue.
    Product,
    /// Number of one of the customer's contracts or orders.
    Reference,
    /// Files, uploaded before; the value names them.
    Attachments,
}
