//! Where things stand: the repository's root and what is built under the target directory; starts no process.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The folders every command works with, all absolute.
pub struct Workspace {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target directory: `CARGO_TARGET_DIR`, else `target` in the repository.
    pub target: PathBuf,
    /// The finished browser app, as the server embeds it.
    pub site: PathBuf,
    /// The target directory of the wasm builds: another compiler may fill it than the server's.
    pub wasm_target: PathBuf,
}

impl Workspace {
    /// Finds the repository two folders above this package.
    pub fn find() -> Result<Self> {
        // Cargo's word when it starts us goes first: clones may share a target directory, and with it this program.
        let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package)
            .ancestors()
            .nth(2)
            .context("xtask does not stand in crates/xtask of a workspace")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(directory) => std::path::absolute(directory)?,
            None => root.join("target"),
        };
        Ok(Self { site: target.join("site"), wasm_target: target.join("wasm"), root, target })
    }
}

/// Whether this is a run where nothing may be skipped: `CI` is set to anything but nothing, `0` or `false`.
pub fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}
