//! The files of a site: named by their content, compressed, noted. Knows no wasm and no page.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use sha2::{Digest as _, Sha256};

use super::{create_parent, files_below, hash, report};
use crate::compression::{self, Sizes, with_suffix};
use crate::splitting;
use crate::wasm::Quality;

/// Files of `frontend/public` that are not compressed already.
const COMPRESSIBLE: [&str; 7] = ["css", "js", "json", "svg", "txt", "webmanifest", "xml"];

/// The folder being written and what of it belongs to this build.
pub struct Site {
    directory: PathBuf,
    quality: Quality,
    /// Every file of this build.
    pub written: BTreeSet<PathBuf>,
}

impl Site {
    /// An empty one in a folder.
    pub fn new(directory: PathBuf, quality: Quality) -> Result<Self> {
        fs::create_dir_all(directory.join("assets"))?;
        Ok(Self { directory, quality, written: BTreeSet::new() })
    }

    /// Writes `assets/<stem>-<hash>.<extension>` and gives that file name. A file of that name is not compressed again.
    pub fn asset(&mut self, stem: &str, extension: &str, content: &[u8]) -> Result<String> {
        self.named(&format!("{stem}-{}.{extension}", hash(&[content])), content)
    }

    /// The app's script and the one that loads its chunks, in this order. Each imports the other, so one hash names both.
    pub fn scripts(&mut self, app: &str, loader: &str) -> Result<Vec<String>> {
        let hash = hash(&[app.as_bytes(), loader.as_bytes()]);
        let (app_name, loader_name) = (format!("app-{hash}.js"), format!("split-{hash}.js"));
        let import = |from: &str| format!("from \"{from}\"");
        let app = app.replace(&import(splitting::LOADER), &import(&format!("./{loader_name}")));
        let loader = loader.replace(splitting::APP, &format!("./{app_name}"));
        Ok(vec![self.named(&app_name, app.as_bytes())?, self.named(&loader_name, loader.as_bytes())?])
    }

    /// Writes `assets/<name>`.
    fn named(&mut self, name: &str, content: &[u8]) -> Result<String> {
        let path = self.directory.join("assets").join(name);
        match compression::written(&path) {
            Some(sizes) if self.quality == Quality::Shipped => {
                report(name, sizes);
                self.note_compressed(path);
            }
            _ => {
                if let Some(sizes) = self.write(path, content)? {
                    report(name, sizes);
                }
            }
        }
        Ok(name.to_owned())
    }

    /// JavaScript that crates bring along, in a folder named by its content; gives the folder's name.
    pub fn snippets(&mut self, from: &Path) -> Result<String> {
        let mut hash = Sha256::new();
        let mut files = Vec::new();
        for path in files_below(from)? {
            let content = fs::read(&path)?;
            hash.update(&content);
            files.push((path.strip_prefix(from)?.to_path_buf(), content));
        }
        let name = format!("snippets-{}", &hex::encode(hash.finalize())[..16]);
        for (path, content) in files {
            let path = self.directory.join("assets").join(&name).join(path);
            create_parent(&path)?;
            self.write(path, &content)?;
        }
        Ok(name)
    }

    /// Writes a file as it is, with what compresses it where that helps.
    pub fn public(&mut self, path: &Path, content: &[u8]) -> Result<()> {
        let target = self.directory.join(path);
        create_parent(&target)?;
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        if COMPRESSIBLE.contains(&extension.as_ref()) {
            self.write(target, content)?;
        } else {
            fs::write(&target, content)?;
            self.written.insert(target);
        }
        Ok(())
    }

    /// Writes what the server makes its pages of.
    pub fn input(&mut self, name: &str, content: &str) -> Result<()> {
        let path = self.directory.join(name);
        fs::write(&path, content)?;
        self.written.insert(path);
        Ok(())
    }

    /// Writes a file, compressed too where it is to be fetched from afar.
    fn write(&mut self, path: PathBuf, content: &[u8]) -> Result<Option<Sizes>> {
        if self.quality == Quality::Quick {
            fs::write(&path, content)?;
            self.written.insert(path);
            return Ok(None);
        }
        let sizes = compression::write(&path, content)?;
        self.note_compressed(path);
        Ok(Some(sizes))
    }

    fn note_compressed(&mut self, path: PathBuf) {
        self.written.insert(with_suffix(&path, "br"));
        self.written.insert(with_suffix(&path, "gz"));
        self.written.insert(path);
    }
}
