//! Knows what a spreadsheet and code page 932 do to a cell; must not know the columns of any file.

use crate::text::is_invisible;
use std::borrow::Cow;

/// Puts an apostrophe before text that a spreadsheet would run as a formula (leading = + - @, in any
/// width, TAB, CR, LF or NUL; ASVS 1.2.10).
///
/// For text cells only: a negative number is no formula and must be written as a number.
#[must_use]
pub fn formula_safe(cell: &str) -> Cow<'_, str> {
    // Some spreadsheets take the full-width signs for formulas too; what has no shape hides a sign from people only.
    let first = cell.chars().find(|c| !is_invisible(*c));
    if first.is_some_and(|c| "=+-@＝＋－＠\t\r\n\0".contains(c)) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Replaces the three marks that Unicode maps otherwise than Windows: 〜 → ～, − → －, ‖ → ∥. Do it before encoding.
#[must_use]
pub fn to_cp932_text(text: &str) -> Cow<'_, str> {
    if !text.contains(['\u{301C}', '\u{2212}', '\u{2016}']) {
        return Cow::Borrowed(text);
    }
    let mapped = text.chars().map(|c| match c {
        '\u{301C}' => '\u{FF5E}',
        '\u{2212}' => '\u{FF0D}',
        '\u{2016}' => '\u{2225}',
        other => other,
    });
    Cow::Owned(mapped.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defuses_formulas() {
        for cell in [
            "=1+1",
            "+81",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\0=1",
            "＝1+1",
            "＋1",
            "－1",
            "＠SUM(A1)",
            "\n=1",
            "\u{FEFF}=1",
        ] {
            assert_eq!(formula_safe(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn leaves_other_cells_alone() {
        for cell in ["", "0312345678", "株式会社=", "'=1", "a@example.jp"] {
            assert!(matches!(formula_safe(cell), Cow::Borrowed(same) if same == cell));
        }
    }

    #[test]
    fn maps_the_marks_of_windows() {
        assert_eq!(to_cp932_text("10〜20−5‖"), "10～20－5∥");
        assert!(matches!(to_cp932_text("髙﨑"), Cow::Borrowed("髙﨑")));
    }
}
