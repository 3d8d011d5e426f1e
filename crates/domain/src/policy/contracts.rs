//! What a portal says of contracts: categories, periods, who stands where, prices. Knows no amounts of invoices and no rows.

use serde::{Deserialize, Serialize};

use super::{AskedWhen, Localized};
use crate::contract_numbers::NumberRules;
use crate::money::Yen;
use crate::tax::TaxRate;
use crate::usages::{Gigabyte, MonthlyFee};

/// Contracts of a portal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractPolicy {
    /// Which contract numbers there are.
    pub numbers: NumberRules,
    /// Kinds of contract, in the order of their doors or tabs.
    pub categories: Vec<ContractCategory>,
    /// Period and renewal, when contracts end by themselves.
    #[serde(default)]
    pub period: Option<PeriodPolicy>,
    /// Who stands where in a contract, one to be chosen with each; none: the customer stands everywhere.
    #[serde(default)]
    pub patterns: Vec<ContractPattern>,
    /// `form.field` of the choice of a pattern; its choices are the patterns when it names none itself.
    #[serde(default)]
    pub pattern_field: Option<String>,
    /// Names of the parties, and the sentence that says who stands where.
    #[serde(default)]
    pub parties: Option<PartyPolicy>,
    /// Name of the form that says who uses the service, and where. Its fields `facility_name`, `facility_name_kana`,
    /// `postal_code`, `prefecture`, `address1`, `address2` and `phone` give a contract its place and, by its pattern, its holder.
    #[serde(default)]
    pub user_form: Option<String>,
    /// What the number of the contractor is called where an application is confirmed (ご契約者ID).
    #[serde(default)]
    pub contractor_number: Option<Localized>,
    /// Prices that are said before one applies, in this order.
    #[serde(default)]
    pub prices: Vec<PriceEntry>,
    /// What stands below prices, as that they are before tax.
    #[serde(default)]
    pub price_note: Option<Localized>,
    /// Fees for months in which more is stored than is free.
    #[serde(default)]
    pub usage_fees: Vec<UsageFee>,
    /// The form that says where invoices go instead; where it is not asked they go to whose the contract is. Its fields
    /// `facility_name`, `department`, `family_name`, `given_name`, `postal_code`, `prefecture`, `address1` and `address2` are read.
    #[serde(default)]
    pub billing_form: Option<String>,
    /// Documents that are delivered to contracts, when there are any.
    #[serde(default)]
    pub documents: Option<ContractDocumentPolicy>,
}

/// Documents that the provider delivers to contracts. Who gets them is said by the pattern of a contract (`sheets`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractDocumentPolicy {
    /// Kinds of documents.
    pub kinds: Vec<ContractDocumentKind>,
    /// `form.field` of the choice between the media, [`crate::contracts::DocumentMedium`]; absent: always by mail.
    #[serde(default)]
    pub medium_field: Option<String>,
    /// Name of the form that says where that goes which is sent by post.
    #[serde(default)]
    pub destination_form: Option<String>,
}

/// A kind of document that is delivered to contracts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractDocumentKind {
    /// Stable code, stored with each document.
    pub code: String,
    /// What it is called.
    pub label: Localized,
}

impl ContractDocumentPolicy {
    /// A kind by its code.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&ContractDocumentKind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }
}

/// A kind of contract: a door on the home page or a tab of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractCategory {
    /// Stable code, stored with each contract.
    pub code: String,
    /// Label of door or tab.
    pub label: Localized,
    /// One sentence on what is behind it.
    pub description: Localized,
    /// Forms asked when a contract of this kind is applied for, by name.
    #[serde(default)]
    pub forms: Vec<String>,
    /// The button that leads to an application for one.
    #[serde(default)]
    pub add: Option<Localized>,
    /// Title of the page on which an application is confirmed.
    #[serde(default)]
    pub confirmation_title: Option<Localized>,
}

