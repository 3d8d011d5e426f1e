//! Asks a virus scanner about a file: clamd, by its INSTREAM command. Knows bytes and the verdict; not whose file it is.

use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::{Error, ProblemCode};

/// A file waits so long for its verdict.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes sent in one piece.
const PIECE: usize = 256 * 1024;
/// Longest answer, which names the virus.
const ANSWER: u64 = 4096;

/// Where the scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// Host and port.
    Tcp(String),
    /// A socket of this machine.
    Unix(PathBuf),
}

impl std::str::FromStr for Scanner {
    type Err = Error;

    /// `tcp://host:port` or `unix:///path`.
    fn from_str(text: &str) -> Result<Self, Error> {
        match text.split_once("://") {
            Some(("tcp", address)) if address.contains(':') => Ok(Self::Tcp(address.to_owned())),
            Some(("unix", path)) if path.starts_with('/') => Ok(Self::Unix(PathBuf::from(path))),
            _ => Err(Error::internal("files.scanner: tcp://host:port or unix:///path")),
        }
    }
}

impl Scanner {
    /// Lets a file through when the scanner finds nothing in it.
    ///
    /// # Errors
    /// `file_infected`; `file_scan_unavailable` when there is no verdict: then no file is taken.
    pub async fn check(&self, content: &[u8]) -> Result<(), Error> {
        let answer = tokio::time::timeout(PATIENCE, self.ask(content)).await;
        let answer = answer.map_err(|_| std::io::Error::from(std::io::ErrorKind::TimedOut)).and_then(|answer| answer);
        match answer.as_deref() {
            Ok("stream: OK") => Ok(()),
            Ok(found) if found.ends_with(" FOUND") => {
                tracing::warn!(found, "a file was refused by the virus scanner");
                Err(Error::Refused(ProblemCode::FileInfected))
            }
            Ok(other) => Err(no_verdict(&other)),
            Err(error) => Err(no_verdict(error)),
        }
    }

    async fn ask(&self, content: &[u8]) -> std::io::Result<String> {
        match self {
            Self::Tcp(address) => talk(TcpStream::connect(address).await?, content).await,
            #[cfg(unix)]
            Self::Unix(path) => talk(tokio::net::UnixStream::connect(path).await?, content).await,
            #[cfg(not(unix))]
            Self::Unix(_) => Err(std::io::ErrorKind::Unsupported.into()),
        }
    }
}

fn no_verdict(reason: &dyn std::fmt::Display) -> Error {
    tracing::error!(%reason, "the virus scanner gives no verdict: no file is taken");
    Error::Refused(ProblemCode::FileScanUnavailable)
}

/// The command, the content in pieces with their lengths before them, an empty piece; then one line, ended by NUL.
async fn talk(mut stream: impl AsyncRead + AsyncWrite + Unpin, content: &[u8]) -> std::io::Result<String> {
    stream.write_all(b"zINSTREAM\0").await?;
    for piece in content.chunks(PIECE) {
        stream.write_u32(u32::try_from(piece.len()).map_err(std::io::Error::other)?).await?;
        stream.write_all(piece).await?;
    }
    stream.write_u32(0).await?;
    stream.flush().await?;
    let mut answer = Vec::new();
    stream.take(ANSWER).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).trim_matches(['\0', '\n', ' ']).to_owned())
}
