//! Knows the widths and marks of Japanese text; must not know what a text means.

mod normal_forms;

/// Unicode compatibility form NFKC: full-width ASCII becomes ASCII, half-width kana becomes full-width, ㈱ becomes (株).
#[must_use]
pub fn nfkc(text: &str) -> String {
    // ASCII is its own normal form, and most of an export is ASCII.
    if text.is_ascii() {
        return text.to_owned();
    }
    normal_forms::nfkc(text)
}

/// NFKC, ends trimmed, each run of white space (U+3000 too) one ASCII space. For keys and searches, not for display.
#[must_use]
pub fn trim_fold(text: &str) -> String {
    let folded = nfkc(text);
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// NFKC without white space and hyphen-likes (‐ ‑ ‒ – — ― − ー － ﹣ -): what remains of a typed number.
///
/// Letters and other characters stay, so that the caller can refuse them.
#[must_use]
pub fn fold_digits(text: &str) -> String {
    nfkc(text).chars().filter(|&c| !c.is_whitespace() && !is_hyphen_like(c)).collect()
}

/// Whether people and old systems type this character where a hyphen is meant. The long-vowel mark ー is one of them.
#[must_use]
pub fn is_hyphen_like(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{FE63}' | '\u{FF0D}' | '\u{FF70}')
}

/// A name as it will be shown: ends trimmed, half-width kana widened, combining marks composed (NFC).
///
/// Everything else stays exactly as typed: ㈱, full-width letters, and variant kanji such as 髙, 﨑, 𠮷 or 神. Plain NFC
/// would replace the last kind (the CJK compatibility ideographs), which people do not forgive in their names.
#[must_use]
pub fn tidy_display_name(text: &str) -> String {
    let mut widened = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if matches!(c, '\u{FF61}'..='\u{FF9F}') {
            widened.push_str(&normal_forms::nfkc(c.encode_utf8(&mut [0; 4])));
        } else {
            widened.push(c);
        }
    }
    let mut tidy = String::with_capacity(widened.len());
    let mut rest = widened.as_str();
    while let Some((at, kanji)) = rest.char_indices().find(|&(_, c)| is_compatibility_ideograph(c)) {
        tidy.push_str(&normal_forms::nfc(&rest[..at]));
        tidy.push(kanji);
        rest = &rest[at + kanji.len_utf8()..];
    }
    tidy.push_str(&normal_forms::nfc(rest));
    tidy
}

/// A number in a circle, as papers count what they list: ① to ⑳, then plain digits.
#[must_use]
pub fn circled(number: usize) -> String {
    let offset = number.checked_sub(1).filter(|offset| *offset < 20).and_then(|offset| u32::try_from(offset).ok());
    let circle = offset.and_then(|offset| char::from_u32(u32::from('①') + offset));
    circle.map_or_else(|| number.to_string(), String::from)
}

fn is_compatibility_ideograph(c: char) -> bool {
    matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_have_circles_up_to_twenty() {
        assert_eq!([0, 1, 5, 20, 21].map(circled), ["0", "①", "⑤", "⑳", "21"]);
    }

    #[test]
    fn trim_fold_knows_the_ideographic_space() {
        assert_eq!(trim_fold("　鈴木　　京子 \t"), "鈴木 京子");
        assert_eq!(trim_fold("ｽｽﾞｷ ＡＢＣ"), "スズキ ABC");
        assert_eq!(trim_fold("　"), "");
    }

    #[test]
    fn fold_digits_drops_each_hyphen_like() {
        assert_eq!(fold_digits("０３‐1‑2‒3–4—5―6−7ー8－9﹣0-ｰ１ ２　３"), "0312345678901 23".replace(' ', ""));
        assert_eq!(fold_digits("2N-caf"), "2Ncaf");
    }

    #[test]
    fn display_names_keep_what_was_typed() {
        assert_eq!(tidy_display_name("　㈱ヴェルデ２ "), "㈱ヴェルデ２");
        assert_eq!(tidy_display_name("髙﨑𠮷"), "髙﨑𠮷");
        assert_eq!(tidy_display_name("ｽｽﾞｷ ｷｮｳｺ"), "スズキ キョウコ");
        assert_eq!(tidy_display_name("ﾊﾟﾙ･ｼｽﾃﾑｽﾞ"), "パル・システムズ");
        assert_eq!(tidy_display_name("か\u{3099}"), "が");
        // U+FA19 and U+FA1B would become U+795E and U+798F under NFC.
        assert_eq!(tidy_display_name("\u{FA19}\u{FA1B}か\u{3099}\u{FA19}"), "\u{FA19}\u{FA1B}が\u{FA19}");
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing(text in "\\PC{0,20}") {
            let once = tidy_display_name(&text);
            prop_assert_eq!(tidy_display_name(&once), once.clone());
        }

        #[test]
        fn folding_leaves_no_space_and_no_hyphen(text in "\\PC{0,20}") {
            prop_assert!(!fold_digits(&text).chars().any(|c| c.is_whitespace() || is_hyphen_like(c)));
        }
    }
}
