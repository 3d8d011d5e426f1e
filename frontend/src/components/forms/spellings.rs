//! How what was typed is tidied where no rule of the domain says it. Must not know the field.

use crate::api::problems::Fault;
use madoguchi_domain::text::is_invisible;

/// Half-width letters, digits and signs for full-width ones, without white space and what has no shape: for identifiers,
/// which have no kana.
pub fn half_width(typed: &str) -> Result<String, Fault> {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    Ok(typed.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).map(narrow).collect())
}

/// On one line: what breaks lines, as in a text area or in what was pasted, is a space.
pub fn one_line(typed: &str) -> Result<String, Fault> {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let parts = typed.split(breaks).map(str::trim).filter(|part| !part.is_empty());
    Ok(parts.collect::<Vec<_>>().join(" "))
}

/// Takes anything as it is.
pub fn anything(typed: &str) -> Result<String, Fault> {
    Ok(typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{half_width, one_line};

    #[test]
    fn lines_become_one() {
        assert_eq!(
            one_line(" 日程が\r\n\r\n変わった ため\t\u{2028}です\n").as_deref(),
            Ok("日程が 変わった ため です")
        );
        assert_eq!(one_line("\n 　\n").as_deref(), Ok(""));
    }

    #[test]
    fn identifiers_are_typed_in_any_width() {
        assert_eq!(half_width(" ｍ９５ａｕ６　").as_deref(), Ok("m95au6"));
        assert_eq!(half_width("１２３ ４５６").as_deref(), Ok("123456"));
        assert_eq!(half_width("\u{202D}123\u{200B}456\u{202C}\u{FEFF}").as_deref(), Ok("123456"));
        assert_eq!(half_width("ﾏﾄﾞ-口").as_deref(), Ok("ﾏﾄﾞ-口"));
    }
}
