//! `cargo xtask check`: all that a machine can say about the sources without running the product's tests.

use std::fs;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::wasm::{Quality, Toolchain};
use crate::workspace::Workspace;
use crate::{advisories, asvs, circles, doc_paths, licences, locales, openapi, process};

type Check = fn(&Workspace) -> Result<()>;

/// The quick ones first.
const CHECKS: [(&str, Check); 12] = [
    ("formatting", formatting),
    ("locale keys", locales::check),
    ("paths in docs", doc_paths::check),
    ("ASVS rows in docs", asvs::check),
    ("circles between modules", circles::check),
    ("licences", licences::check),
    ("advisories", advisories::check),
    ("clippy", clippy),
    ("rustdoc", documentation),
    ("OpenAPI drift", openapi::check),
    ("OpenAPI validity", openapi::validate),
    ("shared crates on wasm32", shared_crates),
];

/// Runs all checks, also after one failed, and sums up.
pub fn run(workspace: &Workspace) -> Result<()> {
    // The server embeds this folder: its build needs one, whatever is in it.
    fs::create_dir_all(&workspace.site)?;
    let mut failed = Vec::new();
    let mut lines = Vec::new();
    for (name, check) in CHECKS {
        let started = Instant::now();
        let outcome = check(workspace);
        let seconds = started.elapsed().as_secs_f64();
        let verdict = if outcome.is_ok() { "ok" } else { "FAILED" };
        let line = format!("check {name:<24} {verdict:<6} {seconds:>7.1} s");
        println!("{line}");
        lines.push(line);
        if let Err(error) = outcome {
            println!("{error:#}");
            failed.push(name);
        }
    }
    println!("\n{}", lines.join("\n"));
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn formatting(workspace: &Workspace) -> Result<()> {
    process::run(process::cargo(workspace).args(["fmt", "--all", "--check"]))
}

fn clippy(workspace: &Workspace) -> Result<()> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--all-features", "--quiet", "--", "-D", "warnings"];
    process::run(process::cargo(workspace).args(arguments))
}

fn documentation(workspace: &Workspace) -> Result<()> {
    let arguments = ["doc", "--workspace", "--no-deps", "--all-features", "--document-private-items", "--quiet"];
    process::run(process::cargo(workspace).env("RUSTDOCFLAGS", "-D warnings").args(arguments))
}

/// What server and browser share must stay free of everything that a browser lacks.
fn shared_crates(workspace: &Workspace) -> Result<()> {
    let packages = ["--package", "madoguchi-domain", "--package", "madoguchi-api-types"];
    process::run(Toolchain::find()?.cargo(workspace, "build", Quality::Shipped).args(packages))
}
