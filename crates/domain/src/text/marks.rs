//! Knows single characters that people and old systems type without meaning them; must not know where they stand.

/// Whether a character is typed where a hyphen is meant: dashes, minus signs, box-drawing lines, the long-vowel mark ー.
#[must_use]
pub fn is_hyphen_like(c: char) -> bool {
    matches!(c, '-' | '\u{02D7}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{207B}' | '\u{208B}' | '\u{2212}')
        || matches!(c, '\u{2500}' | '\u{2501}' | '\u{2796}' | '\u{30A0}' | '\u{30FC}' | '\u{1173}' | '\u{3161}')
        || matches!(c, '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' | '\u{FF70}')
}

/// Whether a character has no shape of its own: zero-width spaces and joiners, byte order marks, soft hyphens, marks of
/// direction, variation selectors, tags. Copying from mails, tables and address books brings them along.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    is_weightless(c)
        || is_override(c)
        || matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character has neither shape nor effect on its neighbours in the scripts of this country.
pub(super) fn is_weightless(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
    ) || matches!(c, '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}')
}

/// Whether a character turns the direction of others, or wraps annotations around them.
pub(super) fn is_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Whether a character has a meaning in one system only (外字): the private use areas, into which Windows-31J decodes F040
/// to F9FC.
#[must_use]
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}
