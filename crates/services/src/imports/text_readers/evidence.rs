//! Knows what bytes tell about the encoding of a text; must not know where they come from.

use encoding_rs::{Encoding as Charset, SHIFT_JIS, UTF_8};

/// Length of the longest byte order mark.
const MARK_MAX: usize = 3;
/// Characters other than ASCII that are enough to decide by.
const ENOUGH: usize = 512;
/// Bytes after which is decided by what there was.
const BYTES_MAX: usize = 256 * 1024;

/// The encoding of a text by its first bytes other than ASCII; none while more of it must be seen. How many bytes come
/// at once does not matter: the same text gets the same answer.
///
/// What is UTF-8 for the most part is UTF-8, though a name was cut within a character: read as Windows-31J, all its other
/// names would become nonsense that nobody refuses.
pub(super) fn charset(bytes: &[u8], at_start: bool, ended: bool) -> Option<&'static Charset> {
    if at_start {
        if let Some((charset, _)) = Charset::for_bom(bytes) {
            return Some(charset);
        }
        if bytes.len() < MARK_MAX && !ended && !bytes.is_ascii() {
            return None;
        }
    }
    if bytes.is_ascii() {
        return None;
    }
    let seen = Seen::of(bytes.get(..BYTES_MAX).unwrap_or(bytes), ended || bytes.len() >= BYTES_MAX);
    let is_certain = ended || bytes.len() >= BYTES_MAX || seen.count() >= ENOUGH;
    is_certain.then(|| if seen.is_utf8() { UTF_8 } else { SHIFT_JIS })
}

/// Characters other than ASCII of a text that is read as UTF-8.
#[derive(Default)]
struct Seen {
    /// Of three and four bytes, as kana and kanji have.
    wide: usize,
    /// Of two bytes. Pairs of half-width kana in Windows-31J look like them.
    narrow: usize,
    /// What is none.
    broken: usize,
}

impl Seen {
    /// Counts the first [`ENOUGH`]. A character that is cut at the end counts only when nothing comes after it.
    fn of(bytes: &[u8], complete: bool) -> Self {
        let mut seen = Self::default();
        for chunk in bytes.utf8_chunks() {
            for c in chunk.valid().chars().filter(|c| !c.is_ascii()) {
                if seen.count() == ENOUGH {
                    return seen;
                }
                if c.len_utf8() == 2 { seen.narrow += 1 } else { seen.wide += 1 }
            }
            let at_end = chunk.invalid().as_ptr_range().end == bytes.as_ptr_range().end;
            let is_cut = at_end && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
            if !chunk.invalid().is_empty() && (complete || !is_cut) && seen.count() < ENOUGH {
                seen.broken += 1;
            }
        }
        seen
    }

    fn count(&self) -> usize {
        self.wide + self.narrow + self.broken
    }

    fn is_utf8(&self) -> bool {
        self.broken == 0 || self.wide + self.narrow / 8 >= self.broken
    }
}
