//! `madoguchi call-records`: starts and ends call records for a contract, on an application that came another way.

use clap::{Args, Subcommand};
use madoguchi_services::switches::by_provider::{self, Switched};
use madoguchi_services::{Error, Operator};

use crate::config::Config;
use crate::start::{self, Failure};

/// Starts and ends call records.
#[derive(Debug, Args)]
pub struct CallRecords {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lets the records of a contract be read from the next month's on.
    Activate(Contract),
    /// Ends that at once.
    Deactivate(Contract),
}

#[derive(Debug, Args)]
struct Contract {
    /// Portal.
    portal: String,
    /// Number of the contract.
    contract: String,
}

impl CallRecords {
    /// Runs the command; the database must be up to date.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let (Contract { portal, contract }, on) = match self.command {
            Command::Activate(contract) => (contract, true),
            Command::Deactivate(contract) => (contract, false),
        };
        let services = start::services(config).await?;
        let provider = operator.at(&services.portals.get(&portal)?);
        let switched = by_provider::set_call_records(&services, &provider, &contract, on).await;
        let Switched { changed, call_records_from } = switched.map_err(|error| match error {
            Error::NotFound => Failure::from("the portal has no call records, or no contract has this number"),
            error => error.into(),
        })?;
        let was = if changed { "" } else { "; nothing was changed" };
        match call_records_from {
            Some(from) => say!("call records of {contract} can be read from {}{was}", from.format("%Y-%m")),
            None => say!("call records of {contract} cannot be read{was}"),
        }
        Ok(())
    }
}
