//! Codes of institutions (機関コード): ten digits, of which the first two name a prefecture, the third a table and the last
//! is a check digit over all of them. Knows how they are typed; must not refuse any, since codes of other registers stand in
//! the same field.

use crate::text::fold_digits;

/// Digits of a whole code.
const DIGITS: usize = 10;
/// Digits of a code without prefecture and table.
const SHORT: usize = 7;
/// 点数表: medical, dental, pharmacy.
const TABLES: [char; 3] = ['1', '3', '4'];
/// Rounds in which taking something away joins what stood around it; nothing that anybody types needs two.
const ROUNDS: usize = 16;

/// A code in its one spelling: without spaces, hyphens, dots, commas, slashes and what has no shape, in plain width. None for what
/// has no end of being joined anew.
#[must_use]
pub fn tidy(typed: &str) -> Option<String> {
    let mut text = folded(typed);
    for _ in 0..ROUNDS {
        let next = folded(&text);
        if next == text {
            return Some(text);
        }
        text = next;
    }
    None
}

fn folded(text: &str) -> String {
    fold_digits(text).chars().filter(|c| !is_separator(*c)).collect()
}

/// Marks between groups of digits that [`fold_digits`] keeps, as they are after folding.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | '/' | ':' | ';' | '_' | '·' | '•' | '・' | '。' | '、' | '\u{2027}' | '\u{2219}' | '\u{22C5}'
    )
}

/// The ten digits of a tidy code. Seven are completed by the number of the prefecture (1 to 47) and the table that makes
/// the check digit right; there is one at most.
#[must_use]
pub fn completed(tidy: &str, prefecture: Option<u8>) -> Option<String> {
    if !tidy.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match (tidy.len(), prefecture) {
        (DIGITS, _) => Some(tidy.to_owned()),
        (SHORT, Some(prefecture)) => {
            let whole = |table: &char| format!("{prefecture:02}{table}{tidy}");
            TABLES.iter().map(whole).find(|code| is_checked(code))
        }
        _ => None,
    }
}

/// Whether a tidy code is as such codes are: a prefecture first, and a right check digit last. The prefecture that stands
/// beside it completes seven digits.
#[must_use]
pub fn is_usual(tidy: &str, prefecture: Option<u8>) -> bool {
    completed(tidy, prefecture).is_some_and(|code| {
        let first = code[..2].parse::<u8>();
        first.is_ok_and(|first| (1..=47).contains(&first)) && is_checked(&code)
    })
}

/// Luhn over all digits: from the right every second one counts twice, as the sum of its digits.
fn is_checked(digits: &str) -> bool {
    let counted = digits.bytes().rev().enumerate().map(|(at, digit)| {
        let digit = u32::from(digit - b'0');
        let twice = digit * 2;
        if at % 2 == 0 { digit } else { twice / 10 + twice % 10 }
    });
    counted.sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_are_read_however_they_are_typed() {
        for typed in [
            "0110113719",
            "01.1.0113719",
            "01-1-0113719",
            "０１１０１１３７１９",
            "01,1,0113,719",
            "01・1・0113719",
            "０１．１．０１１３７１９",
            "01･1･0113719",
            " 01\u{2028}1\u{3000}011\u{200B}3719 ",
            "01\u{2024}1 0113719",
            "01/1/0113719",
        ] {
            assert_eq!(tidy(typed).as_deref(), Some("0110113719"), "{typed:?}");
            assert!(is_usual(&tidy(typed).unwrap(), None), "{typed:?}");
        }
    }

    #[test]
    fn the_check_digit_is_over_all_ten() {
        assert!(is_usual("0110113719", None));
        for wrong in
            ["0110113718", "0110113791", "0120113719", "0010113719", "4810113719", "011011371", "A110113719", ""]
        {
            assert!(!is_usual(wrong, None), "{wrong}");
        }
    }

    #[test]
    fn seven_digits_are_completed_by_the_prefecture() {
        assert_eq!(completed("0113719", Some(1)).as_deref(), Some("0110113719"));
        assert!(is_usual("0113719", Some(1)));
        // Of another prefecture no table makes it right.
        assert!(!is_usual("0113719", Some(2)));
        assert!(!is_usual("0113719", None));
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing(text in any::<String>()) {
            if let Some(once) = tidy(&text) {
                prop_assert_eq!(tidy(&once), Some(once.clone()));
            }
        }

        #[test]
        fn tidying_twice_changes_nothing_among_odd_marks(
            text in "[0-9\u{A0}\u{85}\u{180E}\u{2000}-\u{206F}\u{300}-\u{30F}\u{3000}-\u{303F}\u{3099}-\u{309C}\u{FE00}-\u{FE6F}\u{FF00}-\u{FFEF}\u{1C}-\u{20}.,カハ゛･·]{0,24}"
        ) {
            if let Some(once) = tidy(&text) {
                prop_assert_eq!(tidy(&once), Some(once.clone()));
            }
        }

        #[test]
        fn one_wrong_digit_is_told(code in "(0[1-9]|[1-3][0-9]|4[0-7])[134][0-9]{6}", at in 2_usize..9, by in 1_u8..10) {
            let whole = (b'0'..=b'9').map(|last| format!("{code}{}", char::from(last))).find(|it| is_checked(it)).unwrap();
            prop_assert!(is_usual(&whole, None));
            let mut bytes = whole.into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(!is_usual(std::str::from_utf8(&bytes).unwrap(), None));
        }

        #[test]
        fn at_most_one_table_completes_seven_digits(short in "[0-9]{7}", prefecture in 1_u8..=47) {
            let right = TABLES.iter().filter(|table| is_checked(&format!("{prefecture:02}{table}{short}"))).count();
            prop_assert!(right <= 1);
            prop_assert_eq!(completed(&short, Some(prefecture)).is_some(), right == 1);
        }
    }
}
