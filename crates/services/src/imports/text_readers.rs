//! Files as UTF-8, whatever they are written in: packed or plain, with byte order mark, UTF-8 or Windows-31J. Holds a
//! bounded part of a file and knows nothing of its content.

mod evidence;

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{Decoder, SHIFT_JIS, UTF_8};
use serde::Deserialize;

/// Bytes read at once.
const PART: usize = 64 * 1024;
/// Longest row: an opening quote that is never closed must not pull the whole file into memory.
const ROW_MAX: usize = 1024 * 1024;

/// What a file is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// By its byte order mark; without one by what most of its first characters other than ASCII can be read as, so
    /// that one broken name does not turn all others into nonsense.
    #[default]
    Auto,
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// Windows-31J, as Japanese systems write "Shift_JIS".
    Cp932,
}

/// How much may still be read before a row must have ended. The reader of rows fills it up again after each.
#[derive(Clone, Debug)]
pub struct Allowance(Rc<Cell<usize>>);

impl Allowance {
    /// A fresh one.
    pub fn new() -> Self {
        Self(Rc::new(Cell::new(ROW_MAX)))
    }

    /// A row has ended.
    pub fn refill(&self) {
        self.0.set(ROW_MAX);
    }

    fn take(&self, bytes: usize) -> io::Result<()> {
        let left = self.0.get().checked_sub(bytes);
        let left = left.ok_or_else(|| io::Error::other("a row is longer than 1 MiB: is a quote left open?"))?;
        self.0.set(left);
        Ok(())
    }
}

/// UTF-8 text of a file. What cannot be decoded becomes U+FFFD.
pub struct TextReader<R> {
    source: R,
    /// Absent until the encoding is certain.
    decoder: Option<Decoder>,
    encoding: Encoding,
    /// Read, not yet decoded.
    raw: Vec<u8>,
    /// Decoded, not yet given on.
    text: String,
    given: usize,
    ended: bool,
    /// Whether nothing was decoded yet: a byte order mark is one only there.
    at_start: bool,
    allowance: Allowance,
}

impl<R: Read> TextReader<R> {
    /// The text of `source`.
    pub fn new(source: R, encoding: Encoding, allowance: Allowance) -> Self {
        let (raw, text) = (Vec::new(), String::new());
        Self { source, decoder: None, encoding, raw, text, given: 0, ended: false, at_start: true, allowance }
    }

    /// Reads and decodes the next part, until there is text or the end.
    fn fill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.given = 0;
        while self.text.is_empty() && !self.ended {
            let kept = self.raw.len();
            self.raw.resize(kept + PART, 0);
            let read = read(&mut self.source, &mut self.raw[kept..])?;
            self.raw.truncate(kept + read);
            self.ended = read == 0;
            if self.decoder.is_none() {
                self.decide();
            }
            self.decode();
        }
        Ok(())
    }

    /// Chooses the decoder as soon as what was read allows it. Plain ASCII reads the same in all of them.
    fn decide(&mut self) {
        let charset = match self.encoding {
            Encoding::Utf8 => Some(UTF_8),
            Encoding::Cp932 => Some(SHIFT_JIS),
            Encoding::Auto => evidence::charset(&self.raw, self.at_start, self.ended),
        };
        self.decoder = charset.map(|charset| match self.at_start {
            true => charset.new_decoder_with_bom_removal(),
            false => charset.new_decoder_without_bom_handling(),
        });
    }

    fn decode(&mut self) {
        let Some(decoder) = &mut self.decoder else {
            // Undecided: only the ASCII at the front is certain.
            let certain = self.raw.iter().position(|byte| !byte.is_ascii()).unwrap_or(self.raw.len());
            self.at_start &= certain == 0;
            self.text.extend(self.raw.drain(..certain).map(char::from));
            return;
        };
        // Room for the worst case: three bytes of UTF-8 for each byte, and one mark for a cut character.
        self.text.reserve(self.raw.len() * 3 + 16);
        let (_, read, _) = decoder.decode_to_string(&self.raw, &mut self.text, self.ended);
        self.raw.drain(..read);
    }
}

