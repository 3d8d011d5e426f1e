//! Knows which mails there are and the facts each one states; must not know how they look or travel.

use serde::Serialize;
use std::fmt;

/// One mail, with its facts. Lifetimes and rules are the portal's: the caller takes them from the policy.
///
/// `Debug` shows only the name, because the facts hold passwords and codes.
#[derive(Serialize, Clone, PartialEq, Eq)]
#[serde(untagged)]
pub enum Message {
    /// The first registration is done: where and with what to set the password (telecom T2).
    Registration {
        /// Absolute URL of the one-time link.
        link: String,
        /// Access ID, which never changes.
        access_id: String,
        /// Password for the first login only.
        temporary_password: String,
        /// How many days the link is valid.
        link_days: u32,
        /// What a password must keep, one sentence a rule, in the wanted language; may be empty.
        password_rules: Vec<String>,
    },
    /// The second factor of a login (telecom T3).
    OneTimePassword {
        /// The digits to type.
        one_time_password: String,
        /// How many minutes they are valid.
        minutes: u32,
    },
}

impl Message {
    /// Stable name, the folder of its templates.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Registration { .. } => "registration",
            Self::OneTimePassword { .. } => "one_time_password",
        }
    }

    /// One invented example of every message in a language (`en`, else Japanese), to look at them and to test the
    /// templates.
    #[must_use]
    pub fn samples(locale: &str) -> Vec<Self> {
        let password_rule = match locale {
            "en" => "8 to 32 characters, with both lower-case letters and digits.",
            _ => "半角8文字以上32文字以下で、英小文字・数字の2種類を含める必要があります。",
        };
        vec![
            Self::Registration {
                link: "https://madoguchi.example.jp/telecom/registrations/4f1c9a7be20d43c58a6e".into(),
                access_id: "k7m2qx".into(),
                temporary_password: "w4tn8h2p".into(),
                link_days: 10,
                password_rules: vec![password_rule.into()],
            },
            Self::OneTimePassword { one_time_password: "482915".into(), minutes: 10 },
        ]
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Message").field(&self.name()).finish_non_exhaustive()
    }
}
