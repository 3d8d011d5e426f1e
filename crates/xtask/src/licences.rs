//! Checks what comes into the product with its dependencies: licences of the list in `deny.toml`, from where everybody can
//! get them. Knows what cargo says of each crate; must not know which crates there are.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use crate::process;
use crate::workspace::Workspace;

/// The one registry that crates come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// What we read of `deny.toml`.
#[derive(Deserialize)]
struct Rules {
    licenses: Licences,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
}

/// What we read of cargo's answer.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// Where the licence stands, below the folder of the manifest.
    license_file: Option<PathBuf>,
    manifest_path: PathBuf,
    /// None for our own.
    source: Option<String>,
}

/// All crates for every platform, those of tests and tools among them.
pub fn check(workspace: &Workspace) -> Result<()> {
    let rules = workspace.root.join("deny.toml");
    let rules: Rules = toml::from_str(&fs::read_to_string(&rules).with_context(|| rules.display().to_string())?)?;
    let arguments = ["metadata", "--locked", "--all-features", "--format-version", "1"];
    let mut metadata: Metadata = serde_json::from_str(&process::capture(process::cargo(workspace).args(arguments))?)?;
    let apache = fs::read_to_string(workspace.root.join("LICENSE"))?;
    for package in metadata.packages.iter_mut().filter(|package| package.license.is_none()) {
        package.license = by_file(package, &apache);
    }
    let faults: Vec<String> =
        metadata.packages.iter().filter_map(|package| fault(package, &rules.licenses.allow)).collect();
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// The licence of a crate that names none and carries its text, when the text is the one that our own has.
fn by_file(package: &Package, apache: &str) -> Option<String> {
    let file = package.manifest_path.parent()?.join(package.license_file.as_ref()?);
    is_same_licence(&fs::read_to_string(file).ok()?, apache).then(|| "Apache-2.0".to_owned())
}

/// Whether the terms are the same, however they are laid out and whatever stands after them.
fn is_same_licence(one: &str, other: &str) -> bool {
    let terms = |text: &str| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        words.split_once("END OF TERMS AND CONDITIONS").map(|(terms, _)| terms.to_owned())
    };
    terms(one).is_some_and(|one| terms(other) == Some(one))
}

fn fault(package: &Package, allowed: &BTreeSet<String>) -> Option<String> {
    let Package { name, version, license, source, .. } = package;
    if let Some(source) = source.as_ref().filter(|source| *source != REGISTRY) {
        return Some(format!("{name} {version} comes from {source}"));
    }
    let Some(license) = license else { return Some(format!("{name} {version} names no licence")) };
    match Expression::parse_mode(license, ParseMode::LAX) {
        Err(error) => Some(format!("{name} {version}: {error}")),
        Ok(expression) if expression.evaluate(|term| allowed.contains(&term.to_string())) => None,
        Ok(_) => Some(format!("{name} {version}: {license} is not in the list of deny.toml")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(license: Option<&str>, source: Option<&str>) -> Option<String> {
        let package = Package {
            name: "it".to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
            license_file: None,
            manifest_path: PathBuf::new(),
            source: source.map(str::to_owned),
        };
        let allowed = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
        fault(&package, &allowed)
    }

    #[test]
    fn one_choice_is_enough_and_every_part_is_needed() {
        for license in ["MIT", "GPL-3.0-only OR MIT", "MIT/GPL-3.0", "MIT AND Unicode-3.0"] {
            assert_eq!(of(Some(license), Some(REGISTRY)), None, "{license}");
        }
        for license in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT OR ISC) AND ISC"] {
            assert!(of(Some(license), Some(REGISTRY)).is_some(), "{license}");
        }
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        assert_eq!(of(Some("Apache-2.0 WITH LLVM-exception"), None), None);
        assert!(of(Some("Apache-2.0"), None).is_some());
    }

    #[test]
    fn a_text_counts_when_all_its_terms_are_the_same() {
        let apache = "Apache License\n1. Terms.\n\nEND OF TERMS AND CONDITIONS\nHow to apply it";
        assert!(is_same_licence("  Apache License 1. Terms. END OF TERMS AND CONDITIONS", apache));
        assert!(!is_same_licence("Apache License 1. Other terms. END OF TERMS AND CONDITIONS", apache));
        assert!(!is_same_licence("Apache License 1. Terms.", apache));
    }

    #[test]
    fn what_says_nothing_or_comes_from_elsewhere_is_refused() {
        assert!(of(None, Some(REGISTRY)).is_some());
        assert!(of(Some("MIT"), Some("git+https://example.jp/it")).is_some());
    }
}