fn read(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

impl<R: Read> Read for TextReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.text.len() && !self.ended {
            self.fill()?;
        }
        let rest = self.text.as_bytes().get(self.given..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        self.allowance.take(count)?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time, so that characters are cut.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn read(bytes: &[u8], encoding: Encoding) -> String {
        let mut texts = [1, 2, 3, 1000].map(|drop| {
            let mut text = String::new();
            let mut reader = TextReader::new(Drops(bytes, drop), encoding, Allowance::new());
            reader.read_to_string(&mut text).unwrap();
            text
        });
        texts.sort();
        assert_eq!(texts.first(), texts.last(), "the parts that a file comes in must not matter");
        texts[0].clone()
    }

    #[test]
    fn encodings_are_told_apart() {
        let (cp932, ..) = SHIFT_JIS.encode("number,name\r\n1,㈱髙﨑ｽｽﾞｷ～\r\n");
        assert_eq!(read(&cp932, Encoding::Auto), "number,name\r\n1,㈱髙﨑ｽｽﾞｷ～\r\n");
        assert_eq!(read("number\n㈱髙﨑".as_bytes(), Encoding::Auto), "number\n㈱髙﨑");
        assert_eq!(read(b"\xEF\xBB\xBFnumber\n1", Encoding::Auto), "number\n1");
        assert_eq!(read(b"\xEF\xBB\xBFnumber\n1", Encoding::Utf8), "number\n1");
        assert_eq!(read(b"\xFF\xFEn\0\x57\x5B", Encoding::Auto), "n字");
        assert_eq!(read(b"plain", Encoding::Auto), "plain");
        assert_eq!(read(b"", Encoding::Auto), "");
    }

    #[test]
    fn one_broken_name_does_not_decide_for_all_others() {
        // Cut within its second character, as systems do that count bytes; first, last and in the middle.
        let broken = b"1,\xE9\x88\xB4\xE6\x9C\n";
        let whole = "2,髙橋 花子\n3,鈴木 太郎\n".as_bytes();
        for parts in [[broken, whole].concat(), [whole, broken].concat(), [whole, broken, whole].concat()] {
            let text = read(&parts, Encoding::Auto);
            assert!(text.contains("1,鈴\u{FFFD}\n") && text.contains("2,髙橋 花子\n3,鈴木 太郎\n"), "{text}");
        }
        // Nor a broken one in Windows-31J, nor kana that look like UTF-8 of two bytes.
        let (cp932, ..) = SHIFT_JIS.encode("2,髙橋 花子\n3,ﾆｷ ﾐｷ ﾂｱ\n");
        let text = read(&[&cp932[..], b"1,\x97\xE9\x96\n"].concat(), Encoding::Auto);
        assert_eq!(text, "2,髙橋 花子\n3,ﾆｷ ﾐｷ ﾂｱ\n1,鈴\u{FFFD}\n");
    }

    #[test]
    fn what_cannot_be_decoded_is_marked() {
        assert_eq!(read(b"a\xFFb", Encoding::Utf8), "a\u{FFFD}b");
        assert_eq!(read(b"ab\x93", Encoding::Cp932), "ab\u{FFFD}");
    }

    #[test]
    fn long_files_are_read_in_parts() {
        let text = "あいう,ｱｲｳ\r\n".repeat(20_000);
        let (cp932, ..) = SHIFT_JIS.encode(&text);
        let allowance = Allowance::new();
        let mut reader = TextReader::new(&cp932[..], Encoding::Auto, allowance.clone());
        let (mut out, mut buffer) = (Vec::new(), [0; 7_000]);
        loop {
            allowance.refill();
            match reader.read(&mut buffer).unwrap() {
                0 => break,
                count => out.extend_from_slice(&buffer[..count]),
            }
            assert!(reader.raw.capacity() + reader.text.capacity() < 8 * PART);
        }
        assert_eq!(String::from_utf8(out).unwrap(), text);
    }

    #[test]
    fn a_row_without_end_is_stopped() {
        let endless = vec![b'a'; ROW_MAX + PART];
        let mut reader = TextReader::new(&endless[..], Encoding::Auto, Allowance::new());
        let error = reader.read_to_end(&mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("quote"), "{error}");
    }
}
