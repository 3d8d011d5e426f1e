//! Knows the headers of OpenType files: names and weights, without the glyphs; must not know which fonts are wanted.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// More faces or tables than any real font has; a broken file must not be believed.
const MOST_FACES: u32 = 64;
const MOST_TABLES: u16 = 64;
const LONGEST_NAMES: u32 = 1 << 18;

/// What a header says about one face.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Header {
    pub index: u32,
    /// Family names in any language.
    pub families: Vec<String>,
    /// 400 regular, 700 bold.
    pub weight: u16,
    /// Whether the weight can be chosen.
    pub variable: bool,
}

/// Place of a table in the file.
#[derive(Clone, Copy)]
struct Table {
    offset: u32,
    length: u32,
}

/// The headers of all faces in a file.
///
/// # Errors
/// An I/O error, also for a file that is no font.
pub fn read(path: &Path) -> io::Result<Vec<Header>> {
    let mut file = File::open(path)?;
    let mut faces = Vec::new();
    for (index, offset) in (0_u32..).zip(face_offsets(&mut file)?) {
        faces.push(face(&mut file, index, offset)?);
    }
    Ok(faces)
}

fn face_offsets(file: &mut File) -> io::Result<Vec<u32>> {
    let start: [u8; 12] = bytes_at(file, 0)?;
    if &start[..4] != b"ttcf" {
        return Ok(vec![0]);
    }
    let count = u32::from_be_bytes([start[8], start[9], start[10], start[11]]).min(MOST_FACES);
    let offsets = block_at(file, 12, count * 4)?;
    Ok(offsets.chunks_exact(4).map(|at| u32::from_be_bytes([at[0], at[1], at[2], at[3]])).collect())
}

fn face(file: &mut File, index: u32, offset: u32) -> io::Result<Header> {
    let start: [u8; 12] = bytes_at(file, offset)?;
    if !matches!(&start[..4], b"\0\x01\0\0" | b"OTTO" | b"true") {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "no OpenType font"));
    }
    let tables = u16::from_be_bytes([start[4], start[5]]).min(MOST_TABLES);
    let directory = block_at(file, offset.saturating_add(12), u32::from(tables) * 16)?;
    let table = |tag: &[u8; 4]| {
        let entry = directory.chunks_exact(16).find(|entry| &entry[..4] == tag)?;
        let number = |at: usize| u32::from_be_bytes([entry[at], entry[at + 1], entry[at + 2], entry[at + 3]]);
        Some(Table { offset: number(8), length: number(12) })
    };
    let weight = match table(b"OS/2") {
        Some(os2) => u16::from_be_bytes(bytes_at(file, os2.offset.saturating_add(4))?),
        None => 400,
    };
    let families = match table(b"name") {
        Some(name) => family_names(&block_at(file, name.offset, name.length.min(LONGEST_NAMES))?),
        None => Vec::new(),
    };
    Ok(Header { index, families, weight, variable: table(b"fvar").is_some() })
}

/// Family (1) and typographic family (16) of a name table.
fn family_names(table: &[u8]) -> Vec<String> {
    let number = |at: usize| Some(u16::from_be_bytes([*table.get(at)?, *table.get(at + 1)?]));
    let (Some(count), Some(storage)) = (number(2), number(4)) else { return Vec::new() };
    let mut names = Vec::new();
    for record in (0..usize::from(count)).map(|at| 6 + at * 12) {
        let (Some(platform), Some(name)) = (number(record), number(record + 6)) else { break };
        let (Some(length), Some(offset)) = (number(record + 8), number(record + 10)) else { break };
        let start = usize::from(storage) + usize::from(offset);
        let text = table.get(start..start + usize::from(length));
        if let (1 | 16, Some(text)) = (name, text) {
            names.push(decoded(platform, text));
        }
    }
    names.dedup();
    names
}

/// Unicode and Windows records are UTF-16; for Macintosh ones ASCII is enough to know a family by.
fn decoded(platform: u16, text: &[u8]) -> String {
    const MACINTOSH: u16 = 1;
    if platform == MACINTOSH {
        return text.iter().map(|byte| char::from(*byte)).collect();
    }
    let units: Vec<u16> = text.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
    String::from_utf16_lossy(&units)
}

fn bytes_at<const N: usize>(file: &mut File, offset: u32) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.seek(SeekFrom::Start(u64::from(offset)))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn block_at(file: &mut File, offset: u32, length: u32) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(u64::from(offset)))?;
    let mut bytes = Vec::new();
    file.take(u64::from(length)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_table(records: &[(u16, u16, &[u8])]) -> Vec<u8> {
        let count = u16::try_from(records.len()).unwrap();
        let mut table = [0, count, 6 + count * 12].map(u16::to_be_bytes).concat();
        let mut storage = Vec::new();
        for (platform, name, text) in records {
            let (length, offset) = (u16::try_from(text.len()).unwrap(), u16::try_from(storage.len()).unwrap());
            table.extend([*platform, 1, 0x409, *name, length, offset].map(u16::to_be_bytes).concat());
            storage.extend_from_slice(text);
        }
        table.extend(storage);
        table
    }

    #[test]
    fn families_are_read_in_both_encodings() {
        let wide: Vec<u8> = "IPAexゴシック".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let table = name_table(&[(1, 1, b"IPAexGothic"), (3, 2, b"\0R"), (3, 16, &wide)]);
        assert_eq!(family_names(&table), ["IPAexGothic", "IPAexゴシック"]);
    }

    #[test]
    fn broken_tables_are_survived() {
        let table = name_table(&[(1, 1, b"IPAexGothic")]);
        for cut in 0..table.len() {
            family_names(&table[..cut]);
        }
        assert!(family_names(&[0, 0, 0xFF, 0xFF, 0xFF, 0xFF]).is_empty());
    }

    #[test]
    fn a_file_that_is_no_font_is_refused() {
        let path = std::env::temp_dir().join(format!("madoguchi-{}.ttf", std::process::id()));
        std::fs::write(&path, "not a font at all, but long enough").unwrap();
        let outcome = read(&path);
        std::fs::remove_file(&path).unwrap();
        assert!(outcome.is_err());
    }
}
