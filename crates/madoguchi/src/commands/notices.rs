//! `madoguchi notices`: what the provider tells its customers.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use madoguchi_services::notices::publish;

use crate::config::Config;
use crate::notice_files::NoticeFile;
use crate::start::{self, Failure};

/// Publishes notices.
#[derive(Debug, Args)]
pub struct Notices {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Publishes a notice from a TOML file; people with mail notice on are mailed when it appears.
    Publish {
        /// Portal.
        portal: String,
        /// The notice; docs/operating.md shows one.
        file: PathBuf,
    },
}

impl Notices {
    /// Runs the command.
    pub async fn run(&self, config: &Config) -> Result<(), Failure> {
        let Command::Publish { portal, file } = &self.command;
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let notice: NoticeFile = toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        let services = start::services(config).await?;
        services.db.migrate().await?;
        let portal = services.portals.get(portal)?;
        let published = publish::create(&services, &portal, &notice.into()).await?;
        println!("{} is published in {} from {}", published.id, portal.key, published.published_from.to_rfc3339());
        Ok(())
    }
}
