//! A portal as data: every rule in which one provider's site differs from another's. Knows no file and no
//! request; the code asks a [`Portal`], never its name.

mod approvals;
mod batch_validation;
mod batches;
mod billing;
mod context_words;
mod contract_validation;
mod contracts;
mod departures;
mod faqs;
mod form_validation;
mod forms;
mod modules;
mod navigation;
mod orders;
mod people;
mod request_kinds;
mod requests;
mod sandboxes;
mod screens;
mod sign_in;
mod support_calendars;
mod switches;
mod validation;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use approvals::ApprovalPolicy;
pub use batches::{BATCH_ROWS_MAX, BatchChoice, BatchColumn, BatchPolicy};
pub use billing::{
    CallRecordPolicy, InvoicePolicy, Issuer, OpeningNoticePolicy, PaymentMethod, QualifiedDocument, YearKind,
};
pub use contract_validation::{CONTRACT_NUMBERING, INVOICE_NUMBERING};
pub use contracts::{
    ContractCategory, ContractDocumentKind, ContractDocumentPolicy, ContractPattern, ContractPolicy, Party,
    PartyPolicy, PeriodPolicy, PriceEntry, UsageFee,
};
pub use departures::DepartureMade;
pub use faqs::FaqPolicy;
pub use forms::{AskedWhen, Field, FieldKind, FormPolicy};
pub use modules::Module;
pub use navigation::{NavigationLink, NavigationPage};
pub use orders::OrderPolicy;
pub use people::{MailChange, Registration, RegistrationStart, UserPolicy, UserRole};
pub use request_kinds::{RequestAction, RequestKind};
pub use requests::{CompletionMail, FactShown, MailFact, RequestPolicy};
pub use sandboxes::SandboxPolicy;
pub use screens::{
    ContractColumn, ContractLink, ContractScreenPolicy, ContractSection, HomePolicy, HomeStep, RequestScreenPolicy,
    ScreenPolicy, StepDone, StepPage,
};
pub use sign_in::{
    Identifier, IssuedPasswordPolicy, OneTimePasswordPolicy, RecoveryWay, SecondFactorMethod, SecondFactorMode,
    SecondFactorPolicy, SessionPolicy, SignInPolicy,
};
pub use support_calendars::{ClockTime, ClosingDays, DayOfWeek, SupportCalendar, SupportHours};
pub use switches::{SwitchPolicy, WishPolicy};
pub use validation::PolicyError;

use crate::locales::Locale;
use crate::passwords::PasswordPolicy;

#[cfg(test)]
mod departure_tests;
#[cfg(test)]
mod tests;

/// One text in the languages the screens speak. Japanese is the original.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Localized {
    /// The text in a language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        locale.pick(&self.ja, &self.en)
    }
}

/// One provider's site. The file `portals/<key>.toml` has the same shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// Path segment, table value and file name: lower-case letters, digits and hyphens.
    pub key: String,
    /// Counts up with each change of the file; stored with what was done under it.
    pub version: u32,
    /// Present where nothing is real: for developers to try.
    #[serde(default)]
    pub sandbox: Option<SandboxPolicy>,
    /// What the site calls itself, as in マイページ.
    pub name: Localized,
    /// The provider's brand.
    pub brand: Brand,
    /// Whom the customer asks.
    pub support: Support,
    /// Sender and fixed texts of all mails.
    pub mail: MailPolicy,
    /// The terms that are agreed to.
    pub terms: Terms,
    /// Who may come in, and how.
    pub sign_in: SignInPolicy,
    /// How long a session lives.
    pub sessions: SessionPolicy,
    /// What a password must look like.
    pub passwords: PasswordPolicy,
    /// Passwords that the portal issues itself.
    pub issued_passwords: IssuedPasswordPolicy,
    /// How a customer gets a first account.
    pub registration: Registration,
    /// The people of one customer.
    pub users: UserPolicy,
    /// Contracts, when the portal shows them.
    #[serde(default)]
    pub contracts: Option<ContractPolicy>,
    /// Invoices, when the portal shows them.
    #[serde(default)]
    pub invoices: Option<InvoicePolicy>,
    /// Opening notices, when the portal delivers them.
    #[serde(default)]
    pub opening_notices: Option<OpeningNoticePolicy>,
    /// Call records, when the portal shows them.
    #[serde(default)]
    pub call_records: Option<CallRecordPolicy>,
    /// Quotes and orders, when the portal takes them.
    #[serde(default)]
    pub orders: Option<OrderPolicy>,
    /// Questions that are often asked, when the portal answers them.
    #[serde(default)]
    pub faqs: Option<FaqPolicy>,
    /// What customers turn on and off, in the order of the page.
    #[serde(default)]
    pub switches: Vec<SwitchPolicy>,
    /// What a customer may ask for, in the order of its list: applications, requests, inquiries.
    #[serde(default)]
    pub request_kinds: Vec<RequestKind>,
    /// Requests that are kept from the draft on, when the portal takes any.
    #[serde(default)]
    pub requests: Option<RequestPolicy>,
    /// Approval inside the customer before a request is sent on, when the portal offers it.
    #[serde(default)]
    pub approvals: Option<ApprovalPolicy>,
    /// The forms those kinds use, by name; the order of a page is that of the list that names them.
    #[serde(default)]
    pub forms: BTreeMap<String, FormPolicy>,
    /// Numbers that the portal gives out (`application` = 6 digits, …), by noun. `contractor` numbers the contractor IDs.
    #[serde(default)]
    pub numbering: BTreeMap<String, Numbering>,
    /// How many delivery addresses a customer may keep; none when absent. The form `delivery_template` asks for one.
    #[serde(default)]
    pub delivery_templates_max: Option<u32>,
    /// Words of the screens that are its own.
    #[serde(default)]
    pub screens: ScreenPolicy,
    /// Where the portal departs from ASVS 5.0 level 2 or NIST 800-63B-4, and why.
    #[serde(default)]
    pub departures: Vec<Departure>,
}

