//! Keeps openapi/openapi.json equal to what the server says of itself.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::workspace::Workspace;
use crate::{build, node, process};

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

/// Fails when a reference leads nowhere, when the document is none by the schemas of the specification, or when it breaks one
/// of Spectral's rules. The validators are not ours.
pub fn validate(workspace: &Workspace) -> Result<()> {
    let path = path(workspace);
    let document: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    let mut lost = Vec::new();
    follow(&document, &document, &mut lost);
    if !lost.is_empty() {
        bail!("openapi/openapi.json: references that lead nowhere: {}", lost.join(", "));
    }
    let folder = workspace.root.join("openapi").join("validator");
    node::install(&folder)?;
    let node = |program: &str| {
        let mut node = process::command("node");
        node.arg(folder.join("node_modules").join(program));
        node
    };
    process::run(node(VALIDATOR).arg(&path))?;
    process::run(
        node(SPECTRAL).args(["lint", "--fail-severity=warn", "--ruleset"]).arg(folder.join("rules.yaml")).arg(&path),
    )
}

/// The programs in their packages.
const VALIDATOR: &str = "@seriousme/openapi-schema-validator/bin/validate-api-cli.js";
const SPECTRAL: &str = "@stoplight/spectral-cli/dist/index.js";

/// Collects the references within a part of a document that lead nowhere in the whole.
fn follow(part: &Value, whole: &Value, lost: &mut Vec<String>) {
    match part {
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref").and_then(Value::as_str)
                && reference.strip_prefix('#').and_then(|pointer| whole.pointer(pointer)).is_none()
                && !lost.iter().any(|known| known == reference)
            {
                lost.push(reference.to_owned());
            }
            fields.values().for_each(|field| follow(field, whole, lost));
        }
        Value::Array(items) => items.iter().for_each(|item| follow(item, whole, lost)),
        _ => {}
    }
}

/// Where the description lies.
pub fn path(workspace: &Workspace) -> PathBuf {
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
    fn references_that_lead_nowhere_are_named_once() {
        let document = serde_json::json!({
            "a": { "$ref": "#/components/there" }, "b": [{ "$ref": "#/components/lost" }, { "$ref": "#/components/lost" }],
            "c": { "$ref": "other.json#/x" }, "components": { "there": {} },
        });
        let mut lost = Vec::new();
        follow(&document, &document, &mut lost);
        assert_eq!(lost, ["#/components/lost", "other.json#/x"]);
    }

    #[test]
    fn a_difference_is_named() {
        assert!(first_difference("{\n a\n}", "{\n b\n}").contains("line 2: `a`, the server says `b`"));
        assert!(first_difference("{\n", "{\n}\n").contains("has 1 lines"));
    }
}
