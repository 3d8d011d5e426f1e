//! Knows the widths and marks of text as people and systems type it, and what no text may hold; must not know what a
//! text means. Every border reads through it: forms in the browser, the API, imports, searches.

mod marks;
mod normal_forms;

pub use marks::{is_hyphen_like, is_invisible, is_private};
use marks::{is_override, is_weightless};

/// Unicode compatibility form NFKC: full-width ASCII becomes ASCII, half-width kana becomes full-width, ㈱ becomes (株).
#[must_use]
pub fn nfkc(text: &str) -> String {
    // ASCII is its own normal form, and most of an export is ASCII.
    if text.is_ascii() {
        return text.to_owned();
    }
    normal_forms::nfkc(text)
}

/// NFKC without invisible characters, ends trimmed, each run of white space (U+3000 too) one ASCII space. For keys and
/// searches, not for display.
#[must_use]
pub fn trim_fold(text: &str) -> String {
    let folded = visible(&nfkc(text));
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// NFKC without white space, invisible characters and hyphen-likes (see [`is_hyphen_like`]): what remains of a typed
/// number.
///
/// Letters and other characters stay, so that the caller can refuse them.
#[must_use]
pub fn fold_digits(text: &str) -> String {
    let is_kept = |c: &char| !c.is_whitespace() && !is_hyphen_like(*c) && !is_invisible(*c);
    nfkc(text).chars().filter(is_kept).collect()
}

/// The text without what has no shape of its own ([`is_invisible`]).
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

/// How many lines a text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One: no line feed.
    One,
    /// Any number, with tabs.
    Many,
}

/// Whether a text to be kept holds what no such text may: control characters, which break lines, mails and files (and
/// NUL, which one of the databases cannot keep); and marks that turn the direction of what follows, so that a name reads
/// otherwise than it is. White space at the ends does not count.
#[must_use]
pub fn is_broken(text: &str, lines: Lines) -> bool {
    text.trim().chars().any(|c| is_override(c) || has_forbidden_control(c, lines))
}

/// The same for what is read and not kept as it is, such as a number: [`is_invisible`] characters are ignored in it.
#[must_use]
pub fn is_unreadable(text: &str) -> bool {
    text.trim().chars().any(|c| has_forbidden_control(c, Lines::One))
}

fn has_forbidden_control(c: char, lines: Lines) -> bool {
    let is_break = matches!(c, '\u{2028}' | '\u{2029}');
    let is_of_lines = is_break || matches!(c, '\n' | '\r' | '\t');
    (c.is_control() || is_break) && !(lines == Lines::Many && is_of_lines)
}

/// A name as it will be shown: ends trimmed, half-width kana widened, combining marks composed (NFC), nothing in it that
/// has neither shape nor effect (U+200B, U+FEFF, soft hyphens …).
///
/// Everything else stays exactly as typed: ㈱, full-width letters, and variant kanji such as 髙, 﨑, 𠮷 or 神. Plain NFC
/// would replace the last kind (the CJK compatibility ideographs), which people do not forgive in their names.
#[must_use]
pub fn tidy_display_name(text: &str) -> String {
    let mut widened = String::with_capacity(text.len());
    let weighty: String = text.chars().filter(|c| !is_weightless(*c)).collect();
    for c in weighty.trim().chars() {
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
        let lookalikes =
            ['─', '━', '‐', '‑', '‒', '–', '—', '―', '−', 'ー', 'ｰ', '－', '﹣', '﹘', '⁻', '゠', '˗', '⁃', '\u{AD}'];
        for hyphen in lookalikes {
            assert_eq!(fold_digits(&format!("810{hyphen}0022")), "8100022", "{hyphen:?}");
        }
    }

    #[test]
    fn what_has_no_shape_is_ignored() {
        for hidden in
            ['\u{200B}', '\u{2060}', '\u{FEFF}', '\u{202A}', '\u{202D}', '\u{202C}', '\u{2066}', '\u{2069}', '\u{AD}']
        {
            assert_eq!(fold_digits(&format!("{hidden}12{hidden}34{hidden}")), "1234", "{hidden:?}");
            assert_eq!(trim_fold(&format!("{hidden} ab{hidden}c {hidden}")), "abc", "{hidden:?}");
        }
        assert_eq!(tidy_display_name("\u{200B} 鈴\u{FEFF}木\u{2060} "), "鈴木");
        // The form of 葛 that a variation selector chooses is part of a name.
        assert_eq!(tidy_display_name("葛\u{E0100}飾"), "葛\u{E0100}飾");
    }

    #[test]
    fn broken_texts_are_told() {
        for broken in ["a\0b", "a\nb", "a\u{202E}b", "a\u{2066}b", "a\u{1B}[2J", "a\u{85}b", "a\u{2028}b", "a\tb"] {
            assert!(is_broken(broken, Lines::One), "{broken:?}");
        }
        for broken in ["a\0b", "a\u{202E}b", "a\u{1B}[2J"] {
            assert!(is_broken(broken, Lines::Many), "{broken:?}");
        }
        for whole in ["", "鈴木　京子\n", " \t髙﨑𠮷 ㈱", "👩\u{200D}💻", "葛\u{E0100}"] {
            assert!(!is_broken(whole, Lines::One), "{whole:?}");
        }
        assert!(!is_broken("a\r\n\tb", Lines::Many));
        assert!(is_unreadable("1\u{0}2") && !is_unreadable("\u{202D}12\u{202C}"));
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
