//! What the signs of a password are called, in Japanese and in English. Must not know which of them a portal allows.

use crate::locales::Locale;

const NAMES: [(char, &str, &str); 16] = [
    ('.', "ドット", "dot"),
    ('-', "ハイフン", "hyphen"),
    ('_', "アンダーバー", "underscore"),
    ('=', "イコール", "equals sign"),
    ('+', "プラス", "plus sign"),
    ('@', "アットマーク", "at sign"),
    ('#', "シャープ", "hash"),
    ('$', "ドル", "dollar sign"),
    ('%', "パーセント", "percent sign"),
    ('&', "アンド", "ampersand"),
    ('*', "アスタリスク", "asterisk"),
    ('/', "スラッシュ", "slash"),
    (':', "コロン", "colon"),
    ('!', "感嘆符", "exclamation mark"),
    ('?', "疑問符", "question mark"),
    ('~', "チルダ", "tilde"),
];

/// The signs with their names, as `. (ドット) - (ハイフン)`: alone they are hard to tell apart on a screen. A sign
/// without a name stands alone.
#[must_use]
pub fn named_signs(signs: &str, locale: Locale) -> String {
    let named = |sign: char| match NAMES.iter().find(|name| name.0 == sign) {
        Some((_, ja, en)) => format!("{sign} ({})", locale.pick(ja, en)),
        None => sign.to_string(),
    };
    signs.chars().map(named).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the guide of the rental site writes them.
    #[test]
    fn signs_have_the_names_of_the_guide() {
        let guide = ". (ドット) - (ハイフン) _ (アンダーバー) = (イコール) + (プラス)";
        assert_eq!(named_signs(".-_=+", Locale::Ja), guide);
        assert_eq!(named_signs(".^", Locale::En), ". (dot) ^");
    }
}
