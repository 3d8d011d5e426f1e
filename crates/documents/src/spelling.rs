//! Knows how letters and digits are read aloud in Japanese; must not know what is spelled.

/// The reading of an identifier letter by letter, joined by ・: `CAF0` is シー・エー・エフ・ゼロ.
///
/// Upper and lower case are read alike; a character without a reading stands for itself, white space is left out.
#[must_use]
pub fn spelled(text: &str) -> String {
    let readings: Vec<String> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| reading(c).map_or_else(|| c.to_string(), str::to_owned))
        .collect();
    readings.join("・")
}

fn reading(c: char) -> Option<&'static str> {
    const LETTERS: [&str; 26] = [
        "エー",
        "ビー",
        "シー",
        "ディー",
        "イー",
        "エフ",
        "ジー",
        "エイチ",
        "アイ",
        "ジェー",
        "ケー",
        "エル",
        "エム",
        "エヌ",
        "オー",
        "ピー",
        "キュー",
        "アール",
        "エス",
        "ティー",
        "ユー",
        "ブイ",
        "ダブリュー",
        "エックス",
        "ワイ",
        "ゼット",
    ];
    const DIGITS: [&str; 10] = ["ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ"];
    let at = |first: char| usize::try_from(u32::from(c) - u32::from(first)).ok();
    match c {
        'A'..='Z' => LETTERS.get(at('A')?).copied(),
        'a'..='z' => LETTERS.get(at('a')?).copied(),
        '0'..='9' => DIGITS.get(at('0')?).copied(),
        '-' => Some("ハイフン"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_the_provider_does() {
        assert_eq!(spelled("CAF00"), "シー・エー・エフ・ゼロ・ゼロ");
        assert_eq!(spelled("aaAA1234"), "エー・エー・エー・エー・イチ・ニ・サン・ヨン");
        assert_eq!(spelled("Z 9-髙"), "ゼット・キュウ・ハイフン・髙");
        assert_eq!(spelled(""), "");
    }
}
