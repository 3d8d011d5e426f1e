//! How products are found again, however their code, name or category is typed. Knows no product.

use crate::names::large_katakana;
use crate::text::{is_hyphen_like, nfkc};

/// Words of a search at most; the others are not looked at.
pub const WORDS_MAX: usize = 8;

/// What remains of a text for searches: one width, upper case, katakana of one size, and nothing but letters and digits. Hyphens
/// and long-vowel marks go too, so that サーバ finds サーバー, and `DSX28000` finds `DSX2-8000`.
#[must_use]
pub fn search_key(text: &str) -> String {
    let upper = nfkc(&nfkc(text).to_uppercase());
    let kept: String = upper.chars().filter(|c| c.is_alphanumeric() && !is_hyphen_like(*c)).map(large_katakana).collect();
    // Marks that stood between a kana and its voicing mark are gone: compose once more.
    nfkc(&kept)
}

/// What a product is found by: its code, name and category, each by its key and a space apart.
#[must_use]
pub fn search_text(code: &str, name: &str, category: &str) -> String {
    [code, name, category].map(search_key).join(" ")
}

/// The words of a search, each as its key: all of them must occur.
#[must_use]
pub fn search_words(typed: &str) -> Vec<String> {
    let words = nfkc(typed);
    let keys = words.split_whitespace().map(search_key).filter(|key| !key.is_empty());
    keys.take(WORDS_MAX).collect()
}

/// Each two neighbours in a text as one number, and the last of each word by itself: the first of them in the upper digits, so
/// that all that begin with a character are neighbours too. In order, each once.
#[must_use]
pub fn grams(text: &str) -> Vec<i64> {
    let mut grams = Vec::with_capacity(text.len());
    for word in text.split(' ') {
        let next = word.chars().skip(1).map(Some).chain([None]);
        grams.extend(word.chars().zip(next).map(|(first, second)| gram(first, second)));
    }
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// The grams that a text with this word has one of, for each pair of neighbours: a range of one, or of all that begin with
/// the one character.
#[must_use]
pub fn grams_wanted(word: &str) -> Vec<(i64, i64)> {
    let characters: Vec<char> = word.chars().collect();
    if let [only] = characters[..] {
        return vec![(gram(only, None), gram(only, Some(char::MAX)))];
    }
    characters.windows(2).map(|pair| gram(pair[0], Some(pair[1]))).map(|gram| (gram, gram)).collect()
}

fn gram(first: char, second: Option<char>) -> i64 {
    i64::from(u32::from(first)) << 21 | i64::from(second.map_or(0, u32::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_a_code_are_one() {
        for typed in ["DSX2-8000", "dsx2-8000", "ＤＳＸ２－８０００", "DSX28000", "dsx2ー8000", "DSX2 8000", "DSX2‐8000"] {
            assert_eq!(search_key(typed), "DSX28000", "{typed}");
        }
    }

    #[test]
    fn spellings_of_a_name_are_one() {
        for typed in ["光ファイバーケーブル", "光ﾌｧｲﾊﾞｰｹｰﾌﾞﾙ", "光ふぁいばけーぶる", "光フアイバ・ケーブル", "光 ファイバー ケーブル"] {
            assert_eq!(search_key(typed), "光フアイバケブル", "{typed}");
        }
        assert_eq!(search_key("光源 1310/1550 Ⅱ型（㈱）"), "光源13101550II型株");
        assert_eq!(search_key("―・（）"), "");
    }

    #[test]
    fn words_are_parted_by_any_space() {
        assert_eq!(search_words("　光ｹｰﾌﾞﾙ　dsx2-8000 ・ "), ["光ケブル", "DSX28000"]);
        assert_eq!(search_words(&"a ".repeat(20)).len(), WORDS_MAX);
        assert!(search_words(" 　").is_empty());
    }

    #[test]
    fn a_character_alone_is_found_in_any_place() {
        for (text, is_there) in [("光源", true), ("電光", true), ("A光B", true), ("電源", false)] {
            let (from, to) = grams_wanted("光")[0];
            assert_eq!(grams(text).iter().any(|gram| (from..=to).contains(gram)), is_there, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_part_of_a_text_has_grams_of_the_text(text in "[光源器ABア8]{1,12}", at in 0_usize..12, length in 1_usize..6) {
            let part: String = text.chars().skip(at).take(length).collect();
            let all = grams(&text);
            for (from, to) in grams_wanted(&part) {
                prop_assert!(all.iter().any(|gram| (from..=to).contains(gram)), "{} in {}", part, text);
            }
        }

        #[test]
        fn the_key_of_a_key_is_the_key(text in "\\PC{0,12}") {
            let key = search_key(&text);
            prop_assert_eq!(search_key(&key), key);
        }
    }
}
