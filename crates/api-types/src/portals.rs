//! What a browser must know of a portal before anyone is logged in.

use super::travels;
use madoguchi_domain::passwords::PasswordRule;

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
        /// Fields of the login page beside the password, in order: `access_id`, `contractor_id`, `login_id`, `mail_address`.
        pub identifiers: Vec<String>,
        /// Whether a customer can register with contract number, postal code and name.
        pub registration_by_contract: bool,
        /// Days a registration link can be used.
        pub registration_link_days: u32,
        /// Minutes a one-time password can be used.
        pub one_time_password_minutes: u32,
        /// Shape of a password: rules to show and to tick.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
        pub password_rules: Vec<PasswordRule>,
        /// The policy that the browser checks with.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub password_policy: madoguchi_domain::passwords::PasswordPolicy,
        /// Minutes without a request that end a session.
        pub idle_minutes: u32,
        /// Minutes before that at which to warn.
        pub warn_minutes: u32,
        /// Kinds of contract in the order of their doors.
        pub contract_categories: Vec<ContractCategory>,
        /// Legal forms that are ignored in customer names.
        pub legal_forms: Vec<LegalForm>,
        /// Terms in force.
        pub terms: Terms,
        /// `true` on a demo server: mails are shown at `/dev/mailbox`.
        pub demo: bool,
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
    }

    /// A kind of contract.
    pub struct ContractCategory {
        /// Code, for the filter of the list.
        pub code: String,
        /// Label of the door.
        pub label: Text,
        /// What is behind it.
        pub description: Text,
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
