//! Knows the fonts that documents are set in and which characters they have; must not know any text.

use std::fs;
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use crate::fonts::Face;
use crate::{FontError, Fonts};

const CHARACTERS: usize = 0x11_0000;
const BITS: usize = u64::BITS as usize;

/// The found faces as typst wants them. A file is read for its character map, let go, and read again when a document
/// needs its glyphs: a fallback that no name needs stays on the disk.
pub struct Glyphs {
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
    families: Vec<String>,
    covered: Vec<u64>,
}

struct Slot {
    face: Face,
    font: OnceLock<Option<Font>>,
}

impl Glyphs {
    pub fn read(fonts: &Fonts) -> Result<Self, FontError> {
        let mut book = FontBook::new();
        let mut slots = Vec::new();
        let mut families: Vec<String> = Vec::new();
        let mut covered = vec![0; CHARACTERS / BITS];
        for face in &fonts.faces {
            let unreadable = || FontError::Unreadable { path: face.path.display().to_string() };
            let data = fs::read(&face.path).map_err(|_| unreadable())?;
            let info = FontInfo::new(&data, face.index).ok_or_else(unreadable)?;
            for character in info.coverage.iter().filter_map(|character| usize::try_from(character).ok()) {
                if let Some(bits) = covered.get_mut(character / BITS) {
                    *bits |= 1 << (character % BITS);
                }
            }
            if !families.contains(&info.family) {
                families.push(info.family.clone());
            }
            book.push(info);
            slots.push(Slot { face: face.clone(), font: OnceLock::new() });
        }
        Ok(Self { book: LazyHash::new(book), slots, families, covered })
    }

    pub fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// Families as typst knows them, best first.
    pub fn families(&self) -> &[String] {
        &self.families
    }

    pub fn has(&self, character: char) -> bool {
        let at = character as usize;
        self.covered.get(at / BITS).is_some_and(|bits| bits & (1 << (at % BITS)) != 0)
    }

    pub fn font(&self, index: usize) -> Option<Font> {
        let slot = self.slots.get(index)?;
        let load = || Font::new(Bytes::new(fs::read(&slot.face.path).ok()?), slot.face.index);
        slot.font.get_or_init(load).clone()
    }
}
