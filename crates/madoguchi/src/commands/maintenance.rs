//! `madoguchi maintenance`: plans when a portal is closed, and calls it off.

use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Subcommand};
use madoguchi_domain::dates::parse_datetime_jst;
use madoguchi_services::maintenances::Maintenance as Planned;
use madoguchi_services::maintenances::by_provider::{self, NewMaintenance};
use madoguchi_services::{Error, Operator, Services};

use crate::config::Config;
use crate::start::{self, Failure};

/// Plans, lists and calls off maintenance of a portal.
#[derive(Debug, Args)]
pub struct Maintenance {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Plans maintenance: told before, and meanwhile pages say so and the API answers 503 `under_maintenance`.
    Plan(Plan),
    /// Lists what is planned: ID, start, end, reason.
    List {
        /// Portal.
        portal: String,
        /// What is over and what was called off too.
        #[arg(long)]
        all: bool,
    },
    /// Calls maintenance off, or ends one that is going on.
    Cancel {
        /// Portal.
        portal: String,
        /// ID, as `plan` and `list` tell it.
        id: String,
    },
}

/// Options of `plan`.
#[derive(Debug, Args)]
struct Plan {
    /// Portal.
    portal: String,
    /// Start in Japanese time, as "2026-12-12 2:00:00".
    #[arg(value_parser = moment)]
    starts_at: DateTime<Utc>,
    /// End in Japanese time.
    #[arg(value_parser = moment)]
    ends_at: DateTime<Utc>,
    /// What is done, or why.
    #[arg(long, default_value = "")]
    reason: String,
    /// The same in English.
    #[arg(long, default_value = "")]
    reason_en: String,
    /// Days before the start from which pages tell of it.
    #[arg(long, default_value_t = 14)]
    announced_days: u16,
}

fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    parse_datetime_jst(text).map_err(|error| format!("{error}; a time is written 2026-12-12 2:00:00"))
}

impl Maintenance {
    /// Runs the command.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        services.db.migrate().await?;
        match self.command {
            Command::Plan(plan) => plan.run(&services, operator).await,
            Command::List { portal, all } => {
                let provider = operator.at(&services.portals.get(&portal)?);
                by_provider::list(&services, &provider, all).await?.iter().for_each(tell);
                Ok(())
            }
            Command::Cancel { portal, id } => {
                let provider = operator.at(&services.portals.get(&portal)?);
                let cancelled = by_provider::cancel(&services, &provider, &id).await.map_err(|error| match error {
                    Error::NotFound => Failure::from("no maintenance of the portal has this ID"),
                    error => error.into(),
                })?;
                tell(&cancelled);
                Ok(())
            }
        }
    }
}

impl Plan {
    async fn run(self, services: &Services, operator: &Operator) -> Result<(), Failure> {
        let new = NewMaintenance {
            announced_at: self.starts_at - TimeDelta::days(self.announced_days.into()),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            reason: self.reason,
            reason_en: self.reason_en,
        };
        let provider = operator.at(&services.portals.get(&self.portal)?);
        tell(&by_provider::plan(services, &provider, &new).await?);
        Ok(())
    }
}

fn tell(planned: &Planned) {
    let cancelled = if planned.cancelled_at.is_some() { "  (called off)" } else { "" };
    let Planned { id, starts_at, ends_at, reason, .. } = planned;
    say!("{id}  {}  {}  {reason}{cancelled}", starts_at.to_rfc3339(), ends_at.to_rfc3339());
}
