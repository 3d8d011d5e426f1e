//! Knows how to send files as one ZIP while they are made; must not know what is in them.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use zip::write::{SimpleFileOptions, StreamWriter, ZipWriter};
use zip::{CompressionMethod, DateTime};

/// Why an archive could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A name twice, a name too long, or more than the format holds.
    #[error("the archive refused the file: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// Writing into memory failed.
    #[error("the archive could not be written: {0}")]
    Io(#[from] io::Error),
}

/// A ZIP that never goes back: bytes are handed out as soon as they stand, so memory holds one file at a time.
pub struct Archive {
    writer: ZipWriter<StreamWriter<Outbox>>,
    outbox: Outbox,
}

/// Bytes that are written and not yet handed out.
#[derive(Clone, Default)]
struct Outbox(Arc<Mutex<Vec<u8>>>);

impl Outbox {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Outbox {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Archive {
    /// An archive without files.
    #[must_use]
    pub fn new() -> Self {
        let outbox = Outbox::default();
        Self { writer: ZipWriter::new_stream(outbox.clone()), outbox }
    }

    /// Adds a file under a name in UTF-8, and answers with the bytes to send now.
    ///
    /// PDF, XLSX and ZIP are stored, for they are compressed already; the rest is deflated. A slash makes a folder; a
    /// name cannot lead out of the archive's folder, since `..` and an empty step are written as `_`.
    ///
    /// # Errors
    /// [`ArchiveError`], most of all for a name that was there before.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<Vec<u8>, ArchiveError> {
        let compressed = [".pdf", ".xlsx", ".zip"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
        let method = if compressed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        // A fixed time: the same files make the same archive.
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .large_file(u32::try_from(bytes.len()).is_err());
        self.writer.start_file(inside(name), options)?;
        self.writer.write_all(bytes)?;
        Ok(self.outbox.take())
    }

    /// The last bytes: what is left of the files, and the directory.
    ///
    /// # Errors
    /// [`ArchiveError`] when the directory cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, ArchiveError> {
        self.writer.finish()?;
        Ok(self.outbox.take())
    }
}

impl Default for Archive {
    fn default() -> Self {
        Self::new()
    }
}

fn inside(name: &str) -> String {
    let safe: String = name.chars().map(|c| if c == '\\' || c == ':' || c.is_control() { '_' } else { c }).collect();
    let step = |step: &str| if matches!(step, "" | "." | "..") { "_".to_owned() } else { step.to_owned() };
    safe.split('/').map(step).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};
    use zip::ZipArchive;

    fn text_of(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> String {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn what_went_in_comes_out() {
        let mut archive = Archive::new();
        let mut sent = archive.add("20261105_みなと通信_27164.pdf", b"%PDF").unwrap();
        let long = "通話,".repeat(100_000);
        sent.extend(archive.add("通話明細/髙﨑.csv", long.as_bytes()).unwrap());
        let before_the_end = sent.len();
        sent.extend(archive.finish().unwrap());
        assert!(before_the_end > 100, "bytes come before the end");
        assert!(sent.len() < 20_000, "text is deflated");
        let mut read = ZipArchive::new(Cursor::new(sent)).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(text_of(&mut read, "20261105_みなと通信_27164.pdf"), "%PDF");
        assert_eq!(text_of(&mut read, "通話明細/髙﨑.csv"), long);
    }

    #[test]
    fn an_empty_archive_is_one() {
        let bytes = Archive::new().finish().unwrap();
        assert_eq!(ZipArchive::new(Cursor::new(bytes)).unwrap().len(), 0);
    }

    #[test]
    fn names_stay_inside_and_stand_once() {
        assert_eq!(inside("../../etc/passwd"), "_/_/etc/passwd");
        assert_eq!(inside("/a\\b:c"), "_/a_b_c");
        let mut archive = Archive::new();
        archive.add("a.csv", b"1").unwrap();
        assert!(matches!(archive.add("a.csv", b"2"), Err(ArchiveError::Zip(_))));
    }

    #[test]
    fn the_same_files_make_the_same_archive() {
        let make = || {
            let mut archive = Archive::new();
            let mut bytes = archive.add("a.csv", b"1").unwrap();
            bytes.extend(archive.finish().unwrap());
            bytes
        };
        assert_eq!(make(), make());
    }
}
