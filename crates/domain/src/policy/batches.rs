//! What a portal says of many requests that come in one file: which columns hold which answers, by which column a row is
//! known again, and what is asked once for all rows. Knows no file and no row.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Field, FieldKind, FormPolicy, Localized, Portal};
use crate::forms::{Path, Questionnaire};
use crate::locales::Locale;
use crate::text::trim_fold;

/// Most rows that any portal takes in one file: all of them are sent in one transaction.
pub const BATCH_ROWS_MAX: u32 = 1_000;

/// Many requests in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchPolicy {
    /// Code of the kind of request that each row makes: one whose action is a new contract.
    pub kind: String,
    /// What it is called: the title of its page, and the way to it.
    pub title: Localized,
    /// Sentences below the title.
    pub lead: Localized,
    /// Most rows of a file, up to [`BATCH_ROWS_MAX`]; and as many drafts that came by files a customer may have at a time.
    pub rows_max: u32,
    /// Headers of the column by which a row is known again when the file comes once more. Without such a column a row is
    /// known by all that it says.
    #[serde(default)]
    pub key: Vec<String>,
    /// The choice of a form of which only some answers are open to who applies by file.
    #[serde(default)]
    pub only: Option<BatchChoice>,
    /// `form.field` of what a row may leave open although the form asks for it: what lists of that kind do not hold.
    #[serde(default)]
    pub may_be_empty: Vec<String>,
    /// The columns.
    pub columns: Vec<BatchColumn>,
}

/// Answers of a choice that are open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchChoice {
    /// `form.field` of the choice.
    pub field: String,
    /// Codes that are open.
    pub is: Vec<String>,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchColumn {
    /// `form.field` that it answers.
    pub field: String,
    /// Headers by which it is found, beside the label of the field alone and with the title of its form before it
    /// (`ご利用者情報／施設名`). Width and spaces do not matter.
    #[serde(default)]
    pub headers: Vec<String>,
    /// Words of the file for codes of the field, beside its codes and their labels.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Whether it is asked once for all rows too; what a row says goes before.
    #[serde(default)]
    pub shared: bool,
}

/// Signs that may stand between the title of a form and the label of a field.
const BETWEEN: [&str; 4] = ["／", "：", ".", " "];

impl BatchColumn {
    /// Whether a header of a file names this column.
    #[must_use]
    pub fn is_named(&self, portal: &Portal, header: &str) -> bool {
        let header = trim_fold(header);
        !header.is_empty() && self.names(portal).contains(&header)
    }

    /// The header that people are told.
    #[must_use]
    pub fn header(&self, portal: &Portal) -> String {
        let label = || portal.field(&self.field).map(|field| field.label.ja.clone()).unwrap_or_default();
        self.headers.first().cloned().unwrap_or_else(label)
    }

    /// Every header that names it, folded.
    pub(super) fn names(&self, portal: &Portal) -> Vec<String> {
        let mut names: Vec<String> = self.headers.iter().map(|header| trim_fold(header)).collect();
        let form = self.field.split_once('.').and_then(|(form, _)| portal.forms.get(form));
        if let Some((form, field)) = form.zip(portal.field(&self.field)) {
            for locale in [Locale::Ja, Locale::En] {
                let (title, label) = (form.title.get(locale), field.label.get(locale));
                // Forms have fields of the same label: then it takes the title to tell them apart.
                let shares = |other: &Self| {
                    other.field != self.field
                        && portal.field(&other.field).is_some_and(|other| other.label.get(locale) == label)
                };
                if !portal.request_batch().is_some_and(|batch| batch.columns.iter().any(shares)) {
                    names.push(trim_fold(label));
                }
                names.extend(BETWEEN.map(|between| trim_fold(&format!("{title}{between}{label}"))));
            }
        }
        names
    }

    /// The answer that a cell stands for, as it would be typed into its field. What nobody knows stays as it is, and is refused by the
    /// field.
    #[must_use]
    pub fn typed(&self, field: &Field, cell: &str) -> String {
        let folded = trim_fold(cell);
        let known = self.values.iter().find(|(word, _)| trim_fold(word) == folded).map(|(_, code)| code.as_str());
        let of_field = || match field.kind {
            FieldKind::Choice => field
                .choices
                .iter()
                .find(|(code, label)| [code, &label.ja, &label.en].iter().any(|text| trim_fold(text) == folded))
                .map(|(code, _)| code.as_str()),
            FieldKind::Flag if YES.contains(&folded.to_lowercase().as_str()) => Some("true"),
            FieldKind::Flag if NO.contains(&folded.to_lowercase().as_str()) => Some("false"),
            _ => None,
        };
        match known.or_else(of_field) {
            Some(code) => code.to_owned(),
            None if field.kind == FieldKind::LongText => cell.to_owned(),
            // Lists break names and addresses where a column is narrow.
            None => cell.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "),
        }
    }
}

/// Words of lists for a tick, and for none.
const YES: [&str; 9] = ["true", "1", "yes", "y", "あり", "有", "有り", "はい", "○"];
const NO: [&str; 9] = ["false", "0", "no", "n", "なし", "無", "無し", "いいえ", "×"];

