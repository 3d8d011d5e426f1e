//! `madoguchi webhooks`: the addresses that events are sent to, and what became of it.

use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Subcommand};
use madoguchi_domain::dates;
use madoguchi_domain::events::{EventType, WebhookDeliveryState};
use madoguchi_services::cursors::Part;
use madoguchi_services::ids::WebhookId;
use madoguchi_services::webhooks::{self, Added, Delivery, NewWebhook, Webhook};
use madoguchi_services::{Error, Operator, ProblemCode, Provider, Services};
use uuid::Uuid;

use crate::config::Config;
use crate::start::{self, Failure};

/// Stands where there is nothing to print.
const NOTHING: &str = "-";
/// Rows read at a time.
const PART: u64 = 200;

/// Keeps webhooks.
#[derive(Debug, Args)]
pub struct Webhooks {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Adds an address that events are sent to. Prints its id, and the secret that signs deliveries: once, here.
    Add {
        /// Portal.
        portal: String,
        /// Address, https:// on the public internet.
        url: String,
        /// Types of events, separated by commas, as `request.submitted`; without it all.
        #[arg(long, value_delimiter = ',', value_parser = event_type)]
        types: Vec<EventType>,
    },
    /// Lists webhooks: id, state, failing since, secrets that sign, types, address.
    List {
        /// Portal.
        portal: String,
    },
    /// Gives a webhook another secret and prints it. The one before signs too for a while.
    RotateSecret {
        #[command(flatten)]
        webhook: One,
        /// Hours in which both secrets sign.
        #[arg(long, default_value_t = webhooks::OVERLAP.num_hours())]
        overlap_hours: i64,
    },
    /// Calls a webhook no more.
    Disable(One),
    /// Calls a webhook again. What happened meanwhile is sent by `webhooks replay --from`.
    Enable(One),
    /// Lists what was sent, the newest first: id, time, type, state, tries, status, error, time of the next try.
    Deliveries {
        #[command(flatten)]
        webhook: One,
        /// Those in one state: pending, delivered or failed.
        #[arg(long, value_parser = delivery_state)]
        state: Option<WebhookDeliveryState>,
        /// Rows at most.
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Sends events again.
    Replay {
        #[command(flatten)]
        webhook: One,
        /// One: its id, or that of a delivery of it.
        #[arg(required_unless_present = "from", conflicts_with = "from")]
        event: Option<Uuid>,
        /// All since a moment, as 2026-12-01T09:00:00+09:00.
        #[arg(long)]
        from: Option<DateTime<Utc>>,
    },
    /// Sends an event of the type webhook.test.
    Test(One),
}

#[derive(Debug, Args)]
struct One {
    /// Portal.
    portal: String,
    /// Id of the webhook, as `webhooks list` shows it.
    webhook: Uuid,
}

impl One {
    fn of(&self, services: &Services, operator: &Operator) -> Result<(Provider, WebhookId), Failure> {
        Ok((operator.at(&services.portals.get(&self.portal)?), WebhookId(self.webhook)))
    }
}

impl Webhooks {
    /// Runs the subcommand; the database must be up to date.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        run(self.command, &services, operator).await
    }
}

