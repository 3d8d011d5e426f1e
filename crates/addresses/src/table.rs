//! The table in memory: codes in order, so that one is found by halving, and the texts of its rows by their number. Must
//! not know how rows are made.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::lines::Lines;
use crate::packing::{BETWEEN, COLUMNS};

/// A file that is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the postal table is damaged: run cargo xtask postal")]
pub struct Damaged;

/// One address of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Address<'a> {
    /// Prefecture.
    pub prefecture: &'a str,
    /// City, ward, or district and town (市区町村).
    pub city: &'a str,
    /// The same in katakana.
    pub city_kana: &'a str,
    /// Town (町域); empty where the code is that of the city.
    pub town: &'a str,
    /// The same in katakana; empty where it is not known.
    pub town_kana: &'a str,
    /// Who has the code alone; none: the code is that of a town.
    pub office: Option<&'a str>,
    /// Street and number of who has the code alone.
    pub street: &'a str,
}

impl Address<'_> {
    /// City and town in katakana; empty where the town's is not known.
    #[must_use]
    pub fn kana(&self) -> String {
        if self.town.is_empty() == self.town_kana.is_empty() {
            [self.city_kana, self.town_kana].concat()
        } else {
            String::new()
        }
    }
}

/// Postal codes with their addresses.
#[derive(Debug)]
pub struct Table {
    places: Lines,
    towns: Rows,
    offices: Rows,
}

#[derive(Debug)]
struct Rows {
    codes: Vec<u32>,
    places: Vec<u16>,
    texts: Vec<Lines>,
}

impl Table {
    /// Reads a packed table.
    ///
    /// # Errors
    /// [`Damaged`].
    pub fn unpack(packed: &[u8]) -> Result<Self, Damaged> {
        let mut whole = Vec::new();
        ZlibDecoder::new(packed).read_to_end(&mut whole).map_err(|_| Damaged)?;
        Self::read(&whole).ok_or(Damaged)
    }

    fn read(whole: &[u8]) -> Option<Self> {
        let mut rest = whole;
        let count = count(&mut rest)?;
        let places = lines(&mut rest, count)?;
        let (towns, offices) = (rows(&mut rest, 2)?, rows(&mut rest, COLUMNS)?);
        rest.is_empty().then_some(Self { places, towns, offices })
    }

    /// The addresses of a code, in the order of the table: towns, then offices.
    #[must_use]
    pub fn find(&self, code: u32) -> Vec<Address<'_>> {
        let towns = self.towns.of(code).map(|row| self.address(&self.towns, row));
        let offices = self.offices.of(code).map(|row| {
            let office = Some(self.offices.text(2, row));
            Address { office, street: self.offices.text(3, row), ..self.address(&self.offices, row) }
        });
        towns.chain(offices).collect()
    }

    /// Every code, those of towns first; one of several addresses as often as it has addresses.
    pub fn codes(&self) -> impl Iterator<Item = u32> {
        self.towns.codes.iter().chain(&self.offices.codes).copied()
    }

    fn address<'a>(&'a self, rows: &'a Rows, row: usize) -> Address<'a> {
        let place = rows.places.get(row).map_or("", |place| self.places.get(usize::from(*place)));
        let mut parts = place.split(BETWEEN);
        let mut part = || parts.next().unwrap_or_default();
        let (prefecture, city, city_kana) = (part(), part(), part());
        let (town, town_kana) = (rows.text(0, row), rows.text(1, row));
        Address { prefecture, city, city_kana, town, town_kana, office: None, street: "" }
    }
}

impl Rows {
    fn of(&self, code: u32) -> std::ops::Range<usize> {
        let first = self.codes.partition_point(|it| *it < code);
        first..first + self.codes[first..].partition_point(|it| *it == code)
    }

    fn text(&self, column: usize, row: usize) -> &str {
        self.texts.get(column).map_or("", |texts| texts.get(row))
    }
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn count(rest: &mut &[u8]) -> Option<usize> {
    let bytes = take(rest, 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}

fn rows(rest: &mut &[u8], columns: usize) -> Option<Rows> {
    let count = count(rest)?;
    let codes = take(rest, count.checked_mul(4)?)?.chunks_exact(4);
    let codes: Vec<u32> = codes.filter_map(|bytes| Some(u32::from_le_bytes(bytes.try_into().ok()?))).collect();
    let places = take(rest, count.checked_mul(2)?)?.chunks_exact(2);
    let places = places.filter_map(|bytes| Some(u16::from_le_bytes(bytes.try_into().ok()?))).collect();
    let texts = (0..columns).map(|_| lines(rest, count)).collect::<Option<Vec<_>>>()?;
    codes.is_sorted().then_some(Rows { codes, places, texts })
}

fn lines(rest: &mut &[u8], count: usize) -> Option<Lines> {
    let mut ends = rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let length = if count == 0 { 0 } else { ends.nth(count - 1)? };
    let text = String::from_utf8(take(rest, length)?.to_vec()).ok()?;
    Lines::read(text, count)
}
