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
    let kept: String =
        upper.chars().filter(|c| c.is_alphanumeric() && !is_hyphen_like(*c)).map(large_katakana).collect();
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

/// Each three neighbours in a text as one number, and the last two and the last one of each word: the first of them in the upper
/// digits, so that all that begin alike are neighbours too. In order, each once.
#[must_use]
pub fn grams(text: &str) -> Vec<i64> {
    let mut grams = Vec::with_capacity(text.len());
    for word in text.split(' ') {
        let characters: Vec<char> = word.chars().collect();
        grams.extend((0..characters.len()).map(|at| gram(characters[at..].iter().take(GRAM).copied(), '\0')));
    }
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// The grams of which a text with this word has one, for each place in the word: a range of one, or for a word of one or two
/// characters all that begin with it.
#[must_use]
pub fn grams_wanted(word: &str) -> Vec<(i64, i64)> {
    let characters: Vec<char> = word.chars().collect();
    if characters.len() < GRAM {
        let all = characters.iter().copied();
        return vec![(gram(all.clone(), '\0'), gram(all, char::MAX))];
    }
    characters.windows(GRAM).map(|part| gram(part.iter().copied(), '\0')).map(|gram| (gram, gram)).collect()
}

/// Characters of a gram: with two, most codes would have all of theirs in common.
const GRAM: usize = 3;
/// Bits of a character.
const BITS: u32 = 21;

/// The number of up to three characters, filled up with another.
fn gram(characters: impl Iterator<Item = char>, filler: char) -> i64 {
    let filled = characters.chain(std::iter::repeat(filler)).take(GRAM);
    filled.fold(0, |gram, c| gram << BITS | i64::from(u32::from(c)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_a_code_are_one() {
        for typed in
            ["DSX2-8000", "dsx2-8000", "ＤＳＸ２－８０００", "DSX28000", "dsx2ー8000", "DSX2 8000", "DSX2‐8000"]
        {
            assert_eq!(search_key(typed), "DSX28000", "{typed}");
        }
    }

    #[test]
    fn spellings_of_a_name_are_one() {
        for typed in [
            "光ファイバーケーブル",
            "光ﾌｧｲﾊﾞｰｹｰﾌﾞﾙ",
            "光ふぁいばけーぶる",
            "光フアイバ・ケーブル",
            "光 ファイバー ケーブル",
        ] {
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
