//! Knows how a provider's contract numbers look and how people mistype them; must not know which numbers exist.

use crate::problems::FieldCode;
use crate::text::fold_digits;
use serde::{Deserialize, Serialize};

/// One accepted form: a fixed prefix, then exactly so many digits. `CAF` + 10 makes 13 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberForm {
    /// Letters or digits before the number, upper case; empty for a bare number.
    #[serde(default)]
    pub prefix: String,
    /// How many ASCII digits follow the prefix.
    pub digits: u8,
}

/// All forms of one portal, and the marks that paper puts in front of a number without belonging to it ("2N").
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberRules {
    /// Prefixes to drop when the number fits no form with them.
    #[serde(default)]
    pub drop_prefixes: Vec<String>,
    /// Accepted forms, tried in this order.
    pub forms: Vec<NumberForm>,
}

/// Why a contract number was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing but spaces and hyphens was typed.
    #[error("the contract number is empty")]
    Empty,
    /// It has none of the portal's forms.
    #[error("the contract number has none of the known forms")]
    UnknownForm,
}

impl NumberError {
    /// Stable code for problems and translations.
    #[must_use]
    pub fn code(self) -> FieldCode {
        match self {
            Self::Empty => FieldCode::ContractNumberEmpty,
            Self::UnknownForm => FieldCode::ContractNumberUnknownForm,
        }
    }
}

impl NumberRules {
    /// The number in its one stored spelling: upper case, half width, no spaces or hyphens, no dropped prefix.
    ///
    /// # Errors
    /// [`NumberError`] when nothing was typed, or the rest fits no form.
    pub fn parse(&self, input: &str) -> Result<String, NumberError> {
        let typed = fold_digits(input).to_ascii_uppercase();
        if typed.is_empty() {
            return Err(NumberError::Empty);
        }
        // As typed first: a provider may well use a dropped prefix inside a real number too.
        let dropped = self.drop_prefixes.iter().filter(|prefix| !prefix.is_empty());
        let shorter = dropped.filter_map(|prefix| typed.strip_prefix(&prefix.to_ascii_uppercase()));
        std::iter::once(typed.as_str())
            .chain(shorter)
            .find(|number| self.forms.iter().any(|form| form.fits(number)))
            .map(str::to_owned)
            .ok_or(NumberError::UnknownForm)
    }
}

impl NumberForm {
    fn fits(&self, number: &str) -> bool {
        number
            .strip_prefix(&self.prefix.to_ascii_uppercase())
            .is_some_and(|rest| rest.len() == usize::from(self.digits) && rest.bytes().all(|b| b.is_ascii_digit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn telecom() -> NumberRules {
        let form = |prefix: &str, digits| NumberForm { prefix: prefix.into(), digits };
        NumberRules {
            drop_prefixes: vec!["2N".into()],
            forms: vec![form("CAF", 10), form("COP", 8), form("", 10), form("", 9)],
        }
    }

    #[test]
    fn accepts_each_form() {
        for number in ["CAF0000000010", "COP00000590", "7000000010", "300000520"] {
            assert_eq!(telecom().parse(number).as_deref(), Ok(number));
        }
    }

    #[test]
    fn forgives_what_people_type() {
        for typed in [
            "2NCAF0000000010",
            "２ｎ－ｃａｆ ００００－００００１０",
            "2n caf-0000000010",
            "ＣＡＦ０００００００ー０１０",
        ] {
            assert_eq!(telecom().parse(typed).as_deref(), Ok("CAF0000000010"), "{typed}");
        }
        assert_eq!(telecom().parse("2N300000520").as_deref(), Ok("300000520"));
    }

    #[test]
    fn refuses_what_fits_no_form() {
        assert_eq!(telecom().parse(" 　- "), Err(NumberError::Empty));
        for typed in
            ["CAF000000001", "CAF00000000100", "CAX0000000010", "12345678", "12345678901", "2N", "2N2N300000520"]
        {
            assert_eq!(telecom().parse(typed), Err(NumberError::UnknownForm), "{typed}");
        }
        assert_eq!(telecom().parse("'; DROP TABLE"), Err(NumberError::UnknownForm));
        assert_eq!(telecom().parse("٣٠٠٠٠٠٥٢٠"), Err(NumberError::UnknownForm), "digits of other scripts");
    }

    fn widen(c: char) -> char {
        char::from_u32(u32::from(c) + 0xFEE0).unwrap()
    }

    proptest! {
        #[test]
        fn any_decoration_gives_the_same_number(
            form in 0_usize..4, digits in "[0-9]{10}", marks in proptest::collection::vec(0_u8..6, 16), two_n in any::<bool>(),
        ) {
            let rules = telecom();
            let number = format!("{}{}", rules.forms[form].prefix, &digits[..usize::from(rules.forms[form].digits)]);
            let whole = if two_n { format!("2N{number}") } else { number.clone() };
            let mut typed = String::new();
            for (c, mark) in whole.chars().zip(marks) {
                match mark {
                    0 => typed.push(widen(c)),
                    1 => typed.extend([' ', c.to_ascii_lowercase()]),
                    2 => typed.extend(['－', c]),
                    3 => typed.extend(['\u{3000}', widen(c.to_ascii_lowercase())]),
                    _ => typed.push(c),
                }
            }
            prop_assert_eq!(rules.parse(&typed), Ok(number));
        }
    }
}
