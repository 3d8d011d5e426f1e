//! A Japanese font for PDFs: the system's, or fetched where that is possible.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use fontdb::Database;

use crate::workspace::Workspace;
use crate::{packages, process};

/// As `madoguchi_documents::FAMILIES`, of which this small program must not be made to wait for.
const FAMILIES: [&str; 4] = ["BIZ UDPGothic", "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic"];
/// Carries BIZ UDPGothic as TrueType files under the Open Font License.
const NPM_PACKAGE: &str = "@expo-google-fonts/biz-udpgothic@0.4.2";

/// Makes sure that there is one. Tells the folder to look in, when it is not one of the system's.
pub fn ensure(workspace: &Workspace) -> Result<Option<PathBuf>> {
    if holds_font(&of_system()) {
        return Ok(None);
    }
    let own = workspace.target.join("fonts");
    if holds_font(&below(&own)) {
        return Ok(Some(own));
    }
    if packages::can_install() {
        packages::install("a Japanese font for PDFs", &["fonts-noto-cjk"])?;
        return Ok(None);
    }
    if process::find("npm").is_none() {
        bail!(
            "a Japanese font for PDFs is missing; install one (Debian: sudo apt-get install -y fonts-noto-cjk), or \
             Node.js with npm, by which it can be fetched"
        );
    }
    fs::create_dir_all(&own)?;
    eprintln!("a Japanese font for PDFs is missing: fetching {NPM_PACKAGE}");
    process::run(
        process::command("npm").args(["install", "--silent", "--no-save", "--prefix"]).arg(&own).arg(NPM_PACKAGE),
    )?;
    Ok(Some(own))
}

/// A folder as the server's setting `documents.fonts` writes it.
pub fn as_setting(folder: &Path) -> String {
    format!("['{}']", folder.display())
}

/// Whether a family that documents are set in is among the fonts.
fn holds_font(fonts: &Database) -> bool {
    fonts.faces().flat_map(|face| &face.families).any(|(name, _)| FAMILIES.contains(&name.as_str()))
}

fn below(folder: &Path) -> Database {
    let mut fonts = Database::new();
    fonts.load_fonts_dir(folder);
    fonts
}

fn of_system() -> Database {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    fonts
}

#[cfg(test)]
mod tests {
    use super::FAMILIES;

    #[test]
    fn the_families_are_those_of_the_documents() {
        let source = include_str!("../../documents/src/fonts.rs");
        let list = FAMILIES.map(|family| format!("{family:?}")).join(", ");
        assert!(source.contains(&format!("FAMILIES: [&str; {}] = [{list}];", FAMILIES.len())), "{list}");
    }
}
