//! Where the lines of a key ring stand: in the configuration, or in a file that may change while processes run.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::Error;

use super::ring::{FIRST, new_line};

/// Where keys come from.
pub(super) enum Source {
    /// From the configuration: they stay while the process runs.
    Fixed,
    File(PathBuf),
}

/// Tells whether a file is the one that was read.
pub(super) type Stamp = (SystemTime, u64);

impl Source {
    pub(super) fn can_change(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// Of the file as it is now; none where there is none.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        let Self::File(path) = self else { return None };
        let facts = std::fs::metadata(path).ok()?;
        Some((facts.modified().ok()?, facts.len()))
    }

    /// The lines, and which file they are of: looked at before, so that a change meanwhile is read the next time.
    pub(super) fn read(&self) -> Result<(String, Option<Stamp>), Error> {
        let Self::File(path) = self else { return Err(fixed()) };
        let stamp = self.stamp();
        let text = std::fs::read_to_string(path).map_err(|error| refused(path, &error))?;
        Ok((text, stamp))
    }

    /// Replaces the file as a whole, readable for the owner only.
    pub(super) fn write(&self, text: &str) -> Result<(), Error> {
        let Self::File(path) = self else { return Err(fixed()) };
        let beside = path.with_extension("new");
        // What a process left behind that died here.
        let _absent = std::fs::remove_file(&beside);
        let written = create(&beside, text).and_then(|()| std::fs::rename(&beside, path));
        written.map_err(|error| refused(path, &error))
    }

    /// Makes the file with one key when it is absent. The folder is made too.
    pub(super) fn make(&self) -> Result<(), Error> {
        let Self::File(path) = self else { return Ok(()) };
        if path.exists() {
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| refused(path, &error))?;
        }
        match create(path, &(new_line(FIRST)? + "\n")) {
            // Another process was first: its key is the key.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            made => made.map_err(|error| refused(path, &error)),
        }
    }
}

fn create(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn refused(path: &Path, error: &std::io::Error) -> Error {
    Error::internal(format!("{}: {error}", path.display()))
}

fn fixed() -> Error {
    Error::internal("the keys stand in the configuration")
}
