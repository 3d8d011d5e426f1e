//! Knows which files may be attached, by what they contain, and how a file may be named; must not know where they lie.

mod packages;

use crate::text::tidy_display_name;

/// Longest name of a file, in characters.
pub const FILE_NAME_MAX: usize = 120;
/// Most ends of lines before the header of a PDF.
const PDF_BLANK_MAX: usize = 16;
/// Longest ending that is kept when a name is cut.
const ENDING_MAX: usize = 8;

/// A kind of file that may be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentType {
    Pdf,
    Png,
    Jpeg,
    /// Plain text in UTF-8 or Windows-31J.
    Text,
    /// Comma-separated text in the same.
    Csv,
    /// Workbook of Excel, without macros.
    Xlsx,
    /// Document of Word, without macros.
    Docx,
    /// Any files in a ZIP; from the provider only.
    Zip,
    /// Certificate with its key, as browsers take it (PKCS #12); from the provider only.
    Pkcs12,
}

impl AttachmentType {
    /// What customers may attach.
    pub const ALL: [Self; 7] = [Self::Pdf, Self::Png, Self::Jpeg, Self::Text, Self::Csv, Self::Xlsx, Self::Docx];
    /// What the provider delivers beside that.
    pub const DELIVERED: [Self; 2] = [Self::Zip, Self::Pkcs12];

    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Zip => "application/zip",
            Self::Pkcs12 => "application/x-pkcs12",
        }
    }

    /// Endings of its names, lower case.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Text => &["txt"],
            Self::Csv => &["csv"],
            Self::Xlsx => &["xlsx"],
            Self::Docx => &["docx"],
            Self::Zip => &["zip"],
            Self::Pkcs12 => &["p12", "pfx"],
        }
    }

    /// The type of a file of a customer: its content has the marks of the type that the ending of its name promises.
    #[must_use]
    pub fn of(file_name: &str, content: &[u8]) -> Option<Self> {
        Self::among(Self::ALL.into_iter(), file_name, content)
    }

    /// The same for a file that the provider delivers.
    #[must_use]
    pub fn delivered(file_name: &str, content: &[u8]) -> Option<Self> {
        Self::among(Self::ALL.into_iter().chain(Self::DELIVERED), file_name, content)
    }

    fn among(mut kinds: impl Iterator<Item = Self>, file_name: &str, content: &[u8]) -> Option<Self> {
        let ending = file_name.rsplit_once('.')?.1.to_ascii_lowercase();
        let promised = kinds.find(|kind| kind.endings().contains(&ending.as_str()))?;
        promised.fits(content).then_some(promised)
    }

    fn fits(self, content: &[u8]) -> bool {
        match self {
            Self::Pdf => is_pdf(content),
            Self::Png => content.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => content.starts_with(b"\xFF\xD8\xFF"),
            Self::Text | Self::Csv => is_text(content),
            Self::Xlsx => packages::is_office_package(content, b"xl/"),
            Self::Docx => packages::is_office_package(content, b"word/"),
            Self::Zip => packages::is_package(content),
            Self::Pkcs12 => is_pkcs12(content),
        }
    }
}

/// Some programs write a byte order mark or ends of lines before the header, and every reader takes that.
fn is_pdf(content: &[u8]) -> bool {
    let content = content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(content);
    let start = content.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(content.len());
    start <= PDF_BLANK_MAX && content.get(start..).is_some_and(|rest| rest.starts_with(b"%PDF-"))
}

/// A sequence in DER or BER whose first member is the version, 3.
fn is_pkcs12(content: &[u8]) -> bool {
    const VERSION: &[u8] = b"\x02\x01\x03";
    let Some((0x30, [length, rest @ ..])) = content.split_first() else { return false };
    let more = if *length > 0x80 { usize::from(*length - 0x80) } else { 0 };
    more <= 4 && rest.get(more..).is_some_and(|rest| rest.starts_with(VERSION))
}

/// Whether it reads as UTF-8 or as Windows-31J (CP932) and has no controls but tabs and ends of lines and pages.
fn is_text(content: &[u8]) -> bool {
    let is_control = |byte: &u8| matches!(byte, 0..=8 | 11 | 14..=31 | 127);
    !content.iter().any(is_control) && (std::str::from_utf8(content).is_ok() || is_cp932(content))
}

/// Each lead byte has its trail byte, and nothing stands alone that CP932 does not know.
fn is_cp932(content: &[u8]) -> bool {
    let mut bytes = content.iter();
    while let Some(byte) = bytes.next() {
        let is_whole = match byte {
            0..=0x7F | 0xA1..=0xDF => true,
            0x81..=0x9F | 0xE0..=0xFC => bytes.next().is_some_and(|trail| matches!(trail, 0x40..=0x7E | 0x80..=0xFC)),
            _ => false,
        };
        if !is_whole {
            return false;
        }
    }
    true
}

/// A name that cannot lead out of a folder, hide its ending or break a header: the last part of a path, without
/// controls, marks of direction and invisible characters, at most [`FILE_NAME_MAX`] characters with the ending kept.
///
/// It may be empty: then nothing usable was given.
#[must_use]
pub fn safe_file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|c| !is_hidden(*c)).map(harmless).collect();
    let tidy = tidy_display_name(&shown);
    let is_outer = |c: char| c == '.' || c.is_whitespace();
    let name = tidy.trim_matches(is_outer);
    if name.chars().count() <= FILE_NAME_MAX {
        return name.to_owned();
    }
    match name.rsplit_once('.').filter(|(_, ending)| ending.chars().count() <= ENDING_MAX) {
        Some((stem, ending)) => {
            let stem: String = stem.chars().take(FILE_NAME_MAX - ending.chars().count() - 1).collect();
            format!("{stem}.{ending}")
        }
        // The cut may have left a full stop at the end.
        None => name.chars().take(FILE_NAME_MAX).collect::<String>().trim_end_matches(is_outer).to_owned(),
    }
}

/// Controls, marks that turn the direction of writing, and characters of no width.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{00AD}' | '\u{180E}')
}

/// Windows takes these in no name.
fn harmless(c: char) -> char {
    if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c }
}

#[cfg(test)]
mod tests;
