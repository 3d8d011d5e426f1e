//! Knows the digits of telephone numbers and where people put the hyphens; must not know whose numbers they are.

mod area_codes;

use crate::problems::FieldCode;
use crate::text::fold_digits;

/// Fewest digits of a number with its area code (domestic numbers have 10 or 11; some services have 9).
pub const MIN_DIGITS: usize = 9;
/// Most digits, by ITU-T E.164.
pub const MAX_DIGITS: usize = 15;

/// Why a telephone number was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Something other than digits, hyphens, spaces, dots, brackets and a leading + was typed.
    #[error("a telephone number has digits only")]
    NotDigits,
    /// Fewer than [`MIN_DIGITS`] or more than [`MAX_DIGITS`] digits.
    #[error("a telephone number has 9 to 15 digits")]
    Length,
}

impl PhoneError {
    /// Stable code for problems and translations.
    #[must_use]
    pub fn code(self) -> FieldCode {
        match self {
            Self::NotDigits => FieldCode::PhoneNotDigits,
            Self::Length => FieldCode::PhoneLength,
        }
    }
}

/// The number as 9 to 15 ASCII digits, Japan's country code +81 replaced by the domestic 0; a foreign one keeps its plus,
/// without which nobody could dial it.
///
/// # Errors
/// [`PhoneError`] for other characters or another length.
pub fn normalise(input: &str) -> Result<String, PhoneError> {
    let number = domestic(input);
    let digits = number.strip_prefix('+').unwrap_or(&number);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        Err(PhoneError::NotDigits)
    } else if (MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) {
        Ok(number)
    } else {
        Err(PhoneError::Length)
    }
}

/// What remains of a number, or of a part of one, however it is typed: `(03)1234`, `+81 (0)3 1234`, `03.1234` are all
/// `031234`. Characters that belong into no number stay, so that the caller can refuse them.
#[must_use]
pub fn domestic(input: &str) -> String {
    let is_kept = |c: &char| !matches!(c, '(' | ')' | '[' | ']' | '.' | '・' | '/');
    let folded: String = fold_digits(input).chars().filter(is_kept).collect();
    match folded.strip_prefix("+81") {
        // "+81 (0)3-…" is often written although the 0 is not dialled.
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => folded,
    }
}

/// Digits and the signs # and * to look for in stored numbers, from a part of a number as typed. A plus is left out: the
/// same number may have come with a prefix for calls abroad in its place.
///
/// # Errors
/// [`PhoneError`] for other characters, or more than `max` of them.
pub fn searched(input: &str, max: usize) -> Result<String, PhoneError> {
    let number = domestic(input);
    let part = number.strip_prefix('+').unwrap_or(&number);
    if !part.bytes().all(is_dialled) {
        Err(PhoneError::NotDigits)
    } else if part.len() > max {
        Err(PhoneError::Length)
    } else {
        Ok(part.to_owned())
    }
}

/// Whether telephones have a key for it.
fn is_dialled(b: u8) -> bool {
    b.is_ascii_digit() || matches!(b, b'#' | b'*')
}

/// A calling or called number as a telephone system records it: digits, # and *, of any length up to `max`; a foreign one
/// with its plus.
///
/// # Errors
/// [`PhoneError`] for other characters, none at all, or more than `max`.
pub fn recorded(input: &str, max: usize) -> Result<String, PhoneError> {
    let number = domestic(input);
    let dialled = number.strip_prefix('+').unwrap_or(&number);
    if !dialled.bytes().all(is_dialled) {
        Err(PhoneError::NotDigits)
    } else if dialled.is_empty() || dialled.len() > max {
        Err(PhoneError::Length)
    } else {
        Ok(number)
    }
}

/// Whether an export says that a caller did not tell the number: 非通知, 公衆電話, 表示圏外, 通知不可 and the letters that
/// switches write for them (P, C, S, O).
#[must_use]
pub fn is_withheld(input: &str) -> bool {
    const WORDS: [&str; 16] = [
        "非通知",
        "非通知設定",
        "公衆電話",
        "公衆",
        "表示圏外",
        "圏外",
        "通知不可",
        "通知不可能",
        "番号非通知",
        "ANONYMOUS",
        "PRIVATE",
        "UNKNOWN",
        "P",
        "C",
        "S",
        "O",
    ];
    let folded = fold_digits(input).to_ascii_uppercase();
    folded.is_empty() || WORDS.contains(&folded.as_str())
}

/// A domestic number with hyphens after its area code and its exchange, as people write it. Hidden digits may be `*`; a
/// number that is no domestic one, or of another length, stays as it is.
#[must_use]
pub fn hyphenated(number: &str) -> String {
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'*');
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| number.starts_with(prefix));
    let domestic = plain && number.starts_with('0') && !starts(&["00", "0*", "010"]);
    let (first, second) = match number.len() {
        10 if !domestic => return number.to_owned(),
        10 if starts(&["0120", "0570", "0990"]) => (4, 7),
        10 => (area_codes::length(number), 6),
        11 if domestic && number.starts_with("0800") => (4, 7),
        11 if domestic && starts(&["020", "050", "060", "070", "080", "090"]) => (3, 7),
        _ => return number.to_owned(),
    };
    format!("{}-{}-{}", &number[..first], &number[first..second], &number[second..])
}

