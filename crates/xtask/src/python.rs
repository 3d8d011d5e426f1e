//! Python and the packages that a suite needs; knows no test.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{packages, process};

/// The programs of a Python with the packages of `tests/<suite>/requirements.txt`, kept beside the builds.
pub fn installed(workspace: &Workspace, suite: &str) -> Result<PathBuf> {
    let wanted = workspace.root.join("tests").join(suite).join("requirements.txt");
    let folder = workspace.target.join(suite);
    let (programs, marker) = (folder.join("bin"), folder.join("requirements.txt"));
    let text = fs::read_to_string(&wanted)?;
    if fs::read_to_string(&marker).is_ok_and(|installed| installed == text) {
        return Ok(programs);
    }
    let makes_environments = || process::probe(process::command("python3").args(["-c", "import ensurepip"])).is_some();
    if !makes_environments() {
        packages::install("Python 3 with venv", &["python3", "python3-venv"])?;
    }
    process::run(process::command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    process::run(process::command(programs.join("python")).args(pip).arg(&wanted))?;
    fs::write(marker, text)?;
    Ok(programs)
}
