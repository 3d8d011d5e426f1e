//! `madoguchi keys`: the ring of master keys, a new key, and the end of an old one.

use clap::{Args, Subcommand};
use madoguchi_domain::dates;
use madoguchi_services::key_rotation::{self, Listed, Need, NotRetired, Retired};
use madoguchi_services::keys::{self, State};
use madoguchi_services::{Operator, Services};

use crate::config::Config;
use crate::start::{self, Failure};

/// Looks after the keys.
#[derive(Debug, Args)]
pub struct Keys {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists the keys, the one that writes last: id, state, since when, and what needs it.
    List,
    /// Adds a new key to the key file and seals again with it what is stored. Servers may run meanwhile: they hear of the
    /// key within half a minute.
    Rotate,
    /// Seals again with the newest key what another one sealed: after `rotate` was broken off, or after a key was added to
    /// the configuration by hand.
    Reseal,
    /// Takes a key out of use. Refused while anything needs it.
    Retire {
        /// Id, as `keys list` shows it.
        id: String,
    },
}

impl Keys {
    /// Runs the command.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        services.db.migrate().await?;
        match self.command {
            Command::List => {
                for key in key_rotation::list(&services, operator).await? {
                    say!("{}", line(&key));
                }
                Ok(())
            }
            Command::Rotate => rotate(&services, operator).await,
            Command::Reseal => reseal(&services, operator).await,
            Command::Retire { id } => retire(&services, operator, &id).await,
        }
    }
}

async fn rotate(services: &Services, operator: &Operator) -> Result<(), Failure> {
    if services.keys.path().is_none() {
        let line = keys::new_line("NEWID")?;
        return Err(format!(
            "the keys stand in the configuration: add a line as the last of security.keys, start the servers anew and \
             run `keys reseal`. A new one, its id to be chosen: {line}"
        )
        .into());
    }
    say!("added {}", key_rotation::rotate(services, operator).await?);
    reseal(services, operator).await
}

async fn reseal(services: &Services, operator: &Operator) -> Result<(), Failure> {
    let count = key_rotation::reseal(services, operator).await?;
    say!("sealed again with {}: {count}", services.keys.newest());
    Ok(())
}

async fn retire(services: &Services, operator: &Operator, id: &str) -> Result<(), Failure> {
    let reason = match key_rotation::retire(services, operator, id).await? {
        Ok(Retired::Gone) => {
            say!("{id} is gone");
            return Ok(());
        }
        Ok(Retired::ChecksOnly) => {
            say!("{id} is retired: what is left of it checks audit events, and nothing else");
            return Ok(());
        }
        Err(NotRetired::Unknown) => "no key has this id".to_owned(),
        Err(NotRetired::IsNewest) => "it is the key that writes: rotate first".to_owned(),
        Err(NotRetired::Needed(needs)) => format!("it is needed: {}", words(&needs)),
        Err(NotRetired::Until(until)) => {
            format!("sessions and codes made with it may be alive until {}", dates::jst(until))
        }
    };
    Err(format!("{id} stays: {reason}").into())
}

fn line(key: &Listed) -> String {
    let Listed { id, state, added_at, needs, signed } = key;
    let state = match state {
        State::Newest => "writes",
        State::Reads => "reads",
        State::Retired => "checks audit events",
    };
    let since = added_at.map(|at| dates::jst(at).format("%Y-%m-%dT%H:%M:%S%:z").to_string()).unwrap_or_default();
    format!("{id}\t{state}\t{since}\t{}\t{signed} signatures", words(needs))
}

fn words(needs: &[Need]) -> String {
    needs.iter().map(|(what, count)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
}
