//! `cargo xtask build`: the browser app, then the server that embeds it.

use std::path::PathBuf;

use anyhow::Result;

use crate::rust_tests::SELECTION;
use crate::wasm::Quality;
use crate::workspace::Workspace;
use crate::{process, site};

#[derive(clap::Args)]
pub struct Options {
    /// Optimise the server (the browser app always is).
    #[arg(long)]
    release: bool,
    /// Build only the browser app.
    #[arg(long, conflicts_with = "release")]
    site: bool,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    site::build(workspace, Quality::Shipped)?;
    if !options.site {
        let binary = server(workspace, options.release)?;
        eprintln!("built {}", binary.display());
    }
    Ok(())
}

/// Builds the server around whatever site there is and gives its path.
pub fn server(workspace: &Workspace, release: bool) -> Result<PathBuf> {
    std::fs::create_dir_all(&workspace.site)?;
    let mut cargo = process::cargo(workspace);
    if release {
        cargo.args(["build", "--package", "madoguchi", "--release"]);
    } else {
        // Cargo builds the server for the tests that kill it. Asked for by itself it would be another selection of
        // packages, with other features of what they share, and nearly every dependency would be compiled once more.
        cargo.args(["test", "--no-run", "--quiet"]).args(SELECTION).args(["--test", "killed"]);
    }
    process::run(&mut cargo)?;
    let profile = if release { "release" } else { "debug" };
    let name = format!("madoguchi{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace.target.join(profile).join(name))
}
