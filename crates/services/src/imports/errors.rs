//! Why an import stops.

use std::path::Path;

/// Why an import stopped. What was stored until then stays; running it again goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder that cannot be read as the mapping says.
    #[error("{file}: {reason}")]
    File {
        /// Name of the file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The services or the database behind them.
    #[error(transparent)]
    Service(#[from] crate::Error),
}

impl Error {
    pub(super) fn file(path: &Path, reason: impl std::fmt::Display) -> Self {
        Self::File { file: name(path), reason: reason.to_string() }
    }
}

/// Name of a file as it is told.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
