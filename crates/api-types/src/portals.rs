//! What a browser must know of a portal before anyone is logged in.

use super::recoveries::RecoveryWay;
use super::screens::Screens;
use super::travels;
use madoguchi_domain::contract_numbers::NumberRules;
use madoguchi_domain::passwords::PasswordPolicy;
use madoguchi_domain::policy::SupportCalendar;

pub use madoguchi_domain::policy::{Identifier, MailChange, Module, SecondFactorMethod, SecondFactorMode};
pub use madoguchi_domain::users::UserRole;

travels! {
    /// A text in the languages of the screens.
    pub struct Text {
        /// Japanese.
        pub ja: String,
        /// English.
        pub en: String,
    }

    /// A portal as its customers see it.
    pub struct Portal {
        /// Path segment.
        pub key: String,
        /// Name of the site.
        pub name: Text,
        /// The provider.
        pub provider: Text,
        /// Main service, for 〇〇のご契約.
        pub service: Text,
        /// Main colour, `#rrggbb`.
        pub color: String,
        /// Whom to ask.
        pub support: Support,
        /// Address that mails come from.
        pub mail_from: String,
        /// Fields of the login page beside the password, in order.
        pub identifiers: Vec<Identifier>,
        /// Whether a customer can register with contract number, postal code and name.
        pub registration_by_contract: bool,
        /// Whether a mail address alone is enough for a contractor ID.
        pub registration_by_mail: bool,
        /// Ways back in for who forgot something.
        pub recovery: Vec<RecoveryWay>,
        /// Whether the registered mail address can be replaced during a login.
        pub mail_address_recovery: bool,
        /// When a second factor is asked.
        pub second_factor: SecondFactorMode,
        /// Second factors that users may add or use.
        pub second_factors: Vec<SecondFactorMethod>,
        /// Whether a passkey can be used here in place of identifiers and password.
        pub passkeys: bool,
        /// How the own mail address is changed.
        pub mail_change: MailChange,
        /// Hours a link of such a change works.
        pub mail_change_hours: u32,
        /// Roles of users; one: all are equal.
        pub roles: Vec<UserRole>,
        /// Whether each user chooses to be mailed about news.
        pub mail_notice_choice: bool,
        /// Whether a new user is mailed a temporary password; otherwise a link to set one.
        pub passwords_mailed: bool,
        /// The parts that the site has.
        pub modules: Vec<Module>,
        /// Days a registration link can be used.
        pub registration_link_days: u32,
        /// Minutes a one-time password can be used.
        pub one_time_password_minutes: u32,
        /// What a password must look like; the rules to show and to tick follow from it.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub password_policy: PasswordPolicy,
        /// Minutes without a request that end a session.
        pub idle_minutes: u32,
        /// Minutes before that at which to warn.
        pub warn_minutes: u32,
        /// How contract numbers look, where the portal has contracts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
        pub contract_numbers: Option<NumberRules>,
        /// Kinds of contract in the order of their doors.
        pub contract_categories: Vec<ContractCategory>,
        /// What can be applied for, in the order of the list.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub applications: Vec<ApplicationKind>,
        /// What applying for many by one file is called; absent where the portal takes no such files.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub request_batch: Option<Text>,
        /// What questions that are often asked are about, in order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub faq_categories: Vec<FaqCategory>,
        /// Legal forms that are ignored in customer names.
        pub legal_forms: Vec<LegalForm>,
        /// How a contractor ID looks, where the portal gives them out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contractor_numbers: Option<ContractorNumbers>,
        /// Words of the screens that are the portal's own.
        #[serde(default)]
        pub screens: Screens,
        /// Terms in force.
        pub terms: Terms,
        /// `true` on a demo server: mails are shown at `/dev/mailbox`.
        pub demo: bool,
        /// Whether nothing here is real: for developers to try.
        #[serde(default)]
        pub sandbox: bool,
    }

    /// How a contractor ID looks: `id` and six digits.
    pub struct ContractorNumbers {
        /// Fixed start.
        pub prefix: String,
        /// Digits behind it.
        pub digits: u8,
    }

    /// Whom to ask, and when.
    pub struct Support {
        /// Department.
        pub department: Text,
        /// Phone, as written for people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// Hours.
        pub hours: Text,
        /// Mail address.
        pub mail: String,
        /// When somebody answers: hours by the day of the week, holidays and closing days.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
        pub calendar: Option<SupportCalendar>,
    }

    /// What questions that are often asked are about.
    pub struct FaqCategory {
        /// Code, for the filter of the list.
        pub code: String,
        /// Label.
        pub label: Text,
    }

    /// A kind of contract.
    pub struct ContractCategory {
        /// Code, for the filter of the list.
        pub code: String,
        /// Label of the door.
        pub label: Text,
        /// What is behind it.
        pub description: Text,
        /// The button that leads to an application for one; absent where none can be applied for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub add: Option<Text>,
        /// Code of the kind of request that applies for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub request_kind: Option<String>,
        /// Heads of the columns that lists of them have of the answers.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub listed: Vec<Text>,
    }

    /// Something that can be applied for by a request.
    pub struct ApplicationKind {
        /// Code of the kind of request.
        pub code: String,
        /// Label.
        pub label: Text,
        /// Whether it is about a contract that there is, as a change of it; otherwise a new one comes of it.
        pub of_contract: bool,
    }

    /// A legal form.
    pub struct LegalForm {
        /// As 株式会社.
        pub name: String,
        /// As カブシキガイシャ.
        pub kana: String,
        /// As カ.
        pub abbreviation: String,
    }

    /// Terms in force.
    pub struct Terms {
        /// Version to send back with the agreement.
        pub version: String,
        /// Text; blank lines separate paragraphs.
        pub text: Text,
    }
}
