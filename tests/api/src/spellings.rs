//! How people type what they read on paper.

/// ASCII in full width, as a Japanese keyboard gives it.
#[must_use]
pub fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c })
        .collect()
}
