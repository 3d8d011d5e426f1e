//! `madoguchi requests`: what customers asked for by a form, and the provider's decisions.

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand, ValueEnum};
use madoguchi_domain::dates;
use madoguchi_domain::requests::{ConfirmedEntry, RequestState};
use madoguchi_services::requests::by_provider::{self, Shown, Waiting};
use madoguchi_services::{Error, Operator};

use crate::config::Config;
use crate::start::{self, Failure};

/// Lists and shows requests, looks into them, and decides.
#[derive(Debug, Args)]
pub struct Requests {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists requests, the one that waits longest first: number, last event, state, kind, category, customer, whom it is for.
    List {
        /// Portal.
        portal: String,
        /// State; without it those that wait for a decision.
        #[arg(long, value_enum)]
        state: Option<State>,
    },
    /// Shows a request as it was sent, and what happened to it.
    Show {
        /// Portal.
        portal: String,
        /// 申込ID.
        number: String,
    },
    /// Begins to look into a request (確認中); the customer sees it.
    Review {
        /// Portal.
        portal: String,
        /// 申込ID.
        number: String,
    },
    /// Completes a request (手配済, 登録済) with what comes of it; the customer is mailed.
    Complete {
        /// Portal.
        portal: String,
        /// 申込ID.
        number: String,
        /// A note for the customer, on one line.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Does not take a request (受付失敗): one that cannot be handled as it was sent. The customer is mailed, and may send
    /// another.
    Fail {
        /// Portal.
        portal: String,
        /// 申込ID.
        number: String,
        /// Why, for the customer, on one line.
        #[arg(long)]
        reason: String,
    },
    /// Rejects a request (却下) with what comes of it; the customer is mailed.
    Reject {
        /// Portal.
        portal: String,
        /// 申込ID.
        number: String,
        /// Why, for the customer, on one line.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    Accepted,
    Failed,
    InReview,
    Completed,
    Rejected,
    Withdrawn,
}

impl From<State> for RequestState {
    fn from(state: State) -> Self {
        match state {
            State::Accepted => Self::Accepted,
            State::Failed => Self::Failed,
            State::InReview => Self::InReview,
            State::Completed => Self::Completed,
            State::Rejected => Self::Rejected,
            State::Withdrawn => Self::Withdrawn,
        }
    }
}

impl Requests {
    /// Runs the command; the database must be up to date.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        let at = |portal: &str| Ok::<_, Error>(operator.at(&services.portals.get(portal)?));
        match self.command {
            Command::List { portal, state } => {
                let state = state.map(RequestState::from);
                for waiting in by_provider::list(&services, &at(&portal)?, state).await? {
                    say!("{}", line(&waiting));
                }
            }
            Command::Show { portal, number } => {
                let found = by_provider::get(&services, &at(&portal)?, &number).await.map_err(named)?;
                say!("{}", shown(&found).trim_end());
            }
            Command::Review { portal, number } => {
                let request = by_provider::review(&services, &at(&portal)?, &number).await.map_err(named)?;
                say!("{} is {}", request.number, request.state);
            }
            Command::Complete { portal, number, note } => {
                let request = by_provider::complete(&services, &at(&portal)?, &number, &note).await.map_err(named)?;
                say!("{} is {}; a mail is on its way", request.number, request.state);
            }
            Command::Fail { portal, number, reason } => {
                let request = by_provider::fail(&services, &at(&portal)?, &number, &reason).await.map_err(named)?;
                say!("{} is {}; a mail is on its way", request.number, request.state);
            }
            Command::Reject { portal, number, reason } => {
                let request = by_provider::reject(&services, &at(&portal)?, &number, &reason).await.map_err(named)?;
                say!("{} is {}; a mail is on its way", request.number, request.state);
            }
        }
        Ok(())
    }
}

fn named(error: Error) -> Failure {
    match error {
        Error::NotFound => "no request of the portal that was sent has this number".into(),
        other => other.into(),
    }
}

fn time(at: DateTime<Utc>) -> String {
    dates::jst(at).format("%Y-%m-%d %H:%M").to_string()
}

fn line(waiting: &Waiting) -> String {
    let Waiting { request, customer_number, customer_name } = waiting;
    let (number, state, kind, title) = (&request.number, request.state, &request.kind, &request.title);
    let (at, category) = (time(request.updated_at), request.category.as_deref().unwrap_or("-"));
    format!("{number}\t{at}\t{state}\t{kind}\t{category}\t{customer_number} {customer_name}\t{title}")
}

/// Facts, answers and events; texts hold no controls but line feeds and tabs.
fn shown(found: &Shown) -> String {
    let confirmation = &found.confirmation;
    let mut text = format!("{}\t{}\t{}\n", found.request.number, found.request.state, confirmation.title.ja);
    confirmation.facts.iter().for_each(|fact| text.push_str(&entry(fact)));
    for section in &confirmation.sections {
        text.push_str(&format!("\n■{}\n", section.title.ja));
        section.entries.iter().for_each(|line| text.push_str(&entry(line)));
    }
    text.push('\n');
    for event in &found.history {
        let (at, state, doer) = (time(event.at), event.state, event.doer);
        text.push_str(&format!("--- {at} {state} {doer} {} {}\n", event.name, event.reason));
    }
    text
}

fn entry(entry: &ConfirmedEntry) -> String {
    let before = entry.before.as_ref().map(|before| format!(" （変更前：{}）", before.ja)).unwrap_or_default();
    format!("{} : {}{before}\n", entry.label.ja, entry.text.ja)
}
