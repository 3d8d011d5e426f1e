//! Node.js and the packages that the browser tests need; knows no test.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::{packages, process};

/// Playwright's oldest Node.js.
const OLDEST: u32 = 20;

/// Makes sure that `npm` is there and the folder's locked packages are installed.
pub fn install(folder: &Path) -> Result<()> {
    if process::find("npm").is_none() || process::find("node").is_none() {
        packages::install("Node.js", &["nodejs", "npm"])?;
    }
    let version = process::probe(process::command("node").arg("--version")).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST) {
        bail!("Node.js {OLDEST} or newer is needed, found {version:?}; see https://nodejs.org");
    }
    if is_current(folder) {
        return Ok(());
    }
    process::run(process::command("npm").current_dir(folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").args([
        "ci",
        "--no-audit",
        "--no-fund",
    ]))
}

/// Whether npm wrote its list of installed packages after the lock file last changed.
fn is_current(folder: &Path) -> bool {
    let changed = |path: &str| fs::metadata(folder.join(path)).and_then(|file| file.modified()).ok();
    let (Some(installed), Some(locked)) = (changed("node_modules/.package-lock.json"), changed("package-lock.json"))
    else {
        return false;
    };
    installed >= locked
}