impl BatchPolicy {
    /// The column of a field.
    #[must_use]
    pub fn column(&self, path: &str) -> Option<&BatchColumn> {
        self.columns.iter().find(|column| column.field == path)
    }

    /// Whether a header names the column by which rows are known.
    #[must_use]
    pub fn is_key(&self, header: &str) -> bool {
        let header = trim_fold(header);
        !header.is_empty() && self.key.iter().any(|key| trim_fold(key) == header)
    }

    /// What each row must answer: what the kind asks, but for what a row may leave open and a choice may not be.
    #[must_use]
    pub fn of_row(&self, mut asked: Questionnaire) -> Questionnaire {
        each_field(&mut asked, |path, field| {
            if self.may_be_empty.contains(path) {
                field.required = false;
            }
            if let Some(only) = self.only.as_ref().filter(|only| only.field == *path) {
                field.choices.retain(|(code, _)| only.is.contains(code));
            }
            true
        });
        asked
    }

    /// What is asked once for all rows: what no column holds, and what is shared, which a row may say in its place.
    #[must_use]
    pub fn of_all(&self, asked: Questionnaire) -> Questionnaire {
        let mut asked = self.of_row(asked);
        each_field(&mut asked, |path, field| match self.column(path) {
            Some(column) => {
                field.required = false;
                column.shared
            }
            None => true,
        });
        asked.groups.retain(|group| !group.form.fields.is_empty());
        asked
    }
}

/// Changes the fields, and drops those for which the answer is no.
fn each_field(asked: &mut Questionnaire, change: impl Fn(&String, &mut Field) -> bool) {
    for group in &mut asked.groups {
        let path = |name: &str| Path::root().name(&group.name).name(name).to_string();
        let FormPolicy { fields, .. } = &mut group.form;
        fields.retain_mut(|field| change(&path(&field.name), field));
    }
}

impl Portal {
    /// Many requests in one file, where the portal takes them.
    #[must_use]
    pub fn request_batch(&self) -> Option<&BatchPolicy> {
        self.requests.as_ref()?.batch.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network() -> Portal {
        let mut portal: Portal = toml::from_str(include_str!("../../../../portals/network.toml")).unwrap();
        portal.complete();
        portal
    }

    fn asked(portal: &Portal) -> Questionnaire {
        let forms = &portal.contracts.as_ref().unwrap().category("viewing").unwrap().forms;
        Questionnaire::of(portal, forms, &["new", "viewing"])
    }

    #[test]
    fn headers_are_found_by_label_with_the_title_of_the_form_and_in_any_width() {
        let portal = network();
        let batch = portal.request_batch().unwrap();
        let column = batch.column("facility.facility_name").unwrap();
        for header in ["施設名", " 施設名　", "ご利用者情報／施設名", "ご利用者情報：施設名", "Facility name"]
        {
            assert!(column.is_named(&portal, header), "{header}");
        }
        for header in ["", "CD送付先／施設名", "施設"] {
            assert!(!column.is_named(&portal, header), "{header}");
        }
        assert!(batch.column("facility.address1").unwrap().is_named(&portal, "住所１"));
        assert!(batch.is_key("施設番号") && !batch.is_key(""));
    }

    #[test]
    fn cells_are_codes_labels_or_the_words_of_the_file() {
        let portal = network();
        let batch = portal.request_batch().unwrap();
        let typed = |path: &str, cell: &str| batch.column(path).unwrap().typed(portal.field(path).unwrap(), cell);
        for (cell, code) in
            [("介護施設", "care"), ("介護", "care"), ("病院", "hospital"), ("Clinic", "clinic"), ("care", "care")]
        {
            assert_eq!(typed("facility.facility_kind", cell), code);
        }
        assert_eq!(typed("facility.facility_kind", "美容院"), "美容院");
        assert_eq!(typed("facility.records_place_agreed", "あり"), "true");
        assert_eq!(typed("facility.records_place_agreed", "×"), "false");
        assert_eq!(typed("facility.postal_code", "〒475-0823"), "〒475-0823");
        assert_eq!(typed("facility.facility_name", "医療法人\r\n青葉薬局\n"), "医療法人 青葉薬局");
    }

    #[test]
    fn what_is_asked_of_a_row_and_once_for_all() {
        let portal = network();
        let batch = portal.request_batch().unwrap();
        let field = |asked: &Questionnaire, form: &str, name: &str| {
            asked.group(form).and_then(|group| group.form.fields.iter().find(|it| it.name == name).cloned())
        };
        let row = batch.of_row(asked(&portal));
        assert!(!field(&row, "facility", "facility_name_kana").unwrap().required);
        assert!(field(&row, "facility", "facility_name").unwrap().required);
        let codes: Vec<String> =
            field(&row, "pattern", "pattern").unwrap().choices.into_iter().map(|it| it.0).collect();
        assert_eq!(codes, ["B", "C"]);
        let all = batch.of_all(asked(&portal));
        assert!(field(&all, "facility", "facility_name").is_none());
        assert!(!field(&all, "facility", "records_place").unwrap().required);
        assert!(field(&all, "basic", "sheets_by").unwrap().required);
    }
}
