//! Keeps openapi/openapi.json equal to what the server says of itself.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;
use crate::{build, process};

/// `cargo xtask openapi`: writes the description.
pub fn write(workspace: &Workspace) -> Result<()> {
    let path = path(workspace);
    fs::write(&path, current(workspace)?)?;
    eprintln!("written {}", path.display());
    Ok(())
}

/// Fails with the first line that differs.
pub fn check(workspace: &Workspace) -> Result<()> {
    let path = path(workspace);
    let checked_in = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let current = current(workspace)?;
    if checked_in != current {
        bail!("openapi/openapi.json {}; run: cargo xtask openapi", first_difference(&checked_in, &current));
    }
    Ok(())
}

fn path(workspace: &Workspace) -> PathBuf {
    workspace.root.join("openapi").join("openapi.json")
}

/// What the server prints, ending in one line feed.
fn current(workspace: &Workspace) -> Result<String> {
    let server = build::server(workspace, false)?;
    let text = process::capture(process::command(server).current_dir(&workspace.root).arg("openapi"))?;
    Ok(format!("{}\n", text.trim_end()))
}

fn first_difference(old: &str, new: &str) -> String {
    let differing = old.lines().zip(new.lines()).enumerate().find(|(_, (old, new))| old != new);
    match differing {
        Some((index, (old, new))) => {
            format!("differs in line {}: `{}`, the server says `{}`", index + 1, old.trim(), new.trim())
        }
        None => format!("has {} lines, the server prints {}", old.lines().count(), new.lines().count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_named() {
        assert!(first_difference("{\n a\n}", "{\n b\n}").contains("line 2: `a`, the server says `b`"));
        assert!(first_difference("{\n", "{\n}\n").contains("has 1 lines"));
    }
}
