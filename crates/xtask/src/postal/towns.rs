//! The town of a row of the source: without notes, and with its reading once. Must not know who asks.

use super::Row;

/// Towns that are called as the municipality that they are a part of. Everywhere else, a town of that name is the note
/// that the number follows at once (…の次に番地がくる場合) or that there is nothing else (一円).
const NAMED_AS_THE_WHOLE: [&str; 8] =
    ["蘭越町", "小平町", "泊村", "神恵内村", "小国町", "中之条町", "平生町", "高鍋町"];
/// Between several towns of a row.
const BETWEEN: char = '、';

/// Towns with their readings; an empty one for the whole municipality.
pub fn of(row: &Row) -> Vec<(String, String)> {
    let (town, kana) = (row.neighborhood.as_str(), row.neighborhood_kana.as_str());
    let is_note = town.contains("の次に") || (is_municipality(&row.city, town) && !NAMED_AS_THE_WHOLE.contains(&town));
    if is_note {
        return vec![(String::new(), String::new())];
    }
    let kana = if row.multiline { once(kana) } else { kana };
    // 穴明２２地割、穴明２ and the note ３地割: what is left of lots that the source cut in two.
    if row.note.as_deref().is_some_and(|note| note.contains("地割")) || town.contains("地割") {
        let end = town.find(is_digit).unwrap_or(town.len());
        return vec![(town[..end].to_owned(), kana.to_owned())];
    }
    // 大泉町西井出８２４０−１.
    if town.contains(['−', '－']) {
        let ending = |c: char| is_digit(c) || matches!(c, '−' | '－');
        return vec![(town.trim_end_matches(ending).to_owned(), kana.trim_end_matches(ending).to_owned())];
    }
    let (towns, readings): (Vec<&str>, Vec<&str>) = (town.split(BETWEEN).collect(), kana.split(BETWEEN).collect());
    let reading = |at: usize| if towns.len() == readings.len() { readings[at] } else { "" };
    towns.iter().enumerate().map(|(at, town)| ((*town).to_owned(), reading(at).to_owned())).collect()
}

/// Whether a name is that of the whole municipality: 岡谷市, or 鳴沢村 of 南都留郡鳴沢村.
fn is_municipality(city: &str, name: &str) -> bool {
    city == name || city.split_once('郡').is_some_and(|(_, own)| own == name)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// A reading that is said several times in a row, once.
fn once(kana: &str) -> &str {
    let mut ends = kana.char_indices().map(|(at, _)| at).skip(1);
    let repeats = |end: &usize| kana.len().is_multiple_of(*end) && kana[..*end].repeat(kana.len() / end) == kana;
    let shortest = ends.find(repeats);
    &kana[..shortest.unwrap_or(kana.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(city: &str, town: &str, kana: &str, note: Option<&str>, multiline: bool) -> Row {
        let text = str::to_owned;
        Row {
            postal_code: text("0000000"),
            prefecture: text("岩手県"),
            city: text(city),
            city_kana: String::new(),
            neighborhood: text(town),
            neighborhood_kana: text(kana),
            note: note.map(text),
            multiline,
            name: None,
            banchi: String::new(),
        }
    }

    fn cleaned(row: &Row) -> Vec<String> {
        of(row).into_iter().map(|(town, kana)| format!("{town} {kana}")).collect()
    }

    #[test]
    fn notes_go_and_names_stay() {
        let plain = |city: &str, town: &str, kana: &str| cleaned(&row(city, town, kana, None, false));
        assert_eq!(plain("北都留郡小菅村", "小菅村の次に１〜６６３番地がくる場合", "コスゲムラ"), [" "]);
        assert_eq!(plain("下田市", "下田市", "シモダシ"), [" "]);
        assert_eq!(plain("吾妻郡中之条町", "中之条町", "ナカノジョウマチ"), ["中之条町 ナカノジョウマチ"]);
        assert_eq!(plain("枝幸郡枝幸町", "幸町", "サイワイチョウ"), ["幸町 サイワイチョウ"]);
        assert_eq!(plain("犬上郡多賀町", "一円", "イチエン"), ["一円 イチエン"]);
        assert_eq!(plain("樺戸郡浦臼町", "浦臼第１", "ウラウスダイ１"), ["浦臼第１ ウラウスダイ１"]);
        assert_eq!(
            plain("北杜市", "大泉町西井出８２４０−１", "オオイズミチョウニシイデ８２４０－１"),
            ["大泉町西井出 オオイズミチョウニシイデ"]
        );
        assert_eq!(plain("小豆郡土庄町", "甲、乙", "コウ、オツ"), ["甲 コウ", "乙 オツ"]);
        assert_eq!(plain("小豆郡土庄町", "甲、乙", "コウ"), ["甲 ", "乙 "]);
    }

    #[test]
    fn lots_that_the_source_cut_in_two_go_whole() {
        let lots = |town, note| cleaned(&row("和賀郡西和賀町", town, "アナアケ", Some(note), false));
        assert_eq!(lots("穴明２２地割、穴明２", "３地割"), ["穴明 アナアケ"]);
        assert_eq!(lots("穴明２", "３地割(その他)"), ["穴明 アナアケ"]);
    }

    #[test]
    fn a_reading_of_several_lines_is_said_once() {
        let several = |kana, multiline| cleaned(&row("京都市上京区", "北町", kana, None, multiline));
        assert_eq!(several("キタマチキタマチキタマチ", true), ["北町 キタマチ"]);
        assert_eq!(several("キタマチ", true), ["北町 キタマチ"]);
        // A name may have two equal halves.
        assert_eq!(several("ササ", false), ["北町 ササ"]);
    }
}
