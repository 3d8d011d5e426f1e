//! The browser app as files to serve: wasm, its JavaScript, styles and page, named by their content and compressed.
//! Knows the layout of `frontend/`; must not know the server.

mod files;
mod routes;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use self::files::Site;
use crate::compression::Sizes;
use crate::splitting::Parts;
use crate::wasm::{self, Quality, Toolchain};
use crate::workspace::Workspace;
use crate::{process, splitting};

/// Changes whenever the same inputs give other files, so that a site of an older xtask is built anew.
const FORMAT: &str = "4";

/// Builds the app for wasm and, where an input changed, the site in [`Workspace::site`].
pub fn build(workspace: &Workspace, quality: Quality) -> Result<()> {
    let toolchain = Toolchain::find()?;
    let started = Instant::now();
    let mut cargo = toolchain.cargo(workspace, "build", quality);
    cargo.args(["--package", "frontend"]);
    if quality == Quality::Shipped {
        cargo.args(["--features", splitting::FEATURE]);
    }
    process::run(&mut cargo)?;
    eprintln!("browser app compiled in {:.1} s", started.elapsed().as_secs_f64());

    let started = Instant::now();
    let inputs = Inputs::read(workspace, quality)?;
    let stamp = workspace.target.join("site.stamp");
    let fingerprint = inputs.fingerprint();
    let is_current = fs::read_to_string(&stamp).is_ok_and(|found| found == fingerprint);
    if is_current && workspace.site.join("index.html").is_file() {
        eprintln!("site is up to date");
        return Ok(());
    }
    if stamp.exists() {
        fs::remove_file(&stamp)?;
    }
    let written = inputs.assemble(workspace)?;
    remove_others(&workspace.site, &written)?;
    fs::write(&stamp, fingerprint)?;
    eprintln!("site written to {} in {:.1} s", workspace.site.display(), started.elapsed().as_secs_f64());
    Ok(())
}

/// The part whose pages a login leads to, fetched ahead where somebody may be logged in.
const HOME: &str = "entry";

/// Everything a site is made of.
struct Inputs {
    quality: Quality,
    wasm: Vec<u8>,
    page: String,
    /// The script that starts the app.
    start: String,
    /// Addresses that the app has, one a line.
    routes: String,
    styles: Vec<u8>,
    /// Path below `frontend/public` and content.
    public: Vec<(PathBuf, Vec<u8>)>,
}

impl Inputs {
    fn read(workspace: &Workspace, quality: Quality) -> Result<Self> {
        let frontend = workspace.root.join("frontend");
        let text = |path: &str| {
            let path = frontend.join(path);
            fs::read_to_string(&path).with_context(|| path.display().to_string())
        };
        let public = frontend.join("public");
        let wasm = wasm::artifact(workspace, "frontend", quality);
        let mut styles = Vec::new();
        for path in files_below(&frontend.join("styles"))? {
            if path.extension().is_some_and(|extension| extension == "css") {
                styles.extend(fs::read(&path)?);
                styles.push(b'\n');
            }
        }
        let mut copied = Vec::new();
        for path in files_below(&public)? {
            copied.push((path.strip_prefix(&public)?.to_path_buf(), fs::read(&path)?));
        }
        Ok(Self {
            quality,
            wasm: fs::read(&wasm).with_context(|| wasm.display().to_string())?,
            page: text("index.html")?,
            start: text("start.js")?,
            routes: routes::read(&text("src/app.rs")?)?,
            styles,
            public: copied,
        })
    }

    fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: &[u8]| {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        };
        add(FORMAT.as_bytes());
        add(format!("{:?}", self.quality).as_bytes());
        add(&self.wasm);
        for text in [&self.page, &self.start, &self.routes] {
            add(text.as_bytes());
        }
        add(&self.styles);
        for (path, content) in &self.public {
            add(path.to_string_lossy().as_bytes());
            add(content);
        }
        hex::encode(hash.finalize())
    }

    /// Writes all files and gives their paths; the page comes last, when all that it names is there.
    fn assemble(&self, workspace: &Workspace) -> Result<BTreeSet<PathBuf>> {
        let mut site = Site::new(workspace.site.clone(), self.quality)?;
        let work = workspace.target.join("site-parts");
        fresh(&work)?;
        let parts = match self.quality {
            Quality::Shipped => splitting::split(&self.wasm, &work)?,
            Quality::Quick => Parts::whole(wasm::artifact(workspace, "frontend", self.quality)),
        };
        let bound = work.join("bound");
        bind(&parts.main, &bound)?;

        let snippets = site.snippets(&bound.join("snippets"))?;
        let wasm = site.asset("app", "wasm", &fs::read(bound.join("app_bg.wasm"))?)?;
        let mut loader = parts.loader.clone();
        let mut names = BTreeMap::new();
        for (stem, content) in &parts.chunks {
            let name = site.asset(stem, "wasm", content)?;
            loader = loader.replace(&format!("./{stem}.wasm"), &format!("./{name}"));
            names.insert(stem.as_str(), name);
        }
        let script = fs::read_to_string(bound.join("app.js"))?.replace("./snippets/", &format!("./{snippets}/"));
        let scripts = match self.quality {
            Quality::Shipped => site.scripts(&script, &loader)?,
            Quality::Quick => vec![site.asset("app", "js", script.as_bytes())?],
        };
        let style = site.asset("app", "css", &self.styles)?;
        let home: Vec<&str> = parts.needed_by(HOME).map(|stem| names.get(stem).map_or(stem, String::as_str)).collect();
        let start = self.start.replace("{{script}}", &scripts[0]).replace("{{wasm}}", &wasm);
        let start = start.replace("[\"{{home}}\"]", &serde_json::to_string(&home)?);
        let start = site.asset("start", "js", start.as_bytes())?;
        for (path, content) in &self.public {
            site.public(path, content)?;
        }
        let page = self
            .page
            .replace("{{css}}", &format!("<link rel=\"stylesheet\" href=\"/assets/{style}\">"))
            .replace("{{js}}", &script_links(&start, &scripts, &wasm));
        site.input("routes.txt", &self.routes)?;
        site.input("index.html", &page)?;
        Ok(site.written)
    }
}

/// The tags that start the app. Everything is fetched at the same time; the first paint waits for the styles and the small
/// script that knows language and brand, not for the rest.
fn script_links(start: &str, scripts: &[String], wasm: &str) -> String {
    let preload = |script: &String| format!("<link rel=\"modulepreload\" href=\"/assets/{script}\">\n");
    let scripts: String = scripts.iter().map(preload).collect();
    format!(
        "<script src=\"/assets/{start}\"></script>\n\
         <link rel=\"preload\" href=\"/assets/{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n\
         {scripts}"
    )
}

/// wasm-bindgen's work: `app_bg.wasm`, `app.js` and perhaps `snippets/`.
fn bind(wasm: &Path, into: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .demangle(false)
        // The chunks refer to the app's functions by these.
        .keep_lld_exports(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(into)
}

/// Makes a folder anew.
fn fresh(directory: &Path) -> Result<()> {
    if directory.exists() {
        fs::remove_dir_all(directory)?;
    }
    Ok(fs::create_dir_all(directory)?)
}

/// Sixteen hexadecimal digits of SHA-256 over the parts.
fn hash(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hex::encode(hash.finalize())[..16].to_owned()
}

fn report(name: &str, sizes: Sizes) {
    eprintln!("  {name:<28} {:>9} bytes, brotli {:>8}, gzip {:>8}", sizes.plain, sizes.brotli, sizes.gzip);
}

/// Removes the files of earlier builds.
fn remove_others(site: &Path, written: &BTreeSet<PathBuf>) -> Result<()> {
    for path in files_below(site)? {
        if !written.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// All files below a folder, sorted by path; none where there is no folder.
pub fn files_below(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if directory.is_dir() {
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            if path.is_dir() {
                files.extend(files_below(&path)?);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn create_parent(path: &Path) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(())
}
