//! How a text is read, as far as that was seen while it was typed. Must not know any event of the browser.

use madoguchi_domain::names::katakana;

/// Keys that turn all that was typed into another spelling. A suggestion that is picked by another key, or by a tap, may
/// stand for more than was typed.
const CONVERSIONS: [&str; 2] = ["Space", "Convert"];

/// A text in pieces, each with its reading where that is certain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pieces: Vec<(String, Option<String>)>,
    /// What was composed in kana so far.
    kana: String,
    /// Whether it was turned into another spelling as a whole.
    converted: bool,
    composing: bool,
}

impl Reading {
    /// Something is being composed.
    pub fn compose(&mut self, data: &str) {
        self.composing = true;
        if !data.is_empty() && data.chars().all(is_kana) {
            data.clone_into(&mut self.kana);
            self.converted = false;
        }
    }

    /// A key was pressed.
    pub fn press(&mut self, key: &str) {
        if self.composing && CONVERSIONS.contains(&key) && !self.kana.is_empty() {
            self.converted = true;
        } else if self.composing && matches!(key, "Tab" | "ArrowDown" | "ArrowUp") && !self.converted {
            // A suggestion is being picked.
            self.kana.clear();
        }
    }

    /// What was composed is taken as this.
    pub fn end(&mut self, data: &str) {
        let is_kana = !data.is_empty() && data.chars().all(is_kana);
        let reading = if is_kana { Some(data.to_owned()) } else { Some(self.kana.clone()).filter(|_| self.converted) };
        if !data.is_empty() {
            self.pieces.push((data.to_owned(), reading.map(|reading| katakana(&reading))));
        }
        (self.kana, self.converted, self.composing) = (String::new(), false, false);
    }

    /// Whether something is being composed.
    pub fn is_composing(&self) -> bool {
        self.composing
    }

    /// The reading of the whole text, if it is certain; of no text, none.
    pub fn of(&mut self, typed: &str) -> Option<String> {
        while !typed.starts_with(&self.seen()) {
            self.pieces.pop();
        }
        let rest = typed[self.seen().len()..].to_owned();
        if !rest.is_empty() {
            // A blank is read as a blank; anything else was typed without being composed, or into the middle.
            let reading = rest.trim().is_empty().then(|| rest.clone());
            self.pieces.push((rest, reading));
        }
        self.pieces.iter().map(|piece| piece.1.as_deref()).collect()
    }

    fn seen(&self) -> String {
        self.pieces.iter().map(|piece| piece.0.as_str()).collect()
    }
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}' | '\u{3000}' | ' ')
}

#[cfg(test)]
mod tests {
    use super::Reading;

    fn composed(reading: &mut Reading, typed: &[&str], key: &str, taken: &str) {
        for step in typed {
            reading.compose(step);
        }
        reading.press(key);
        reading.compose(taken);
        reading.end(taken);
    }

    #[test]
    fn what_was_typed_before_the_conversion_is_the_reading() {
        let mut reading = Reading::default();
        composed(&mut reading, &["ｈ", "ほ", "ほｓ", "ほし", "ほしの"], "Space", "星野");
        assert_eq!(reading.of("星野").as_deref(), Some("ホシノ"));
        composed(&mut reading, &["びょういん"], "Space", "病院");
        assert_eq!(reading.of("星野病院").as_deref(), Some("ホシノビョウイン"));
        assert_eq!(reading.of("星野").as_deref(), Some("ホシノ"));
        assert_eq!(reading.of("").as_deref(), Some(""));
    }

    #[test]
    fn kana_is_its_own_reading_and_blanks_stay() {
        let mut reading = Reading::default();
        reading.compose("さくら");
        reading.end("さくら");
        assert_eq!(reading.of("さくら").as_deref(), Some("サクラ"));
        assert_eq!(reading.of("さくら　").as_deref(), Some("サクラ　"));
    }

    #[test]
    fn what_is_not_certain_is_not_said() {
        // A suggestion for more than was typed, by a key and by a tap.
        for key in ["Tab", ""] {
            let mut reading = Reading::default();
            composed(&mut reading, &["びょ"], key, "病院");
            assert_eq!(reading.of("病院"), None, "{key}");
        }
        let mut reading = Reading::default();
        composed(&mut reading, &["ほしの"], "Space", "星野");
        assert_eq!(reading.of("星野ABC"), None);
        assert_eq!(reading.of("大星野"), None);
        assert_eq!(reading.of("").as_deref(), Some(""));
    }
}
