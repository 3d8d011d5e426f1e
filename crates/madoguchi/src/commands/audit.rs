//! `madoguchi audit`: whether the audit events are those that were written.

use clap::{Args, Subcommand};
use madoguchi_services::audit_events::heads::{self, Head};
use madoguchi_services::audit_events::verify::{self, Verdict};
use madoguchi_services::{Operator, Services};

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
    /// Reads the chain of every portal. Fails where an event was changed, removed or inserted, and where the chain does not
    /// reach the end that is kept with the files. Prints each end, to be remembered.
    Verify {
        /// An end that was printed before: the chain must still go on from it. May be given several times.
        #[arg(long)]
        head: Vec<Head>,
    },
    /// Takes the present end of a portal's chain for the right one, after a database was restored from a copy.
    Accept {
        /// Portal.
        portal: String,
    },
}

impl Audit {
    /// Runs the command.
    pub async fn run(&self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        match &self.command {
            Command::Verify { head } => verify(&services, head).await,
            Command::Accept { portal } => {
                let provider = operator.at(&services.portals.get(portal)?);
                match heads::accept(&services, &provider).await? {
                    Some(head) => say!("{portal}: accepted, {} events\n  {head}", head.sequence),
                    None => say!("{portal}: accepted, no events"),
                }
                Ok(())
            }
        }
    }
}

async fn verify(services: &Services, remembered: &[Head]) -> Result<(), Failure> {
    if let Some(head) = remembered.iter().find(|head| services.portals.get(&head.portal).is_err()) {
        return Err(format!("--head: no portal `{}` is served", head.portal).into());
    }
    let mut broken = Vec::new();
    for portal in services.portals.all() {
        let verdict = verify::verify_against(services, &portal.key, remembered).await?;
        say!("{}: {}", portal.key, words(&verdict));
        if !matches!(verdict, Verdict::Whole(_)) {
            broken.push(portal.key.clone());
        } else if let Some(head) = heads::current(services, &portal.key).await? {
            say!("  {head}");
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(format!("broken: {}", broken.join(", ")).into()) }
}

fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Whole(events) => format!("whole, {events} events"),
        Verdict::Broken(place) => format!("BROKEN at event {place}"),
        Verdict::Forged(event) => format!("FORGED: event {event} was not written by this program"),
        Verdict::Shorter { remembered, end } => format!("SHORTER: it ends at event {end}, and had {remembered}"),
        Verdict::Other(place) => format!("OTHER: event {place} is not the one that was there"),
        Verdict::ForeignHead => "the remembered end was not signed with a key of this ring".to_owned(),
        Verdict::ForeignCut => "CUT: the oldest events were removed, and not by this program".to_owned(),
        Verdict::NoHead(_) => "no end is kept with the files: what was removed last cannot be noticed. A server that \
                               runs keeps one within the hour"
            .to_owned(),
    }
}
