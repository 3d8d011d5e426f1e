//! `madoguchi usages`: charges what contracts stored in a month.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use madoguchi_domain::dates::Month;
use madoguchi_domain::money::Yen;
use madoguchi_services::usages::charging::{self, Charging};
use madoguchi_services::{Error, Operator};

use crate::config::Config;
use crate::start::{self, Failure};

/// Charges what contracts stored.
#[derive(Debug, Args)]
pub struct Usages {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Issues an invoice to each contract that stored more in a month than is free, and keeps what was charged. Charging a
    /// month again charges what was imported since, and nothing twice.
    Charge {
        /// Portal.
        portal: String,
        /// Month, as 2026-10; it must be over.
        #[arg(long)]
        month: String,
        /// 発行日, as 2026-11-10; without it the day of the portal's file, or today when that is over.
        #[arg(long)]
        issued_on: Option<NaiveDate>,
        /// Mails nobody.
        #[arg(long)]
        silent: bool,
    },
}

impl Usages {
    /// Runs the command.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let Command::Charge { portal, month, issued_on, silent } = self.command;
        let month = Month::parse(&month)?;
        let services = start::services(config).await?;
        services.db.migrate().await?;
        let provider = operator.at(&services.portals.get(&portal)?);
        let how = Charging { issued_on, mailed: !silent };
        let charged = charging::charge(&services, &provider, month, how).await.map_err(|error| match error {
            Error::Invalid(_) => Failure::from(format!("{month} is not over")),
            Error::NotFound => Failure::from(format!("{portal} has no usage fees")),
            error => error.into(),
        })?;
        for left_out in &charged.left_out {
            eprintln!("{}: not charged: {}", left_out.contract, left_out.code);
        }
        let charging::Charged { invoices, amount, free, left_out } = charged;
        let amount = Yen(amount).grouped();
        let left_out = left_out.len();
        say!("{month}: {invoices} invoices issued ({amount} yen before tax), {free} free, {left_out} left out");
        Ok(())
    }
}
