//! What arrives in parts, as something to read from: unpacked, and not more than there may be. Why it ended is kept beside it,
//! since readers of rows only tell in words. Knows no row.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Buf, Bytes};
use flate2::read::MultiGzDecoder;
use tokio::sync::mpsc::Receiver;

use super::zstd::Frames;
use crate::ProblemCode;

/// How errors name what was sent.
pub(super) const NAME: &str = "body";

/// Why the rest of a body does not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The sender broke off.
    Broken,
    /// The sender stalled.
    Stalled,
}

/// How a body is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    Gzip,
    Zstd,
}

/// Why there is no more to read, where that is not the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Cut(Cut),
    TooLarge,
}

/// Why the reading of one body ended, for who did not read it.
#[derive(Clone, Debug, Default)]
pub(super) struct Endings(Arc<Mutex<Option<Ending>>>);

impl Endings {
    pub(super) fn get(&self) -> Option<Ending> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The code for who sent it. Without an ending the body itself is wrong.
    pub(super) fn code(&self) -> ProblemCode {
        match self.get() {
            Some(Ending::Cut(Cut::Broken)) => ProblemCode::BodyIncomplete,
            Some(Ending::Cut(Cut::Stalled)) => ProblemCode::BodyTimeout,
            Some(Ending::TooLarge) => ProblemCode::BodyTooLarge,
            None => ProblemCode::ImportMalformed,
        }
    }

    fn end(&self, ending: Ending, reason: &'static str) -> io::Error {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(ending);
        io::Error::other(reason)
    }
}

/// The parts of a body; waits for the next one, so it is read off the request threads.
pub(super) struct Parts {
    receiver: Receiver<Result<Bytes, Cut>>,
    part: Bytes,
    endings: Endings,
}

impl Parts {
    pub(super) fn new(receiver: Receiver<Result<Bytes, Cut>>, endings: Endings) -> Self {
        Self { receiver, part: Bytes::new(), endings }
    }
}

impl Read for Parts {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.part.is_empty() {
            match self.receiver.blocking_recv() {
                None => return Ok(0),
                Some(Ok(part)) => self.part = part,
                Some(Err(cut)) => return Err(self.endings.end(Ending::Cut(cut), "the sender broke off")),
            }
        }
        let count = buffer.len().min(self.part.len());
        self.part.copy_to_slice(&mut buffer[..count]);
        Ok(count)
    }
}

/// The content of a body, not more than `limit` bytes.
pub(super) fn unpacked(parts: Parts, packing: Packing, limit: u64, endings: Endings) -> Box<dyn Read> {
    let source: Box<dyn Read> = match packing {
        Packing::Plain => Box::new(parts),
        Packing::Gzip => Box::new(MultiGzDecoder::new(parts)),
        Packing::Zstd => Box::new(Frames::new(parts)),
    };
    Box::new(Limited { source, left: limit, endings })
}

struct Limited {
    source: Box<dyn Read>,
    left: u64,
    endings: Endings,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let read = u64::try_from(count).map_err(io::Error::other)?;
        match self.left.checked_sub(read) {
            Some(left) => self.left = left,
            None => return Err(self.endings.end(Ending::TooLarge, "unpacked it is larger than a body may be")),
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn read(packed: &[u8], packing: Packing, limit: u64) -> (io::Result<Vec<u8>>, Endings) {
        let (sender, receiver) = tokio::sync::mpsc::channel(1_000);
        for part in packed.chunks(7) {
            sender.try_send(Ok(Bytes::copy_from_slice(part))).unwrap();
        }
        drop(sender);
        let endings = Endings::default();
        let mut content = Vec::new();
        let parts = Parts::new(receiver, endings.clone());
        let read = unpacked(parts, packing, limit, endings.clone()).read_to_end(&mut content);
        (read.map(|_| content), endings)
    }

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(content: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(content, ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn what_is_packed_reads_as_it_was() {
        let content = "契約番号,日時\n".repeat(40).into_bytes();
        let packed = [
            (Packing::Plain, content.clone()),
            (Packing::Gzip, gzip(&content)),
            // Two archives in a row are one content.
            (Packing::Gzip, [gzip(&content[..30]), gzip(&content[30..])].concat()),
            (Packing::Zstd, zstd(&content)),
            (Packing::Zstd, [zstd(&content[..30]), zstd(&content[30..])].concat()),
        ];
        for (packing, packed) in packed {
            assert_eq!(read(&packed, packing, 10_000).0.unwrap(), content, "{packing:?}");
        }
    }

    #[test]
    fn a_small_body_that_unpacks_to_a_large_one_is_stopped() {
        let bomb = vec![b'0'; 4_000_000];
        for (packing, packed) in [(Packing::Gzip, gzip(&bomb)), (Packing::Zstd, zstd(&bomb))] {
            assert!(packed.len() < 7_000);
            let (content, endings) = read(&packed, packing, 1_000_000);
            assert!(content.is_err());
            assert_eq!((endings.get(), endings.code()), (Some(Ending::TooLarge), ProblemCode::BodyTooLarge));
        }
    }

    #[test]
    fn what_is_cut_never_reads_as_whole() {
        let content = "契約番号,日時\n".repeat(400).into_bytes();
        for (packing, packed) in [(Packing::Gzip, gzip(&content)), (Packing::Zstd, zstd(&content))] {
            let (content, endings) = read(&packed[..packed.len() - 5], packing, 1_000_000);
            assert!(content.is_err(), "{packing:?}");
            assert_eq!(endings.code(), ProblemCode::ImportMalformed);
        }
    }
}
