//! `madoguchi audit`: whether the chains of audit events are whole.

use clap::{Args, Subcommand};
use madoguchi_services::audit_events::chain::{self, Verdict};

use crate::config::Config;
use crate::start::{self, Failure};

/// Looks at audit events.
#[derive(Debug, Args)]
pub struct Audit {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Reads the chain of every portal from its start. Fails where an event was changed, removed or inserted.
    Verify,
}

impl Audit {
    /// Runs the command.
    pub async fn run(&self, config: &Config) -> Result<(), Failure> {
        let Command::Verify = self.command;
        let services = start::services(config).await?;
        let mut broken = Vec::new();
        for portal in services.portals.all() {
            match chain::verify(&services, &portal.key).await? {
                Verdict::Whole(events) => say!("{}: whole, {events} events", portal.key),
                Verdict::Broken(place) => {
                    say!("{}: BROKEN at event {place}", portal.key);
                    broken.push(portal.key.clone());
                }
            }
        }
        if broken.is_empty() { Ok(()) } else { Err(format!("broken: {}", broken.join(", ")).into()) }
    }
}
