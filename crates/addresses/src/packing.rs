//! The compact file: sorted codes, then each column of texts by itself, all deflated. Must not know where the rows come
//! from.

use std::collections::BTreeMap;
use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code, see [`number`].
    pub code: u32,
    /// Prefecture.
    pub prefecture: String,
    /// City, ward, or district and town (市区町村).
    pub city: String,
    /// The same in katakana.
    pub city_kana: String,
    /// Town (町域); empty where the code is that of the city.
    pub town: String,
    /// The same in katakana; empty where it is not known.
    pub town_kana: String,
    /// Who has the code alone, and its street and number.
    pub office: Option<(String, String)>,
}

/// Between the parts of a place.
pub(crate) const BETWEEN: char = '\t';
/// Texts of a row: town, its kana, office, its street.
pub(crate) const COLUMNS: usize = 4;

/// Packs rows. Those of one code keep their order.
///
/// # Errors
/// A text with a line feed or a tab; more places than the file has numbers for.
pub fn pack(entries: &[Entry]) -> io::Result<Vec<u8>> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by_key(|entry| entry.code);
    let mut places: BTreeMap<[&str; 3], u16> = sorted.iter().map(|entry| (place(entry), 0)).collect();
    for (at, number) in places.values_mut().enumerate() {
        *number = u16::try_from(at).map_err(io::Error::other)?;
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    write_count(&mut packed, places.len())?;
    for parts in places.keys() {
        for part in parts {
            refuse_marks(part)?;
        }
        writeln!(packed, "{}", parts.join(&BETWEEN.to_string()))?;
    }
    let (offices, towns): (Vec<&Entry>, Vec<&Entry>) = sorted.iter().partition(|entry| entry.office.is_some());
    write_rows(&mut packed, &places, &towns, 2)?;
    write_rows(&mut packed, &places, &offices, COLUMNS)?;
    packed.finish()
}

/// Seven digits as a number; nothing for anything else.
#[must_use]
pub fn number(digits: &str) -> Option<u32> {
    let is_code = digits.len() == 7 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_code)
}

fn place(entry: &Entry) -> [&str; 3] {
    [&entry.prefecture, &entry.city, &entry.city_kana]
}

fn texts(entry: &Entry) -> [&str; COLUMNS] {
    let (office, street) = entry.office.as_ref().map_or(("", ""), |(name, street)| (name, street));
    [&entry.town, &entry.town_kana, office, street]
}

/// Count, codes, places and the first columns of texts.
fn write_rows(
    packed: &mut impl Write,
    places: &BTreeMap<[&str; 3], u16>,
    rows: &[&Entry],
    columns: usize,
) -> io::Result<()> {
    write_count(packed, rows.len())?;
    for row in rows {
        packed.write_all(&row.code.to_le_bytes())?;
    }
    for row in rows {
        let place = places.get(&place(row)).copied().unwrap_or_default();
        packed.write_all(&place.to_le_bytes())?;
    }
    for column in 0..columns {
        for row in rows {
            let text = texts(row)[column];
            refuse_marks(text)?;
            writeln!(packed, "{text}")?;
        }
    }
    Ok(())
}

fn write_count(packed: &mut impl Write, count: usize) -> io::Result<()> {
    packed.write_all(&u32::try_from(count).map_err(io::Error::other)?.to_le_bytes())
}

fn refuse_marks(text: &str) -> io::Result<()> {
    if text.contains([BETWEEN, '\n', '\r']) { Err(io::Error::other(format!("{text:?}"))) } else { Ok(()) }
}
