//! `madoguchi opening-notices`: delivers opening notices (開通案内).

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use madoguchi_services::Operator;
use madoguchi_services::opening_notices::deliver;
use madoguchi_services::rows::RowOutcome;

use crate::config::Config;
use crate::start::{self, Failure};

/// Delivers opening notices.
#[derive(Debug, Args)]
pub struct OpeningNotices {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Delivers an opening notice for each contract: as the contract stands now, once a day. People with mail notice on
    /// are mailed once.
    Deliver {
        /// Portal.
        portal: String,
        /// Contract numbers.
        #[arg(required = true)]
        contracts: Vec<String>,
        /// 発行日, as 2026-11-21; today when absent.
        #[arg(long)]
        issued_on: Option<NaiveDate>,
        /// Mails nobody.
        #[arg(long)]
        silent: bool,
    },
}

impl OpeningNotices {
    /// Runs the command.
    pub async fn run(&self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let Command::Deliver { portal, contracts, issued_on, silent } = &self.command;
        let services = start::services(config).await?;
        services.db.migrate().await?;
        let provider = operator.at(&services.portals.get(portal)?);
        let answers = deliver::deliver(&services, &provider, contracts, *issued_on, !silent).await?;
        for (contract, kept) in contracts.iter().zip(answers) {
            let word = if kept == RowOutcome::Stored { "delivered" } else { "was delivered before" };
            say!("{contract}: {word}");
        }
        Ok(())
    }
}
