//! Checks that the paths which the documents name are there; knows Markdown's code spans and links, and no more of it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::site::files_below;
use crate::workspace::Workspace;

/// A word in backticks is a path if it ends like a file of ours, or starts with a folder of the repository.
const ENDINGS: [&str; 12] = ["rs", "toml", "md", "json", "yml", "yaml", "css", "html", "ts", "js", "sh", "csv"];

/// Made by a build or at run time.
const NOT_IN_REPOSITORY: [&str; 3] = ["target", "data", "node_modules"];

/// Reads README.md, CHANGELOG.md and everything below docs/.
pub fn check(workspace: &Workspace) -> Result<()> {
    let root = &workspace.root;
    let mut documents = vec![root.join("README.md"), root.join("CHANGELOG.md")];
    documents.extend(files_below(&root.join("docs"))?);
    documents.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    let mut missing = Vec::new();
    for document in documents {
        let Ok(text) = fs::read_to_string(&document) else {
            missing.push(format!("{} itself is missing", shown(&document, root)));
            continue;
        };
        let here = document.parent().unwrap_or(root);
        for (index, line) in text.lines().enumerate() {
            let paths = spans(line).filter(|word| is_path(word, root)).map(|word| root.join(word));
            for path in paths.chain(links(line).map(|link| here.join(link))) {
                if !path.exists() {
                    let named = shown(&path, root);
                    missing.push(format!("{}:{}: {named} is not there", shown(&document, root), index + 1));
                }
            }
        }
    }
    if !missing.is_empty() {
        bail!("{}", missing.join("\n"));
    }
    Ok(())
}

fn shown(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// The texts between single backticks of one line.
fn spans(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn is_path(word: &str, root: &Path) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    let Some((first, _)) = word.split_once('/') else {
        return false;
    };
    if first.is_empty() || !word.chars().all(plain) || NOT_IN_REPOSITORY.contains(&first) {
        return false;
    }
    let extension = Path::new(word).extension().unwrap_or_default().to_string_lossy();
    ENDINGS.contains(&extension.as_ref()) || root.join(first).is_dir()
}

/// The targets of one line's links that are relative paths.
fn links(line: &str) -> impl Iterator<Item = PathBuf> {
    line.split("](").skip(1).filter_map(|rest| {
        let target = rest.split([')', '#', ' ']).next()?;
        let is_relative = !target.is_empty() && !target.contains(':') && !target.starts_with('/');
        is_relative.then(|| PathBuf::from(target))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_paths() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for path in ["src/main.rs", "gone/away.rs", "src/", "src/none"] {
            assert!(is_path(path, root), "{path}");
        }
        for other in ["/api/v1", "text/html", "pages/<noun>/", "main.rs", "target/site", "cargo xtask run"] {
            assert!(!is_path(other, root), "{other}");
        }
    }

    #[test]
    fn spans_and_links_of_a_line() {
        let line = "See `a/b.rs`, [the rules](../openapi/README.md#cursors) and [outside](https://example.jp/).";
        assert_eq!(spans(line).collect::<Vec<_>>(), ["a/b.rs"]);
        assert_eq!(links(line).collect::<Vec<_>>(), [PathBuf::from("../openapi/README.md")]);
    }
}
