//! Knows how text becomes the bytes of a file that spreadsheets read; must not know what the text says.

use encoding_rs::SHIFT_JIS;
use madoguchi_domain::csv_cells::to_cp932_text;

/// Stands for a character that Windows-31J does not have, as Japanese systems write it.
const UNMAPPABLE: &str = "〓";

/// Encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// With byte order mark, so that spreadsheets read it as such.
    Utf8,
    /// Windows-31J.
    Cp932,
}

/// The bytes of a piece of text; `first` for the piece that begins a file, which alone gets the byte order mark.
#[must_use]
pub fn encode(text: &str, encoding: &Encoding, first: bool) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 if first => ["\u{FEFF}", text].concat().into_bytes(),
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Cp932 => cp932(text),
    }
}

fn cp932(text: &str) -> Vec<u8> {
    let text = to_cp932_text(text);
    let (bytes, _, unmappable) = SHIFT_JIS.encode(&text);
    if !unmappable {
        return bytes.into_owned();
    }
    let replaced: String = text
        .chars()
        .map(|c| {
            let mut buffer = [0; 4];
            let unmappable = SHIFT_JIS.encode(c.encode_utf8(&mut buffer)).2;
            if unmappable { UNMAPPABLE.to_owned() } else { c.to_string() }
        })
        .collect();
    SHIFT_JIS.encode(&replaced).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cp932_maps_wave_dash_and_minus_and_marks_what_it_lacks() {
        assert_eq!(encode("〜−", &Encoding::Cp932, true), [0x81, 0x60, 0x81, 0x7C]);
        assert_eq!(encode("𠮷", &Encoding::Cp932, false), [0x81, 0xAC]);
        assert_eq!(encode("髙﨑", &Encoding::Cp932, false), [0xFB, 0xFC, 0xFA, 0xB1]);
    }

    #[test]
    fn utf8_starts_with_one_mark() {
        assert_eq!(encode("a", &Encoding::Utf8, true), b"\xEF\xBB\xBFa");
        assert_eq!(encode("a", &Encoding::Utf8, false), b"a");
    }
}