/// The number with its last four digits as `****`, as call records show it to those who may not see the whole one.
#[must_use]
pub fn mask_last4(number: &str) -> String {
    let mut left = 4;
    let masked = number.chars().rev().map(|c| {
        if left > 0 && c.is_numeric() {
            left -= 1;
            '*'
        } else {
            c
        }
    });
    let reversed: String = masked.collect();
    reversed.chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_domestic_and_international_spellings() {
        for typed in [
            "0312345678",
            "03-1234-5678",
            "０３（１２３４）５６７８",
            "+81 3 1234 5678",
            "+81(0)3-1234-5678",
            "03.1234.5678",
            "(03)1234-5678",
            "+81 3-1234-5678",
            "＋８１（０）３　１２３４　５６７８",
            "\u{202D}03─1234─5678\u{202C}",
        ] {
            assert_eq!(normalise(typed).as_deref(), Ok("0312345678"), "{typed}");
        }
        assert_eq!(normalise("+1 212 555 0100").as_deref(), Ok("+12125550100"));
    }

    #[test]
    fn refuses_what_is_no_number() {
        assert_eq!(normalise("03-1234-567x"), Err(PhoneError::NotDigits));
        assert_eq!(normalise("03+12345678"), Err(PhoneError::NotDigits));
        assert_eq!(normalise(""), Err(PhoneError::Length));
        assert_eq!(normalise("12345678"), Err(PhoneError::Length));
        assert_eq!(normalise("1234567890123456"), Err(PhoneError::Length));
    }

    #[test]
    fn hyphens_stand_where_people_write_them() {
        for written in [
            "03-1234-5678",
            "06-1111-5555",
            "045-123-4567",
            "011-123-4567",
            "0422-51-3456",
            "0120-000-111",
            "0570-012-345",
            "0800-123-4567",
            "090-3060-6544",
            "050-1234-5678",
            "04992-2-1234",
            "01267-2-1234",
            "0467-12-3456",
            "042-312-3456",
            "075-123-4567",
            "0996-21-3456",
            "098-812-3456",
        ] {
            assert_eq!(hyphenated(&written.replace('-', "")), written);
        }
        assert_eq!(hyphenated("061111****"), "06-1111-****");
        assert_eq!(hyphenated("0903060****"), "090-3060-****");
        for as_it_is in ["110", "117", "#7119", "12125550100", "0312345", "00531234567", "", "******", "184"] {
            assert_eq!(hyphenated(as_it_is), as_it_is);
        }
    }

    #[test]
    fn masks_the_last_four_digits() {
        assert_eq!(mask_last4("0312345678"), "031234****");
        assert_eq!(mask_last4("03-123-45678"), "03-123-4****");
        assert_eq!(mask_last4("03-1234-567-8"), "03-1234-***-*");
        assert_eq!(mask_last4("110"), "***");
    }

    #[test]
    fn parts_are_searched_as_numbers_are_read() {
        for (typed, part) in
            [("(03)1234", "031234"), ("+81 3", "03"), ("03.12", "0312"), ("+1 212", "1212"), ("#71", "#71")]
        {
            assert_eq!(searched(typed, 20).as_deref(), Ok(part), "{typed}");
        }
        assert_eq!(searched("03%", 20), Err(PhoneError::NotDigits));
        assert_eq!(searched("123", 2), Err(PhoneError::Length));
    }

    #[test]
    fn recorded_numbers_have_any_length() {
        for (typed, number) in [
            ("#7119", "#7119"),
            ("＃７１１９", "#7119"),
            ("*", "*"),
            ("117", "117"),
            ("+1 212 555 0100", "+12125550100"),
        ] {
            assert_eq!(recorded(typed, 20).as_deref(), Ok(number), "{typed}");
        }
        assert_eq!(recorded("", 20), Err(PhoneError::Length));
        assert_eq!(recorded("非通知", 20), Err(PhoneError::NotDigits));
        for word in ["非通知", " 公衆電話", "表示圏外", "P", "Ｐ", "anonymous", "", "-"] {
            assert!(is_withheld(word), "{word}");
        }
        assert!(!is_withheld("110") && !is_withheld("*"));
    }

    proptest! {
        #[test]
        fn hyphens_are_all_that_is_added(number in "[0-9*]{0,15}") {
            prop_assert_eq!(hyphenated(&number).replace('-', ""), number);
        }

        #[test]
        fn masking_hides_four_and_keeps_the_length(number in "[0-9]{4,15}") {
            let masked = mask_last4(&number);
            prop_assert_eq!(masked.len(), number.len());
            prop_assert_eq!(&masked[..number.len() - 4], &number[..number.len() - 4]);
            prop_assert!(masked.ends_with("****"));
        }
    }
}
