//! A Japanese font for PDFs: the system's, or fetched where that is possible.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{packages, process};

/// Starts of the names of font files that the server can use.
const NAMES: [&str; 5] = ["notosanscjk", "notosansjp", "bizudpgothic", "bizud", "ipaexg"];
/// Carries BIZ UDPGothic as TrueType files under the Open Font License.
const NPM_PACKAGE: &str = "@expo-google-fonts/biz-udpgothic@0.4.2";
/// How deep fonts lie in their folders.
const DEPTH: usize = 6;

/// Makes sure that there is one. Tells the folder to look in, when it is not one of the system's.
pub fn ensure(workspace: &Workspace) -> Result<Option<PathBuf>> {
    if system_folders().iter().any(|folder| holds_font(folder, DEPTH)) {
        return Ok(None);
    }
    let own = workspace.target.join("fonts");
    if holds_font(&own, DEPTH) {
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

/// Where systems keep fonts.
fn system_folders() -> Vec<PathBuf> {
    let fixed =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:\\Windows\\Fonts"];
    let home = std::env::home_dir();
    let below = [".local/share/fonts", ".fonts", "Library/Fonts"];
    let own = home.iter().flat_map(|home| below.map(|folder| home.join(folder)));
    fixed.into_iter().map(PathBuf::from).chain(own).collect()
}

fn holds_font(folder: &Path, depth: usize) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return depth > 0 && holds_font(&path, depth - 1);
        }
        let name: String = entry.file_name().to_string_lossy().to_lowercase().replace(['-', '_'], "");
        let is_font = [".ttf", ".ttc", ".otf"].iter().any(|ending| name.ends_with(ending));
        is_font && NAMES.iter().any(|start| name.starts_with(start))
    })
}
