//! Knows how to make any text printable; must not know which document it stands in.

use serde_json::Value;

use super::glyphs::Glyphs;

/// Stands for a character that no font has (下駄記号), as in the CSV files.
const MISSING: char = '〓';
/// ASCII runs longer than this may be broken anywhere, at every [`STEP`] characters.
const LONGEST_WORD: usize = 24;
const STEP: usize = 8;
const BREAK: char = '\u{200B}';

/// Makes every string of the data printable, see [`legible`].
pub fn make_legible(data: &mut Value, glyphs: &Glyphs) {
    match data {
        Value::String(text) => *text = legible(text, |character| glyphs.has(character)),
        Value::Array(items) => items.iter_mut().for_each(|item| make_legible(item, glyphs)),
        Value::Object(fields) => fields.values_mut().for_each(|field| make_legible(field, glyphs)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Text without what PDF/UA forbids or what deceives: control characters become spaces, marks of direction and other
/// invisible ones go, characters without a glyph become 〓. Long words get places to break, or they would run out of
/// their cell.
fn legible(text: &str, has_glyph: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut run = 0_i64;
    for (at, character) in text.char_indices() {
        run = if character.is_ascii_graphic() { run + 1 } else { 0 };
        if run == 1 {
            let rest = text[at..].bytes();
            let length = rest.take_while(u8::is_ascii_graphic).count();
            // Counted from far below zero, a short word never reaches a step.
            run = if length > LONGEST_WORD { 1 } else { i64::MIN };
        }
        if run > 1 && usize::try_from(run - 1).is_ok_and(|run| run.is_multiple_of(STEP)) {
            shown.push(BREAK);
        }
        match character {
            '\n' => shown.push('\n'),
            _ if character.is_control() => shown.push(' '),
            _ if is_invisible(character) => {}
            _ if has_glyph(character) && !is_private(character) => shown.push(character),
            _ if character.is_whitespace() => shown.push(' '),
            _ => shown.push(MISSING),
        }
    }
    shown
}

/// Characters that show nothing: soft hyphens, joiners, marks of direction, variation selectors, tags.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// 外字: characters that mean something else in every font.
fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        legible(text, |character| character != '😀')
    }

    #[test]
    fn names_stay_as_they_are() {
        for name in ["髙﨑𠮷男", "株式会社 みなと商会", "CAF0000000001", "a\nb", ""] {
            assert_eq!(shown(name), name);
        }
    }

    #[test]
    fn what_cannot_be_printed_is_marked_or_left_out() {
        assert_eq!(shown("😀様\u{7}\t"), "〓様  ");
        assert_eq!(shown("葛\u{E0100}城"), "葛城");
        assert_eq!(shown("1\u{202E}000\u{E000}"), "1000〓");
    }

    #[test]
    fn long_words_can_be_broken() {
        let word = "x".repeat(30);
        let broken = shown(&format!("長い{word}名前"));
        assert_eq!(broken.replace(BREAK, ""), format!("長い{word}名前"));
        assert_eq!(broken.split(BREAK).map(|part| part.matches('x').count()).collect::<Vec<_>>(), [8, 8, 8, 6]);
        assert_eq!(shown(&"x".repeat(24)), "x".repeat(24));
    }
}
