//! Knows when two spellings of a name mean the same customer; must not know any customer.

mod legal_forms;

pub use legal_forms::{LEGAL_FORMS, LegalForm, is_organisation};

use crate::text::{is_hyphen_like, is_invisible, nfkc};
use legal_forms::strip_legal_forms;
use std::fmt;

/// What remains of a name when width, case, kana kind, spaces, dots, long-vowel marks and legal form are taken away.
///
/// Two names match when their keys are equal. Keys are compared and indexed, never shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey(String);

impl NameKey {
    /// The key of a typed or imported name, kana or kanji.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let mut key = pass(name);
        // Taking a form away can join what stood around it; a few rounds make the key of a key the key itself.
        for _ in 0..8 {
            let next = pass(&key);
            if next == key {
                break;
            }
            key = next;
        }
        Self(key)
    }

    /// The key as stored and indexed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing of the name remained: it had spaces and marks only, and must match nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for NameKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<NameKey> for String {
    fn from(key: NameKey) -> Self {
        key.0
    }
}

/// Whether a name could be what 「全角英数字カナ」 asks for after widening. A hint for the form, never a reason to refuse.
#[must_use]
pub fn looks_like_kana_name(name: &str) -> bool {
    let folded = nfkc(name);
    let kana = |c: char| matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}');
    let mark = |c: char| is_skipped(c) || matches!(c, '(' | ')' | '&' | '\'');
    folded.chars().any(|c| kana(c) || c.is_ascii_alphanumeric())
        && folded.chars().all(|c| kana(c) || c.is_ascii_alphanumeric() || mark(c))
}

/// Whether nothing but its legal form is in kanji: a name that was asked for in kana and is not can match nobody.
#[must_use]
pub fn is_kana_name(name: &str) -> bool {
    !NameKey::of(name).as_str().chars().any(is_kanji)
}

/// The name with katakana for hiragana; everything else stays as it is.
#[must_use]
pub fn katakana(name: &str) -> String {
    let turned = |c: char| match c {
        '\u{3041}'..='\u{3096}' | '\u{309D}' | '\u{309E}' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        other => other,
    };
    name.chars().map(turned).collect()
}

/// Whether a character is a kanji, the repetition mark included.
#[must_use]
pub fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn pass(name: &str) -> String {
    let folded = fold(name);
    let stripped = strip_legal_forms(&folded);
    // A company may be called nothing but its form; an empty key would match nobody or, worse, everybody.
    if stripped.is_empty() { folded } else { stripped }
}

/// Width, case, kana kind and size, and marks; the legal form still stands.
fn fold(name: &str) -> String {
    let upper = nfkc(&nfkc(&legal_forms::bracketed(name)).to_uppercase());
    let kept: String = upper.chars().filter(|&c| !is_skipped(c)).map(bracket).map(large_katakana).collect();
    // Dropping a space or turning hiragana may bring a letter and its voicing mark together: compose once more.
    nfkc(&kept)
}

fn is_skipped(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_hyphen_like(c)
        || is_invisible(c)
        || matches!(c, '.' | ',' | '、' | '。' | '・' | '·' | '•' | '‧')
}

fn bracket(c: char) -> char {
    match c {
        '[' | '{' | '〔' | '【' | '「' | '『' | '《' | '〈' => '(',
        ']' | '}' | '〕' | '】' | '」' | '』' | '》' | '〉' => ')',
        other => other,
    }
}

/// Hiragana to katakana (0x60 apart), small kana to large: bank formats know neither.
pub(crate) fn large_katakana(c: char) -> char {
    let turned = katakana(c.encode_utf8(&mut [0; 4]));
    match turned.chars().next().unwrap_or(c) {
        'ァ' => 'ア',
        'ィ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' => 'エ',
        'ォ' => 'オ',
        'ッ' => 'ツ',
        'ャ' => 'ヤ',
        'ュ' => 'ユ',
        'ョ' => 'ヨ',
        'ヮ' => 'ワ',
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        other => other,
    }
}

#[cfg(test)]
mod tests;
