//! The operator's view of mails: all there are with samples, those that were given up, and another try for them.

mod gallery;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use madoguchi_domain::dates;
use madoguchi_services::mails::{self, FailedMail};
use madoguchi_services::{Error, Operator, Portals};

use crate::config::Config;
use crate::start::{self, Failure};

/// Options of `mails`.
#[derive(Debug, Args)]
pub struct Mails {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes every mail of every portal, in each language and with invented values, into a folder to look at.
    Render {
        /// Folder, made when absent; open its index.html.
        directory: PathBuf,
        /// This portal only.
        #[arg(long)]
        portal: Option<String>,
    },
    /// Lists the mails that were given up, oldest first: id, time written, portal, message, recipient, tries, error.
    Failed,
    /// Queues mails again that were given up.
    Retry {
        /// Id of one mail, as `mails failed` lists it.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        id: Option<String>,
        /// All that were given up.
        #[arg(long)]
        all: bool,
    },
}

impl Mails {
    /// Runs the subcommand; the database must be up to date.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        match self.command {
            Command::Render { directory, portal } => {
                let count = gallery::write(&portals(config)?, portal.as_deref(), &directory)?;
                say!("{count} mails: {}", directory.join("index.html").display());
            }
            Command::Failed => {
                let services = start::services(config).await?;
                for mail in mails::list_failed(&services, operator).await? {
                    say!("{}", line(&mail));
                }
            }
            Command::Retry { id, .. } => {
                let services = start::services(config).await?;
                let count =
                    mails::retry_failed(&services, operator, id.as_deref()).await.map_err(|error| match error {
                        Error::NotFound => Failure::from("no failed mail has this id"),
                        error => error.into(),
                    })?;
                say!("{count} queued again");
            }
        }
        Ok(())
    }
}

/// The portals of the configured folder, else every preset, whether it is served or not.
fn portals(config: &Config) -> Result<Portals, Failure> {
    let directory = &config.portals.directory;
    Ok(if directory.as_os_str().is_empty() { Portals::every_preset()? } else { Portals::directory(directory)? })
}

fn line(mail: &FailedMail) -> String {
    let FailedMail { id, portal, message, recipient, attempts, last_error, created_at } = mail;
    let written = dates::jst(*created_at).format("%Y-%m-%dT%H:%M:%S%:z");
    format!("{id}\t{written}\t{portal}\t{message}\t{recipient}\t{attempts}\t{last_error}")
}
