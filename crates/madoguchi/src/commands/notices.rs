//! `madoguchi notices`: what the provider tells its customers.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use madoguchi_services::notices::publish;
use madoguchi_services::{Error, Operator};

use crate::config::Config;
use crate::notice_files::NoticeFile;
use crate::start::{self, Failure};

/// Publishes and ends notices.
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
    /// Ends a notice now: it is no longer shown, and who has no mail about it yet gets none.
    End {
        /// Portal.
        portal: String,
        /// ID, as `publish` tells it.
        id: String,
    },
}

impl Notices {
    /// Runs the command.
    pub async fn run(&self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        match &self.command {
            Command::Publish { portal, file } => publish(config, operator, portal, file).await,
            Command::End { portal, id } => end(config, operator, portal, id).await,
        }
    }
}

async fn publish(config: &Config, operator: &Operator, portal: &str, file: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let notice: NoticeFile = toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let services = start::services(config).await?;
    services.db.migrate().await?;
    let provider = operator.at(&services.portals.get(portal)?);
    let published = publish::create(&services, &provider, &notice.into()).await?;
    say!("{} is published in {portal} from {}", published.id, published.published_from.to_rfc3339());
    Ok(())
}

async fn end(config: &Config, operator: &Operator, portal: &str, id: &str) -> Result<(), Failure> {
    let services = start::services(config).await?;
    services.db.migrate().await?;
    let provider = operator.at(&services.portals.get(portal)?);
    let ended = publish::end(&services, &provider, id).await.map_err(|error| match error {
        Error::NotFound => Failure::from("no notice of the portal has this ID"),
        error => error.into(),
    })?;
    let until = ended.published_until.map(|until| until.to_rfc3339()).unwrap_or_default();
    say!("{} is over since {until}", ended.id);
    Ok(())
}
