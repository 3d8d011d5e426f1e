//! Splits the browser app: what every visit needs, and the chunks that pages fetch when they are first opened. Knows
//! the marks that `wasm_split` leaves in the wasm; must not know which pages there are.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};

/// Feature of `frontend` that marks the places to split at.
pub const FEATURE: &str = "split";

/// Name by which the app imports the script that loads chunks, and the name of the app's script in that one.
pub const LOADER: &str = "./__wasm_split.js";
pub const APP: &str = "./app.js";

/// An app in parts.
pub struct Parts {
    /// What every visit needs; wasm-bindgen's input.
    pub main: PathBuf,
    /// File stem and content.
    pub chunks: Vec<(String, Vec<u8>)>,
    /// The script that loads chunks by the names `./<stem>.wasm`.
    pub loader: String,
}

/// Splits `wasm` in a folder that exists and is empty.
pub fn split(wasm: &[u8], into: &Path) -> Result<Parts> {
    let main = into.join("app.wasm");
    let mut options = wasm_split_cli_support::Options::new(wasm);
    options.output_dir = into;
    options.main_out_path = &main;
    options.main_module = APP;
    let split =
        wasm_split_cli_support::transform(options).map_err(|error| anyhow!("the app cannot be split: {error:?}"))?;
    let mut chunks = Vec::new();
    for path in &split.split_modules {
        let stem = path.file_stem().with_context(|| path.display().to_string())?.to_string_lossy().into_owned();
        chunks.push((stem, fs::read(path)?));
    }
    let loader = fs::read_to_string(into.join(LOADER))?;
    Ok(Parts { main, chunks, loader })
}
