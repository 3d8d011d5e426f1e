//! Structured logs to standard error. No call records, names or tokens are ever logged.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// What cannot be read as HTTP is the mistake of who sent it, and no error of ours: the server answers it with 400.
const CLIENTS: &str = "actix_http=off";

/// Starts logging; `RUST_LOG` wins over the configuration.
pub fn start(log: &Log) {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(format!("{},{CLIENTS}", log.filter)));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Colours are for people at a terminal; in a file they are rubbish.
    let builder = builder.with_ansi(std::io::stderr().is_terminal());
    // A log on a disk that is full is no reason to break a request off: telling of the failure would fail as well, and panic.
    let builder = builder.log_internal_errors(false);
    match log.format {
        LogFormat::Text => builder.with_target(false).init(),
        LogFormat::Json => builder.json().flatten_event(true).init(),
    }
}
