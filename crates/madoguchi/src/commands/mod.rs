//! The commands, one file each.

mod import;
mod openapi;
mod serve;
mod worker;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::logging;
use crate::start::{self, Failure};

/// Customer self-service portal for service providers.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Arguments {
    /// Configuration file; without it `madoguchi.toml` when it is there.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrates the database, then serves portals, API and the jobs of this process.
    Serve(serve::Serve),
    /// Does jobs only: mails and other work off the request path.
    Worker,
    /// Brings the database up to date and stops.
    Migrate,
    /// Imports a provider's export into a portal. Importing it again changes nothing.
    Import(import::Import),
    /// Prints the OpenAPI description.
    Openapi,
}

impl Arguments {
    /// Runs the command.
    pub async fn run(self) -> Result<(), Failure> {
        if matches!(self.command, Command::Openapi) {
            return openapi::run();
        }
        let config = Config::load(self.config.as_deref())?;
        logging::start(&config.log);
        match self.command {
            Command::Serve(serve) => serve.run(config).await,
            Command::Worker => worker::run(&config).await,
            Command::Migrate => Ok(start::connect(&config).await?.migrate().await?),
            Command::Import(import) => import.run(&config).await,
            Command::Openapi => openapi::run(),
        }
    }
}
