//! Finding a Chromium for the browser tests: named, then on the system, then installed, then downloaded by Playwright.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::{packages, process};

const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const BUNDLES: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The browser's path, or nothing where Playwright has its own. `folder` holds the installed Playwright.
pub fn find(folder: &Path) -> Result<Option<PathBuf>> {
    if let Some(path) = env::var_os("CHROMIUM_PATH").filter(|path| !path.is_empty()) {
        let path = PathBuf::from(path);
        if !path.is_file() {
            bail!("CHROMIUM_PATH names {}, which is not there", path.display());
        }
        return Ok(Some(path));
    }
    if let Some(path) = on_system() {
        return Ok(Some(path));
    }
    if packages::can_install() {
        match packages::install("Chromium", &["chromium", "fonts-noto-cjk"]) {
            Ok(()) => {
                return on_system().map(Some).context("chromium is installed, but not in PATH");
            }
            Err(error) => eprintln!("{error:#}; letting Playwright download one"),
        }
    }
    process::run(process::command("npx").current_dir(folder).args(["playwright", "install", "chromium"]))
        .context("no Chromium: install it (sudo apt-get install -y chromium), or set CHROMIUM_PATH to one")?;
    Ok(None)
}

fn on_system() -> Option<PathBuf> {
    let in_path = PROGRAMS.iter().find_map(|program| process::find(program));
    in_path.or_else(|| BUNDLES.iter().map(PathBuf::from).find(|path| path.is_file()))
}