impl Portal {
    /// Whether users may have second factors of a kind.
    #[must_use]
    pub fn offers(&self, method: SecondFactorMethod) -> bool {
        let factor = &self.sign_in.second_factor;
        factor.mode != SecondFactorMode::Never && factor.methods.contains(&method)
    }

    /// Whether one can log in with a password that the portal issued. Where registration starts from a contract, an
    /// issued password works behind the mailed link only.
    #[must_use]
    pub fn issued_passwords_log_in(&self) -> bool {
        self.issued_passwords.mailed && self.registration.start != RegistrationStart::ContractFacts
    }

    /// Whether there is anything that comes on a day: what is paid, or what starts, renews and ends.
    #[must_use]
    pub fn has_deadlines(&self) -> bool {
        self.invoices.is_some() || self.contracts.is_some()
    }

    /// Whether the people of a customer share a login ID and are told apart by their mail addresses.
    #[must_use]
    pub fn names_persons_by_mail(&self) -> bool {
        self.sign_in.identifiers.contains(&Identifier::MailAddress)
    }
}

/// Name and colour of the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// The provider's name.
    pub provider: Localized,
    /// Main colour, `#rrggbb`; refused at start when white text on it has a contrast below 4.5.
    pub color: String,
    /// Name of the main service, put where the screens say 〇〇のご契約.
    pub service: Localized,
}

/// Whom the customer asks, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// Department that answers.
    pub department: Localized,
    /// Phone number as written for people.
    #[serde(default)]
    pub phone: Option<String>,
    /// Hours as written for people.
    pub hours: Localized,
    /// Mail address.
    pub mail: String,
    /// When somebody answers, so that pages can say whether they do now; without it the hours alone stand there.
    #[serde(default)]
    pub calendar: Option<SupportCalendar>,
}

/// Sender and fixed texts of all mails of a portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailPolicy {
    /// Sender address; customers are told to let mail from it through.
    pub from: String,
    /// First line of each mail.
    pub greeting: Localized,
    /// Last lines of each mail.
    pub signature: Localized,
}

/// The terms a customer agrees to. A consent names the version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Version, usually the day it took effect.
    pub version: String,
    /// The text; a blank line starts a new paragraph.
    pub text: Localized,
}

/// How a number that the portal gives out looks: `prefix`, the day if wanted, and zero-padded `digits`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbering {
    /// Fixed start.
    #[serde(default)]
    pub prefix: String,
    /// Whether the day it was given out stands before the digits (`YYYYMMDD`, Asia/Tokyo), which then start anew each day.
    #[serde(default)]
    pub dated: bool,
    /// Digits that count, 1 to 12: the least of them, unless they are fixed.
    pub digits: u8,
    /// Whether there are never more digits: for numbers that people type in a form of so many places. Else number 10,000
    /// of four digits has five.
    #[serde(default)]
    pub fixed: bool,
}

/// A written reason for leaving a rule of the guidance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// The rule, as `ASVS 6.2.5`.
    pub rule: String,
    /// Why the provider departs from it.
    pub reason: String,
}
