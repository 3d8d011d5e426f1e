//! Knows where fonts lie and which of them write Japanese; must not know what is written with them.

use std::path::PathBuf;

use fontdb::{Database, FaceInfo, Source};

/// Families that documents are set in, best first. A later one lends the glyphs that an earlier one lacks.
pub const FAMILIES: [&str; 4] = ["BIZ UDPGothic", "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic"];

const REGULAR: u16 = 400;
const BOLD: u16 = 700;

/// Why there are no fonts to write with.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// No font of [`FAMILIES`] in any of the folders.
    #[error(
        "no Japanese font in {searched}nor among the system's; install one (Debian: apt-get install fonts-noto-cjk, or \
         fonts-ipaexfont-gothic) or put the TTF files of BIZ UDPGothic into a font folder"
    )]
    Missing {
        /// The folders that were searched, each with a comma behind it.
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
    /// Looks through these folders and the system's, with all that is below them. Of each file only the headers are read,
    /// also of the fonts in a collection (TTC).
    ///
    /// # Errors
    /// [`FontError::Missing`], in words that say how to get one.
    pub fn find(directories: &[PathBuf]) -> Result<Self, FontError> {
        let mut database = Database::new();
        for directory in directories {
            database.load_fonts_dir(directory);
        }
        database.load_system_fonts();
        Self::among(&database, directories)
    }

    fn among(database: &Database, searched: &[PathBuf]) -> Result<Self, FontError> {
        let mut faces: Vec<Face> = database.faces().filter_map(|face| japanese(database, face)).collect();
        faces.sort_by(|one, other| (one.rank, one.weight, &one.path).cmp(&(other.rank, other.weight, &other.path)));
        // The same font twice, in two folders: one is enough.
        faces.dedup_by_key(|face| (face.rank, face.weight));
        if faces.is_empty() {
            let searched = searched.iter().map(|path| format!("{}, ", path.display())).collect();
            return Err(FontError::Missing { searched });
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

/// A face that documents are set in: of regular or bold weight, or of a weight that can be chosen.
fn japanese(database: &Database, face: &FaceInfo) -> Option<Face> {
    let rank = FAMILIES.iter().position(|family| face.families.iter().any(|(name, _)| name == family))?;
    let Source::File(path) = &face.source else { return None };
    let weight = face.weight.0;
    let is_variable = || {
        let variable = |data: &[u8], index| ttf_parser::Face::parse(data, index).is_ok_and(|face| face.is_variable());
        database.with_face_data(face.id, variable).unwrap_or_default()
    };
    let is_suitable = matches!(weight, REGULAR | BOLD) || is_variable();
    is_suitable.then(|| Face { rank, weight, path: path.clone(), index: face.index })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_font_says_how_to_get_one() {
        let error = Fonts::among(&Database::new(), &[PathBuf::from("/own/fonts")]).unwrap_err().to_string();
        assert!(error.contains("in /own/fonts, nor") && error.contains("fonts-noto-cjk"), "{error}");
    }

    #[test]
    fn a_file_that_is_no_font_is_passed_over() {
        let folder = std::env::temp_dir().join(format!("madoguchi-fonts-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("broken.ttf"), "not a font at all, but long enough").unwrap();
        let mut database = Database::new();
        database.load_fonts_dir(&folder);
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(Fonts::among(&database, &[folder]).is_err());
    }
}
