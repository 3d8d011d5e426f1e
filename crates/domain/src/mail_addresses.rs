//! Knows which mail addresses can be written to safely; must not know who owns one.

use crate::problems::FieldCode;
use crate::text::{nfkc, visible};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A mail address as typed after NFKC and trimming, its domain in lower case. RFC 5321 lengths: 254 whole, 64 local.
///
/// Narrower than RFC 5322 on purpose: ASCII only, no quoting, nothing that could end a header line. Wider in one point:
/// dots may repeat or end the local part, since Japanese mobile carriers once issued such addresses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailAddress(String);

/// Why a mail address was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailAddressError {
    /// Nothing was typed.
    #[error("the mail address is empty")]
    Empty,
    /// More than 254 characters, or more than 64 before the @.
    #[error("the mail address is too long")]
    TooLong,
    /// Not of the form name@example.jp.
    #[error("the mail address does not look like name@example.jp")]
    Malformed,
}

impl MailAddressError {
    /// Stable code for problems and translations.
    #[must_use]
    pub fn code(self) -> FieldCode {
        match self {
            Self::Empty => FieldCode::MailAddressEmpty,
            Self::TooLong => FieldCode::MailAddressTooLong,
            Self::Malformed => FieldCode::MailAddressMalformed,
        }
    }
}

impl MailAddress {
    /// Reads a typed address.
    ///
    /// # Errors
    /// [`MailAddressError`] when it is empty, too long or malformed.
    pub fn parse(input: &str) -> Result<Self, MailAddressError> {
        let folded = visible(&nfkc(input));
        let typed = folded.trim();
        if typed.is_empty() {
            return Err(MailAddressError::Empty);
        }
        let (local, domain) = typed.split_once('@').ok_or(MailAddressError::Malformed)?;
        if typed.len() > 254 || local.len() > 64 {
            return Err(MailAddressError::TooLong);
        }
        let domain = domain.to_ascii_lowercase();
        if local.is_empty() || !local.chars().all(is_local_character) || !is_domain(&domain) {
            return Err(MailAddressError::Malformed);
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The whole address in lower case, to find a user by it: nobody keeps two mailboxes that differ in case only.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// What stands before the @.
    #[must_use]
    pub fn local(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// What stands after the @, in lower case.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// Enough for its owner to recognise, too little for others: `t***@example.jp`.
    #[must_use]
    pub fn masked(&self) -> String {
        let first: String = self.0.chars().take(1).collect();
        format!("{first}***@{}", self.domain())
    }
}

/// RFC 5322 `atext`, and the dot.
fn is_local_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

/// Two or more labels of letters, digits and inner hyphens, the last one not a number (which would be an IP address).
fn is_domain(domain: &str) -> bool {
    let mut labels = domain.split('.').rev();
    let top_is_name = labels.next().is_some_and(|top| is_label(top) && !top.bytes().all(|b| b.is_ascii_digit()));
    let mut rest = labels.peekable();
    top_is_name && rest.peek().is_some() && rest.all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for MailAddress {
    type Err = MailAddressError;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        Self::parse(input)
    }
}

impl TryFrom<String> for MailAddress {
    type Error = MailAddressError;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        Self::parse(&input)
    }
}

impl From<MailAddress> for String {
    fn from(address: MailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tidies_what_was_typed() {
        assert_eq!(MailAddress::parse(" Taro.Y@Example.JP　").unwrap().as_str(), "Taro.Y@example.jp");
        assert_eq!(MailAddress::parse("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ").unwrap().as_str(), "taro@example.jp");
        assert_eq!(MailAddress::parse("Taro@example.jp").unwrap().key(), "taro@example.jp");
        assert_eq!(MailAddress::parse("taro@example.jp").unwrap().masked(), "t***@example.jp");
        assert!(MailAddress::parse("a..b.@docomo.example.jp").is_ok());
    }

    #[test]
    fn refuses_what_cannot_be_written_to() {
        assert_eq!(MailAddress::parse("　"), Err(MailAddressError::Empty));
        for typed in [
            "taro",
            "@example.jp",
            "taro@",
            "taro@example",
            "a@b@example.jp",
            "taro yamada@example.jp",
            "\"t\"@example.jp",
            "taro@example..jp",
            "taro@-example.jp",
            "taro@example-.jp",
            "taro@127.0.0.1",
            "taro@[127.0.0.1]",
            "taro@exam_ple.jp",
            "taro\r\nBcc: x@example.jp",
            "taro@example.jp\r\nBcc: x",
            "taro@例え.jp",
            "太郎@example.jp",
            "<taro@example.jp>",
            "taro@example.jp,jiro@example.jp",
        ] {
            assert_eq!(MailAddress::parse(typed), Err(MailAddressError::Malformed), "{typed:?}");
        }
    }

    #[test]
    fn holds_the_lengths_of_rfc_5321() {
        let domain = format!("{0}.{0}.{0}", "d".repeat(60));
        let with_local = |n: usize| MailAddress::parse(&format!("{}@{domain}.jp", "l".repeat(n)));
        assert!(with_local(64).is_ok());
        assert_eq!(with_local(65), Err(MailAddressError::TooLong));
        let whole = |n: usize| MailAddress::parse(&format!("{}@{domain}.{}", "l".repeat(64), "j".repeat(n)));
        assert!(whole(254 - 64 - 1 - 182 - 1).is_ok());
        assert_eq!(whole(254 - 64 - 1 - 182), Err(MailAddressError::TooLong));
    }

    proptest! {
        #[test]
        fn never_lets_a_header_through(text in "\\PC{0,10}[\r\n\t \"<>,;:\\\\]?\\PC{0,5}@example.jp") {
            if let Ok(address) = MailAddress::parse(&text) {
                prop_assert!(address.as_str().bytes().all(|b| b.is_ascii_graphic()));
                prop_assert_eq!(address.as_str().matches('@').count(), 1);
                prop_assert_eq!(MailAddress::parse(address.as_str()), Ok(address.clone()));
            }
        }
    }
}
