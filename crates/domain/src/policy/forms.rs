//! Forms and request kinds as data: which item is asked, where, and whether it must be filled. Knows no values.

use serde::{Deserialize, Serialize};

use super::Localized;

/// Something a customer may ask for (見積依頼, 解約, 新規申込, 通話明細記録について …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestKind {
    /// Label in lists.
    pub label: Localized,
    /// What comes of it.
    #[serde(default)]
    pub action: RequestAction,
    /// Forms asked, in order, by name. [`RequestAction::ContractNew`] and [`RequestAction::ContractChange`] ask the forms
    /// of the contract's category before these.
    pub forms: Vec<String>,
    /// Whether a confirmation screen comes before it is sent.
    pub confirm: bool,
    /// Noun of [`super::Portal::numbering`] for the number it gets at the start, if any.
    #[serde(default)]
    pub numbering: Option<String>,
    /// Whether a draft is kept on the server while it is filled in.
    #[serde(default)]
    pub draft: bool,
}

/// What comes of a request once it is sent; decides which rules of the domain hold for its values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestAction {
    /// A person answers.
    #[default]
    Inquiry,
    /// A new contract (登録区分 新規).
    ContractNew,
    /// Other terms for a contract in force (登録区分 変更).
    ContractChange,
    /// The end of a contract (登録区分 解約); the notice of [`super::PeriodPolicy`] holds.
    ContractTermination,
    /// A quote.
    Quote,
    /// An order.
    Order,
    /// A quote, and the order that follows it.
    QuoteAndOrder,
    /// A correction of an order.
    OrderChange,
    /// Another unit for a rented one.
    Exchange,
    /// The end of an order's rental, as a whole or in part.
    OrderCancellation,
}

impl RequestAction {
    /// Whether it is about contracts, and so needs a [`super::ContractPolicy`].
    #[must_use]
    pub fn concerns_contracts(self) -> bool {
        matches!(self, Self::ContractNew | Self::ContractChange | Self::ContractTermination)
    }

    /// Whether it is about quotes and orders, and so needs a [`super::OrderPolicy`].
    #[must_use]
    pub fn concerns_orders(self) -> bool {
        self != Self::Inquiry && !self.concerns_contracts()
    }
}

/// One form: a titled group of fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormPolicy {
    /// Title above the group.
    pub title: Localized,
    /// Name of the form that can be copied into this one (登録内容を引用する): fields of the same name take its values.
    #[serde(default)]
    pub copy_from: Option<String>,
    /// Whether it can be filled several times, and how often at most.
    #[serde(default)]
    pub repeat_max: Option<u32>,
    /// Asked only when another form was answered so; absent: always.
    #[serde(default)]
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

impl super::Portal {
    /// Whether the forms of a kind of request say that a field must be filled in. A field that no form has is not asked.
    #[must_use]
    pub fn requires(&self, kind: &str, field: &str) -> bool {
        let forms = self.request_kinds.get(kind).into_iter().flat_map(|kind| &kind.forms);
        let mut fields = forms.filter_map(|form| self.forms.get(form)).flat_map(|form| &form.fields);
        fields.any(|it| it.name == field && it.required)
    }
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Stable name.
    pub name: String,
    /// Label as in the provider's document.
    pub label: Localized,
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
    #[serde(default)]
    pub hint: Option<Localized>,
    /// Choices of a [`FieldKind::Choice`]: code and label.
    #[serde(default)]
    pub choices: Vec<(String, Localized)>,
    /// Asked only for these contract categories or request kinds; empty: always.
    #[serde(default)]
    pub only_for: Vec<String>,
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
}
