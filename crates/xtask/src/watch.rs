//! `cargo xtask run --watch`: builds anew what a saved source belongs to, and starts the server anew. Looks at the times of
//! the files: that works on every system and in every container.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context as _, Result};

use crate::build;
use crate::site::{self, files_below};
use crate::wasm::Quality;
use crate::workspace::Workspace;

/// Between two looks. An editor that saves several files is done within it.
const PAUSE: Duration = Duration::from_millis(300);

/// Folders and files with sources, from the repository's root.
const SOURCES: [&str; 5] = ["crates", "frontend", "migrations", "portals", "Cargo.toml"];

/// What has to be built anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Affected {
    app: bool,
    server: bool,
}

impl Affected {
    /// By a source, from the repository's root.
    fn by(source: &Path) -> Self {
        let is_below = |folder: &str| source.starts_with(folder);
        if is_below("crates/xtask") {
            return Self::default();
        }
        let is_shared = ["crates/domain", "crates/api-types", "Cargo.toml"].into_iter().any(is_below);
        let app = is_below("frontend");
        Self { app: app || is_shared, server: !app }
    }
}

/// Serves until it is interrupted. A build that fails says why and leaves the server as it was.
pub fn run(workspace: &Workspace, server: impl Fn() -> Command) -> Result<()> {
    let mut seen = Times::read(workspace)?;
    let mut running = Running::start(&server)?;
    loop {
        sleep(PAUSE);
        let now = Times::read(workspace)?;
        let affected = seen.affected(&now);
        if affected == Affected::default() {
            continue;
        }
        // Half of a change may be saved by now: the rest is seen as another one, while this one builds.
        seen = now;
        let started = Instant::now();
        match rebuild(workspace, affected) {
            Ok(()) => {
                running.stop()?;
                running = Running::start(&server)?;
                eprintln!("started anew {:.1} s after the change", started.elapsed().as_secs_f64());
            }
            Err(error) => eprintln!("{error:#}; the server goes on as it was"),
        }
    }
}

fn rebuild(workspace: &Workspace, affected: Affected) -> Result<()> {
    if affected.app {
        site::build(workspace, Quality::Quick)?;
    }
    if affected.server {
        build::server(workspace, false)?;
    }
    Ok(())
}

/// When each source was written, by its path from the root.
#[derive(Default)]
struct Times(BTreeMap<PathBuf, SystemTime>);

impl Times {
    fn read(workspace: &Workspace) -> Result<Self> {
        let mut times = BTreeMap::new();
        for source in SOURCES.map(|source| workspace.root.join(source)) {
            let files = if source.is_dir() { files_below(&source)? } else { vec![source] };
            for file in files {
                // What was removed since it was listed is seen as removed.
                if let Ok(time) = fs::metadata(&file).and_then(|it| it.modified()) {
                    times.insert(file.strip_prefix(&workspace.root)?.to_path_buf(), time);
                }
            }
        }
        Ok(Self(times))
    }

    /// By what was written, added or removed since.
    fn affected(&self, now: &Self) -> Affected {
        let changed = now.0.iter().filter(|(path, time)| self.0.get(*path) != Some(*time)).map(|(path, _)| path);
        let removed = self.0.keys().filter(|path| !now.0.contains_key(*path));
        changed.chain(removed).map(|path| Affected::by(path)).fold(Affected::default(), |sum, next| Affected {
            app: sum.app || next.app,
            server: sum.server || next.server,
        })
    }
}

/// The server as a child of ours.
struct Running(Child);

impl Running {
    fn start(server: &impl Fn() -> Command) -> Result<Self> {
        let mut command = server();
        let child = command.spawn().with_context(|| format!("cannot start {}", command.get_program().display()))?;
        Ok(Self(child))
    }

    /// At once: what it was doing is nobody's, and what it has promised is in its database.
    fn stop(&mut self) -> Result<()> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_belongs_to_what_is_made_of_it() {
        let by = |source: &str| {
            let Affected { app, server } = Affected::by(Path::new(source));
            (app, server)
        };
        assert_eq!(by("frontend/src/pages/terms.rs"), (true, false));
        assert_eq!(by("crates/api/src/invoices.rs"), (false, true));
        assert_eq!(by("portals/telecom.toml"), (false, true));
        assert_eq!(by("crates/domain/src/money.rs"), (true, true));
        assert_eq!(by("crates/xtask/src/main.rs"), (false, false));
    }

    #[test]
    fn writing_adding_and_removing_are_seen() {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let times =
            |files: &[(&str, u64)]| Times(files.iter().map(|(path, time)| (PathBuf::from(path), at(*time))).collect());
        let before = times(&[("frontend/a.rs", 1), ("crates/api/b.rs", 1)]);
        let app = Affected { app: true, server: false };
        assert_eq!(before.affected(&before), Affected::default());
        assert_eq!(before.affected(&times(&[("frontend/a.rs", 2), ("crates/api/b.rs", 1)])), app);
        assert_eq!(before.affected(&times(&[("crates/api/b.rs", 1)])), app);
        let added = times(&[("frontend/a.rs", 1), ("crates/api/b.rs", 1), ("migrations/c.rs", 1)]);
        assert_eq!(before.affected(&added), Affected { app: false, server: true });
    }
}