async fn run(command: Command, services: &Services, operator: &Operator) -> Result<(), Failure> {
    match command {
        Command::Add { portal, url, types } => {
            let provider = operator.at(&services.portals.get(&portal)?);
            let new = NewWebhook { url, event_types: types };
            tell_secret(&webhooks::add(services, &provider, &new).await.map_err(in_words)?);
        }
        Command::List { portal } => {
            let provider = operator.at(&services.portals.get(&portal)?);
            for webhook in webhooks::list(services, &provider).await? {
                say!("{}", line(&webhook, services.clock.now()));
            }
        }
        Command::RotateSecret { webhook, overlap_hours } => {
            let (provider, id) = webhook.of(services, operator)?;
            let overlap = TimeDelta::try_hours(overlap_hours).unwrap_or(TimeDelta::MAX);
            tell_secret(&webhooks::rotate_secret(services, &provider, id, overlap).await.map_err(in_words)?);
        }
        Command::Disable(webhook) => {
            let (provider, id) = webhook.of(services, operator)?;
            webhooks::disable(services, &provider, id).await.map_err(in_words)?;
            say!("disabled");
        }
        Command::Enable(webhook) => {
            let (provider, id) = webhook.of(services, operator)?;
            webhooks::enable(services, &provider, id).await.map_err(in_words)?;
            say!("enabled");
        }
        Command::Deliveries { webhook, state, limit } => {
            let (provider, id) = webhook.of(services, operator)?;
            print_deliveries(services, &provider, (id, state), limit).await?;
        }
        Command::Replay { webhook, event, from } => {
            let (provider, id) = webhook.of(services, operator)?;
            let count = match (event, from) {
                (Some(event), _) => webhooks::replay(services, &provider, id, event).await.map(|()| 1),
                (None, Some(from)) => webhooks::replay_since(services, &provider, id, from).await,
                (None, None) => Ok(0),
            };
            say!("{} on their way again", count.map_err(in_words)?);
        }
        Command::Test(webhook) => {
            let (provider, id) = webhook.of(services, operator)?;
            say!("{} is on its way", webhooks::send_test(services, &provider, id).await.map_err(in_words)?);
        }
    }
    Ok(())
}

async fn print_deliveries(
    services: &Services,
    provider: &Provider,
    (webhook, state): (WebhookId, Option<WebhookDeliveryState>),
    limit: usize,
) -> Result<(), Failure> {
    let (mut cursor, mut left) = (None, limit);
    while left > 0 {
        let part = Part { cursor: cursor.as_deref(), limit: PART };
        let page = webhooks::deliveries_of(services, provider, webhook, state, part).await.map_err(in_words)?;
        for delivery in page.items.iter().take(left) {
            say!("{}", delivery_line(delivery));
        }
        left = left.saturating_sub(page.items.len());
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(())
}

fn tell_secret(added: &Added) {
    say!("{}\t{}", added.webhook.id, added.secret);
}

fn line(webhook: &Webhook, now: DateTime<Utc>) -> String {
    let types = webhook.event_types.trim_matches(['[', ']']).replace('"', "");
    let secrets = if webhook.previous_secret_until.is_some_and(|until| now < until) { 2 } else { 1 };
    [
        webhook.id.to_string(),
        webhook.state.to_string(),
        time(webhook.failing_since),
        secrets.to_string(),
        if types.is_empty() { "all".to_owned() } else { types },
        webhook.url.clone(),
    ]
    .join("\t")
}

fn delivery_line(delivery: &Delivery) -> String {
    let Delivery { id, event_type, state, attempts, last_status, last_error, .. } = delivery;
    let status = last_status.map_or_else(|| NOTHING.to_owned(), |status| status.to_string());
    let error = last_error.as_deref().filter(|error| !error.is_empty()).unwrap_or(NOTHING);
    let (at, next) = (time(delivery.attempted_at.or(Some(delivery.created_at))), time(delivery.next_attempt_at));
    format!("{id}\t{at}\t{event_type}\t{state}\t{attempts}\t{status}\t{error}\t{next}")
}

fn time(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(|| NOTHING.to_owned(), |at| dates::jst(at).format("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

fn event_type(code: &str) -> Result<EventType, String> {
    let codes = || EventType::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    EventType::from_code(code).ok_or_else(|| format!("it is one of {}", codes()))
}

fn delivery_state(code: &str) -> Result<WebhookDeliveryState, String> {
    WebhookDeliveryState::from_code(code).ok_or_else(|| "it is pending, delivered or failed".to_owned())
}

fn in_words(error: Error) -> Failure {
    match error {
        Error::NotFound => Failure::from("this portal has no such webhook, or the event is no longer kept"),
        Error::Refused(ProblemCode::WebhookDisabled) => Failure::from("the webhook is not enabled"),
        Error::Refused(ProblemCode::WebhookLimitReached) => Failure::from("the portal has as many webhooks as it may"),
        error => error.into(),
    }
}
