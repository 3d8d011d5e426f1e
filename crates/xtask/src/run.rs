//! `cargo xtask run`: builds everything and becomes the server in demo mode; what the demo holds is the server's matter.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::wasm::Quality;
use crate::workspace::Workspace;
use crate::{build, fonts, process, site, watch};

#[derive(clap::Args)]
pub struct Options {
    /// Optimise server and browser app, as they are shipped.
    #[arg(long)]
    release: bool,
    /// Build anew and start anew whenever a source is saved.
    #[arg(long, conflicts_with = "release")]
    watch: bool,
    /// The one port for pages, API and documentation.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// `sqlite:///path/to/file?mode=rwc` or `postgres://…`; by default data/madoguchi.sqlite in the repository.
    #[arg(long)]
    database_url: Option<String>,
    /// Delete the SQLite database first.
    #[arg(long)]
    fresh: bool,
    /// Further arguments for `madoguchi serve`.
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let database_url = match &options.database_url {
        Some(url) => url.clone(),
        None => default_database(workspace),
    };
    if options.fresh {
        delete(&database_url)?;
    }
    if let Some(folder) = sqlite_file(&database_url).as_deref().and_then(Path::parent) {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let quality = if options.release { Quality::Shipped } else { Quality::Quick };
    site::build(workspace, quality)?;
    let server = build::server(workspace, options.release)?;
    let fonts = match fonts::ensure(workspace) {
        Ok(folder) => folder,
        Err(error) => {
            eprintln!("{error:#}. Until then no PDF can be made; everything else works.");
            None
        }
    };
    let command = || serving(workspace, options, &server, &database_url, fonts.as_deref());
    if options.watch { watch::run(workspace, command) } else { become_server(command()) }
}

/// The server in demo mode.
fn serving(
    workspace: &Workspace,
    options: &Options,
    server: &Path,
    database_url: &str,
    fonts: Option<&Path>,
) -> Command {
    let mut command = process::command(server);
    command
        .current_dir(&workspace.root)
        .args(["serve", "--demo"])
        .args(&options.arguments)
        .env("MADOGUCHI_SERVER__PORT", options.port.to_string())
        .env("MADOGUCHI_SERVER__BASE_URL", format!("http://localhost:{}", options.port))
        .env("MADOGUCHI_DATABASE__URL", database_url);
    if let Some(folder) = fonts {
        command.env("MADOGUCHI_DOCUMENTS__FONTS", fonts::as_setting(folder));
    }
    command
}

fn default_database(workspace: &Workspace) -> String {
    let file = workspace.root.join("data").join("madoguchi.sqlite");
    format!("sqlite://{}?mode=rwc", file.display())
}

/// The file of an SQLite URL; nothing for other databases and for one in memory.
fn sqlite_file(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let path = rest.split('?').next().unwrap_or(rest);
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

/// Deletes the database file with its journal files.
fn delete(url: &str) -> Result<()> {
    let Some(file) = sqlite_file(url) else {
        bail!(
            "--fresh deletes SQLite files only; empty a PostgreSQL database yourself (dropdb and createdb) and leave \
             --fresh out"
        );
    };
    let journals = ["-wal", "-shm", "-journal"].map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    });
    for path in journals.iter().chain([&file]) {
        if path.exists() {
            fs::remove_file(path).with_context(|| path.display().to_string())?;
            eprintln!("deleted {}", path.display());
        }
    }
    Ok(())
}

/// Replaces this process, so that signals and exit codes are the server's own.
#[cfg(unix)]
fn become_server(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(error).with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))
}

#[cfg(not(unix))]
fn become_server(mut command: Command) -> Result<()> {
    process::run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_url() {
        assert_eq!(sqlite_file("sqlite:///a/b.sqlite?mode=rwc"), Some(PathBuf::from("/a/b.sqlite")));
        assert_eq!(sqlite_file("sqlite://b.sqlite"), Some(PathBuf::from("b.sqlite")));
        assert_eq!(sqlite_file("sqlite:b.sqlite"), Some(PathBuf::from("b.sqlite")));
        assert_eq!(sqlite_file("sqlite::memory:"), None);
        assert_eq!(sqlite_file("postgres://postgres@127.0.0.1/postgres"), None);
    }

    #[test]
    fn fresh_deletes_the_file_and_its_journals_only() {
        let folder = std::env::temp_dir().join(format!("madoguchi-fresh-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for name in ["a.sqlite", "a.sqlite-wal", "a.sqlite-shm", "b.sqlite"] {
            fs::write(folder.join(name), "").unwrap();
        }
        delete(&format!("sqlite://{}?mode=rwc", folder.join("a.sqlite").display())).unwrap();
        let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(left, ["b.sqlite"]);
    }

    #[test]
    fn fresh_refuses_postgresql() {
        let error = delete("postgres://postgres@127.0.0.1/postgres").unwrap_err();
        assert!(error.to_string().contains("SQLite files only"));
    }
}
