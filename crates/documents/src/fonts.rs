//! Knows where fonts lie and which of them write Japanese; must not know what is written with them.

mod headers;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Families that documents are set in, best first. A later one lends the glyphs that an earlier one lacks.
pub const FAMILIES: [&str; 4] = ["BIZ UDPGothic", "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic"];

/// Folders below a font folder that are looked into.
const DEPTH: usize = 6;
const REGULAR: u16 = 400;
const BOLD: u16 = 700;

/// Why there are no fonts to write with.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// No font of [`FAMILIES`] in any of the folders.
    #[error(
        "no Japanese font in {searched}; install one (Debian: apt-get install fonts-noto-cjk, or \
         fonts-ipaexfont-gothic) or put the TTF files of BIZ UDPGothic into a font folder"
    )]
    Missing {
        /// The folders that were searched.
        searched: String,
    },
    /// The font was there when it was looked for and cannot be read now.
    #[error("the font {path} cannot be read")]
    Unreadable {
        /// Path of the file.
        path: String,
    },
}

/// One face of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Face {
    /// Place in [`FAMILIES`].
    pub rank: usize,
    pub weight: u16,
    pub path: PathBuf,
    /// Place in a collection, 0 in a file of one face.
    pub index: u32,
}

/// Japanese fonts that were found; their glyphs are read when the first document is made.
#[derive(Clone, Debug)]
pub struct Fonts {
    pub(crate) faces: Vec<Face>,
}

impl Fonts {
    /// Looks through folders and those below them, reading only the headers of files; the caller names system folders,
    /// see [`system_font_directories`]. Collections (TTC) are looked into.
    ///
    /// # Errors
    /// [`FontError::Missing`], in words that say how to get one.
    pub fn find(directories: &[PathBuf]) -> Result<Self, FontError> {
        let mut files = BTreeSet::new();
        for directory in directories {
            font_files(directory, DEPTH, &mut files);
        }
        let mut faces: Vec<Face> = files.iter().flat_map(|path| japanese_faces(path)).collect();
        faces.sort_by_key(|face| (face.rank, face.weight));
        // The same font twice, in two folders: one is enough.
        faces.dedup_by_key(|face| (face.rank, face.weight));
        if faces.is_empty() {
            let searched: Vec<String> = directories.iter().map(|path| path.display().to_string()).collect();
            return Err(FontError::Missing { searched: searched.join(", ") });
        }
        Ok(Self { faces })
    }

    /// Families that were found, best first.
    #[must_use]
    pub fn families(&self) -> Vec<&'static str> {
        let found = |rank: &usize| self.faces.iter().any(|face| face.rank == *rank);
        (0..FAMILIES.len()).filter(found).map(|rank| FAMILIES[rank]).collect()
    }
}

/// Folders in which Linux, macOS and Windows keep fonts; those that do not exist are harmless.
#[must_use]
pub fn system_font_directories() -> Vec<PathBuf> {
    let mut directories: Vec<PathBuf> =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:\\Windows\\Fonts"]
            .map(PathBuf::from)
            .to_vec();
    if let Some(home) = std::env::home_dir() {
        directories.extend([".local/share/fonts", ".fonts", "Library/Fonts"].map(|below| home.join(below)));
    }
    directories
}

fn font_files(directory: &Path, depth: usize, files: &mut BTreeSet<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            if depth > 0 {
                font_files(&path, depth - 1, files);
            }
        } else if is_font(&path) {
            files.insert(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["ttf", "otf", "ttc", "otc"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Faces of a file that documents are set in: regular and bold weights, and fonts of variable weight.
fn japanese_faces(path: &Path) -> Vec<Face> {
    let faces = headers::read(path).unwrap_or_default();
    let suitable = faces.into_iter().filter(|face| face.variable || matches!(face.weight, REGULAR | BOLD));
    suitable
        .filter_map(|face| {
            let rank = FAMILIES.iter().position(|family| face.families.iter().any(|name| name == family))?;
            Some(Face { rank, weight: face.weight, path: path.to_owned(), index: face.index })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_font_says_how_to_get_one() {
        let empty = std::env::temp_dir().join("madoguchi-no-fonts");
        let error = Fonts::find(&[empty]).unwrap_err().to_string();
        assert!(error.contains("madoguchi-no-fonts") && error.contains("fonts-noto-cjk"), "{error}");
    }

    #[test]
    fn only_font_files_are_opened() {
        for (path, font) in [("a.TTC", true), ("a.otf", true), ("fonts.dir", false), ("a.pfb", false), ("ttf", false)] {
            assert_eq!(is_font(Path::new(path)), font, "{path}");
        }
    }
}
