//! Splits the browser app: what every visit needs, and the chunks that pages fetch when they are first opened. Knows
//! the marks that `wasm_split` leaves in the wasm; must not know which pages there are.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use wasmparser::{Parser, Payload};

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

impl Parts {
    /// An app that is not split.
    pub fn whole(main: PathBuf) -> Self {
        Self { main, chunks: Vec::new(), loader: String::new() }
    }

    /// Stems of all chunks that a part of the app needs, its own first.
    pub fn needed_by(&self, part: &str) -> impl Iterator<Item = &str> {
        needed_by(&self.loader, part)
    }
}

/// What `__wasm_split_load_<part>` fetches: its own file, and in brackets at its end the shared ones by their variables.
fn needed_by<'a>(loader: &'a str, part: &str) -> impl Iterator<Item = &'a str> {
    let load = loader.split_once(&format!("__wasm_split_load_{part} =")).map_or("", |(_, rest)| rest);
    let load = load.split_once("]));").map_or("", |(load, _)| load);
    let own = load.split_once("\"./").and_then(|(_, rest)| rest.split_once(".wasm\"")).map(|(stem, _)| stem);
    let shared = load.rsplit_once('[').map_or("", |(_, shared)| shared);
    let shared = shared.split(',').filter_map(|variable| variable.trim().strip_prefix("__"));
    own.into_iter().chain(shared)
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
        chunks.push((stem, without_names(&fs::read(path)?)?));
    }
    let loader = fs::read_to_string(into.join(LOADER))?;
    Ok(Parts { main, chunks, loader })
}

/// Custom sections of a wasm that only debuggers read.
const FOR_DEBUGGERS: [&str; 2] = ["name", "producers"];

/// The same wasm without the names of its functions: a third of a chunk.
fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut kept = Vec::with_capacity(wasm.len());
    let mut at = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let end = match &payload {
            Payload::Version { range, .. } => range.end,
            other => match other.as_section() {
                Some((_, range)) => range.end,
                None => continue,
            },
        };
        let end = usize::try_from(end)?;
        let is_needless =
            matches!(&payload, Payload::CustomSection(section) if FOR_DEBUGGERS.contains(&section.name()));
        if !is_needless {
            kept.extend_from_slice(wasm.get(at..end).context("a chunk is cut off")?);
        }
        at = end;
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::{needed_by, without_names};

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    fn custom(name: &str, size: usize) -> Vec<u8> {
        let mut body = vec![u8::try_from(name.len()).unwrap()];
        body.extend_from_slice(name.as_bytes());
        body.resize(body.len() + size, 7);
        let (low, high) = (u8::try_from(body.len() & 0x7F).unwrap() | 0x80, u8::try_from(body.len() >> 7).unwrap());
        [vec![0, low, high], body].concat()
    }

    #[test]
    fn names_go_and_everything_else_stays() {
        // One type, one function of it, and its body without locals.
        let code = [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 4, 1, 2, 0, 0x0B];
        let wasm = [HEADER, &custom("name", 300), &code, &custom("other", 2), &custom("producers", 5)].concat();
        assert_eq!(without_names(&wasm).unwrap(), [HEADER, &code, &custom("other", 2)].concat());
    }

    #[test]
    fn a_part_needs_its_own_chunk_and_the_shared_ones() {
        let loader = r#"
            export const __wasm_split_load_entry = wrapAsyncCb(makeLoad(() => {
                const src = fetch(new URL("./split_entry.wasm", import.meta.url));
            }
            , [__chunk_6, __chunk_15]));
            export const __wasm_split_load_account = wrapAsyncCb(makeLoad(() => {
                const src = fetch(new URL("./split_account.wasm", import.meta.url));
            }
            , [__chunk_5]));"#;
        assert_eq!(needed_by(loader, "entry").collect::<Vec<_>>(), ["split_entry", "chunk_6", "chunk_15"]);
        assert_eq!(needed_by(loader, "nothing").count(), 0);
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let wasm = [HEADER, &custom("name", 300)].concat();
        assert!(without_names(&wasm[..wasm.len() - 1]).is_err());
        assert!(without_names(b"\0asm").is_err());
    }
}
