//! The files of an export: found by pattern in a folder, opened plain or packed, read row by row. Knows no noun.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use csv::StringRecord;
use flate2::read::MultiGzDecoder;
use madoguchi_domain::text::trim_fold;
use serde::Deserialize;

use super::cells::Cells;
use super::errors::{Error, name};
use super::text_readers::{Allowance, Encoding, TextReader};

const PACKED: &str = ".gz";

/// Names of files: `*` stands for any characters. A packed file has the same name and `.gz`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern(String);

impl TryFrom<String> for Pattern {
    type Error = &'static str;

    fn try_from(pattern: String) -> Result<Self, Self::Error> {
        if pattern.is_empty() || pattern.contains(['/', '\\']) {
            return Err("a file name in the folder of the export; `*` stands for any characters");
        }
        Ok(Self(pattern))
    }
}

impl Pattern {
    fn matches(&self, name: &str) -> bool {
        like(&self.0, name.strip_suffix(PACKED).unwrap_or(name)) || like(&self.0, name)
    }
}

fn like(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(name) = name.strip_prefix(start) else { return false };
    name.char_indices().map(|(at, _)| at).chain([name.len()]).any(|at| like(rest, &name[at..]))
}

/// Files of a folder that a pattern means, by name.
pub fn matching(folder: &Path, pattern: &Pattern) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |error| Error::file(folder, error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() && pattern.matches(&name(&path)) {
            paths.push(path);
        }
    }
    paths.sort_unstable();
    Ok(paths)
}

/// The rows of one file.
pub struct Rows {
    name: PathBuf,
    reader: csv::Reader<TextReader<Box<dyn Read>>>,
    allowance: Allowance,
    places: HashMap<String, usize>,
    width: usize,
    record: StringRecord,
}

impl Rows {
    /// Opens a file and finds the headers in its first line.
    pub fn open(path: &Path, encoding: Encoding, headers: &[&str]) -> Result<Self, Error> {
        let file = File::open(path).map_err(|error| Error::file(path, error))?;
        let packed = name(path).ends_with(PACKED);
        let bytes: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        Self::of(path, bytes, encoding, headers)
    }

    /// The same for what arrives in any other way; `path` is how errors name it.
    pub fn of(path: &Path, bytes: Box<dyn Read>, encoding: Encoding, headers: &[&str]) -> Result<Self, Error> {
        let allowance = Allowance::new();
        let mut reader = reader(bytes, encoding, allowance.clone());
        let given = reader.headers().map_err(|error| Error::file(path, error))?;
        let (places, width) = (places(path, given, headers)?, given.len());
        Ok(Self { name: path.to_owned(), reader, allowance, places, width, record: StringRecord::new() })
    }

    /// The next row; none at the end.
    pub fn next(&mut self) -> Result<Option<Cells<'_>>, Error> {
        let mut there = true;
        let mut blank = true;
        while there && blank {
            self.allowance.refill();
            there = self.reader.read_record(&mut self.record).map_err(|error| Error::file(&self.name, error))?;
            blank = self.record.len() == 1 && self.record.as_slice().trim().is_empty();
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        let Self { places, record, width, .. } = self;
        Ok(there.then_some(Cells { places, record, width: *width, line }))
    }
}

/// Reads rows as systems write them.
pub fn reader<R: Read>(bytes: R, encoding: Encoding, allowance: Allowance) -> csv::Reader<TextReader<R>> {
    csv::ReaderBuilder::new()
        // A row of another width is a row error, not the end of the file.
        .flexible(true)
        // Taking CR LF as one terminator would count lines wrongly. The CR goes with the spaces around a cell.
        .terminator(csv::Terminator::Any(b'\n'))
        .buffer_capacity(64 * 1024)
        .from_reader(TextReader::new(bytes, encoding, allowance))
}

/// Where each header stands. Widths of letters do not matter.
fn places(path: &Path, given: &StringRecord, wanted: &[&str]) -> Result<HashMap<String, usize>, Error> {
    let given: Vec<String> = given.iter().map(trim_fold).collect();
    let place = |header: &&str| {
        let folded = trim_fold(header);
        let mut found = given.iter().enumerate().filter(|(_, given)| **given == folded).map(|(place, _)| place);
        match (found.next(), found.next()) {
            (Some(place), None) => Ok(((*header).to_owned(), place)),
            (None, _) => Err(Error::file(path, format!("line 1: there is no column `{header}`"))),
            (Some(_), Some(_)) => Err(Error::file(path, format!("line 1: the column `{header}` stands there twice"))),
        }
    };
    wanted.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_whole_names() {
        let pattern = Pattern::try_from("calls_*.csv".to_owned()).unwrap();
        for name in ["calls_202610.csv", "calls_202610.csv.gz", "calls_.csv"] {
            assert!(pattern.matches(name), "{name}");
        }
        for name in ["calls.csv", "my_calls_1.csv", "calls_1.csv.bak", "calls_1.gz"] {
            assert!(!pattern.matches(name), "{name}");
        }
        assert!(Pattern::try_from("../calls.csv".to_owned()).is_err());
    }

    #[test]
    fn headers_are_found_by_their_meaning() {
        let given = StringRecord::from(vec!["番号", " 住所１ ", "名", "名"]);
        let found = places(Path::new("a.csv"), &given, &["番号", "住所1"]).unwrap();
        assert_eq!((found["番号"], found["住所1"]), (0, 1));
        let reason = |wanted| places(Path::new("a.csv"), &given, &[wanted]).unwrap_err().to_string();
        assert_eq!(reason("電話"), "a.csv: line 1: there is no column `電話`");
        assert_eq!(reason("名"), "a.csv: line 1: the column `名` stands there twice");
    }
}