/// Contracts that run to a fixed day and renew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodPolicy {
    /// Month of the last day.
    pub ends_month: u32,
    /// Day of month of the last day.
    pub ends_day: u32,
    /// Days before the end by which a termination must be filed.
    pub notice_days: u32,
    /// What a period is called (ご契約期間).
    pub label: Localized,
    /// What is said of start, end and renewal before one applies.
    #[serde(default)]
    pub notes: Vec<Localized>,
    /// What the last day of a contract is called (ご契約終了日).
    pub end_label: Localized,
    /// What is said before a termination is filed in time; `{ends_on}` stands for the last day.
    pub termination_note: Localized,
    /// The same after the last day of notice; `{notice_until}` stands for that day.
    pub late_termination_note: Localized,
}

/// Who stands where in a contract (契約パターン). The service is always used by the facility.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractPattern {
    /// Stable code, stored with each contract.
    pub code: String,
    /// Name and meaning, for the choice.
    pub label: Localized,
    /// Who concludes the contract.
    pub contractor: Party,
    /// Who gets information and terms, as the contact (窓口).
    pub contact: Party,
    /// Whose contact gets account sheets and certificates by mail; a CD may go elsewhere.
    pub sheets: Party,
}

/// A party of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The facility that uses the service (各施設).
    Facility,
    /// The body that runs a regional network (運営主体, 事務局).
    CoordinatingBody,
}

/// What parties are called, and the sentence that says who stands where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyPolicy {
    /// The facility that uses the service.
    pub facility: Localized,
    /// The body that runs a regional network.
    pub coordinating_body: Localized,
    /// The sentence; `{contractor}`, `{contact}` and `{sheets}` stand for the names.
    pub sentence: Localized,
}

impl PartyPolicy {
    /// What a party is called.
    #[must_use]
    pub fn name(&self, party: Party) -> &Localized {
        match party {
            Party::Facility => &self.facility,
            Party::CoordinatingBody => &self.coordinating_body,
        }
    }
}

/// A price that is said before one applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceEntry {
    /// Stable code.
    pub code: String,
    /// What it is for.
    pub label: Localized,
    /// Yen before tax.
    pub amount: Yen,
    /// For what one pays it: 月.
    pub unit: Localized,
    /// The answer that it comes with; absent: always.
    #[serde(default)]
    pub asked_when: Option<AskedWhen>,
    /// When and how it is due, in place of label and amount.
    #[serde(default)]
    pub note: Option<Localized>,
}

impl PriceEntry {
    /// The price as people read it: its note, or `保守：1,200円／月`.
    #[must_use]
    pub fn text(&self) -> Localized {
        self.note.clone().unwrap_or_else(|| Localized {
            ja: format!("{}：{}円／{}", self.label.ja, self.amount.grouped(), self.unit.ja),
            en: format!("{}: ¥{} per {}", self.label.en, self.amount.grouped(), self.unit.en),
        })
    }
}

/// A fee for each month in which more is stored than is free. What was stored comes by import, month by month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageFee {
    /// Stable code, kept with what was stored.
    pub code: String,
    /// `form.field` of the flag that orders the service; without it nothing is charged.
    pub field: String,
    /// What is stored by it, as the title of a chart says it.
    pub label: Localized,
    /// The line of an invoice.
    pub item: String,
    /// Free gigabytes; the fee is due above them.
    pub free_gigabytes: u32,
    /// What a gigabyte is.
    #[serde(default)]
    pub gigabyte: Gigabyte,
    /// Yen a month, before tax.
    pub monthly: Yen,
    /// Rate of its tax.
    pub tax_rate: TaxRate,
}

impl UsageFee {
    /// The rule, without words.
    #[must_use]
    pub fn rule(&self) -> MonthlyFee {
        MonthlyFee { free_bytes: i64::from(self.free_gigabytes) * self.gigabyte.bytes(), amount: self.monthly }
    }
}

impl ContractPolicy {
    /// A pattern by its code.
    #[must_use]
    pub fn pattern(&self, code: &str) -> Option<&ContractPattern> {
        self.patterns.iter().find(|pattern| pattern.code == code)
    }

    /// A fee by its code.
    #[must_use]
    pub fn usage_fee(&self, code: &str) -> Option<&UsageFee> {
        self.usage_fees.iter().find(|fee| fee.code == code)
    }

    /// A category by its code.
    #[must_use]
    pub fn category(&self, code: &str) -> Option<&ContractCategory> {
        self.categories.iter().find(|category| category.code == code)
    }
}
