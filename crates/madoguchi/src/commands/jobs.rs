//! The operator's view of jobs other than mails: those that were given up, and another try for them.

use clap::{Args, Subcommand};
use madoguchi_domain::dates;
use madoguchi_services::jobs::{self, FailedJob};
use madoguchi_services::{Error, Operator};

use crate::config::Config;
use crate::start::{self, Failure};

/// Options of `jobs`.
#[derive(Debug, Args)]
pub struct Jobs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists the jobs that were given up, oldest first, but mails: id, time promised, kind, tries, error.
    Failed,
    /// Makes jobs due again that were given up.
    Retry {
        /// Id of one job, as `jobs failed` lists it.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        id: Option<String>,
        /// All that were given up, but mails.
        #[arg(long)]
        all: bool,
    },
}

impl Jobs {
    /// Runs the subcommand; the database must be up to date.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        match self.command {
            Command::Failed => {
                for job in jobs::list_failed(&services, operator).await? {
                    say!("{}", line(&job));
                }
            }
            Command::Retry { id, .. } => {
                let count =
                    jobs::retry_failed(&services, operator, id.as_deref()).await.map_err(|error| match error {
                        Error::NotFound => Failure::from("no failed job has this id; for mails there is `mails retry`"),
                        error => error.into(),
                    })?;
                say!("{count} due again");
            }
        }
        Ok(())
    }
}

fn line(job: &FailedJob) -> String {
    let FailedJob { id, kind, attempts, last_error, created_at } = job;
    let promised = dates::jst(*created_at).format("%Y-%m-%dT%H:%M:%S%:z");
    format!("{id}\t{promised}\t{kind}\t{attempts}\t{last_error}")
}
