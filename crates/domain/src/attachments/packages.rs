//! Knows the directory of a ZIP file, by which Office files are told from other ZIP files; unpacks nothing.

const LOCAL_HEADER: &[u8] = b"PK\x03\x04";
const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const ENTRY_LENGTH: usize = 46;
/// A comment may stand after the directory.
const COMMENT_MAX: usize = 65_535;

/// Whether it is a ZIP file whose directory can be read.
pub(super) fn is_package(content: &[u8]) -> bool {
    content.starts_with(LOCAL_HEADER) && names(content).is_some()
}

/// Whether it is an Office Open XML package whose parts lie below `folder`, without macros.
pub(super) fn is_office_package(content: &[u8], folder: &[u8]) -> bool {
    if !content.starts_with(LOCAL_HEADER) {
        return false;
    }
    let Some(names) = names(content) else { return false };
    let has_types = names.contains(&&b"[Content_Types].xml"[..]);
    let has_parts = names.iter().any(|name| name.starts_with(folder));
    let has_macros = names.iter().any(|name| name.to_ascii_lowercase().ends_with(b"vbaproject.bin"));
    has_types && has_parts && !has_macros
}

/// The names in the directory; none when it is broken.
fn names(content: &[u8]) -> Option<Vec<&[u8]>> {
    let start = content.len().saturating_sub(END_LENGTH + COMMENT_MAX);
    let tail = content.get(start..)?;
    let end = start + tail.windows(END.len()).rposition(|four| four == END)?;
    let count = number(content, end + 10, 2)?;
    let mut at = number(content, end + 16, 4)?;
    let mut names = Vec::new();
    for _ in 0..count {
        if content.get(at..at.checked_add(ENTRY.len())?)? != ENTRY {
            return None;
        }
        let lengths = [number(content, at + 28, 2)?, number(content, at + 30, 2)?, number(content, at + 32, 2)?];
        names.push(content.get(at + ENTRY_LENGTH..at + ENTRY_LENGTH + lengths[0])?);
        at += ENTRY_LENGTH + lengths.iter().sum::<usize>();
    }
    Some(names)
}

/// A number of `length` bytes, the least one first.
fn number(content: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = content.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}
