//! Cargo for `wasm32-unknown-unknown`: by rustup's target, else by Debian's compiler, which builds the standard library
//! from source. Knows no package of ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::workspace::Workspace;
use crate::{packages, process};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
/// `rust-version` of the workspace is 1.95; Debian's package `rustc` may be years older than `rustc-web`.
const OLDEST_MINOR: u32 = 95;
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// Views as trait objects: a fifth less to fetch than a type for every view.
const ERASED: &str = "--cfg erase_components";
/// A browser shows nothing of a panic but that there was one: its words and places need not be fetched. Only where the
/// standard library is built from source; a twentieth less to fetch.
const WORDLESS: &str = " -Zlocation-detail=none -Zunstable-options -Cpanic=immediate-abort";

/// What a build is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// To be fetched: small, in parts, compressed.
    Shipped,
    /// To be looked at a moment after a change.
    Quick,
}

impl Quality {
    /// Its profile in `Cargo.toml`.
    fn profile(self) -> &'static str {
        match self {
            Self::Shipped => "browser",
            Self::Quick => "browser-quick",
        }
    }
}

/// How this machine builds for wasm.
pub enum Toolchain {
    /// The standard library for wasm is installed beside the default compiler.
    Installed,
    /// Debian's rustc and cargo build it; the path is a linker that knows wasm.
    DebianSource { linker: PathBuf },
}

impl Toolchain {
    /// What is there, else what can be fetched: first by rustup, then by apt-get.
    pub fn find() -> Result<Self> {
        if is_target_installed() {
            return Ok(Self::Installed);
        }
        if let Some(debian) = debian() {
            return Ok(debian);
        }
        eprintln!("the target {TARGET} is missing: rustup target add {TARGET}");
        let added = process::run(process::command("rustup").args(["target", "add", TARGET]));
        if added.is_ok() && is_target_installed() {
            return Ok(Self::Installed);
        }
        eprintln!("rustup could not add it; trying Debian's compiler, which builds it from source");
        packages::install("a compiler for wasm", &["rustc-web", "cargo-web", "rust-web-src"]).with_context(|| {
            format!("either `rustup target add {TARGET}` has to succeed or Debian's compiler be installed")
        })?;
        debian().context("rustc-web, cargo-web and rust-web-src are installed, but their files are not in /usr/lib")
    }

    /// `cargo <subcommand>` for wasm, with its own target directory.
    pub fn cargo(&self, workspace: &Workspace, subcommand: &str, quality: Quality) -> Command {
        let mut cargo = match self {
            Self::Installed => process::command("cargo"),
            Self::DebianSource { .. } => process::command(DEBIAN_CARGO),
        };
        cargo.current_dir(&workspace.root).env("CARGO_TARGET_DIR", &workspace.wasm_target).args([
            subcommand,
            "--target",
            TARGET,
            "--profile",
            quality.profile(),
        ]);
        let mut flags = ERASED.to_owned();
        if let Self::DebianSource { linker } = self {
            flags += WORDLESS;
            cargo
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        }
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
        cargo
    }
}

/// Where cargo leaves a binary.
pub fn artifact(workspace: &Workspace, binary: &str, quality: Quality) -> PathBuf {
    workspace.wasm_target.join(TARGET).join(quality.profile()).join(format!("{binary}.wasm"))
}

fn is_target_installed() -> bool {
    let library = process::probe(process::command("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    library.is_some_and(|directory| Path::new(&directory).is_dir())
}

fn debian() -> Option<Toolchain> {
    let system_root = process::probe(process::command(DEBIAN_RUSTC).args(["--print", "sysroot"]))?;
    if minor_version()? < OLDEST_MINOR {
        return None;
    }
    let source = Path::new(&system_root).join("lib/rustlib/src/rust/library/std");
    let linker = linker()?;
    (Path::new(DEBIAN_CARGO).is_file() && source.is_dir()).then_some(Toolchain::DebianSource { linker })
}

/// The 96 of Debian's `rustc 1.96.0 (…)`.
fn minor_version() -> Option<u32> {
    let version = process::probe(process::command(DEBIAN_RUSTC).arg("--version"))?;
    version.split('.').nth(1)?.parse().ok()
}

/// The default toolchain's own rust-lld, else Debian's.
fn linker() -> Option<PathBuf> {
    let mut candidates = vec![PathBuf::from("/usr/bin/rust-lld")];
    let library = process::probe(process::command("rustc").args(["--print", "target-libdir"]));
    if let Some(host) = library.as_deref().and_then(|directory| Path::new(directory).parent()) {
        candidates.insert(0, host.join("bin/rust-lld"));
    }
    candidates.into_iter().find(|path| path.is_file())
}
