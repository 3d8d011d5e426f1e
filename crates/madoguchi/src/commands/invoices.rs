//! `madoguchi invoices`: issues invoices and renders their PDFs.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use madoguchi_domain::dates::Month;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::PaymentMethod;
use madoguchi_domain::tax::TaxRate;
use madoguchi_services::Operator;
use madoguchi_services::documents::runs;
use madoguchi_services::invoice_publishing;
use madoguchi_services::invoices::issue::{BankAccount, NewInvoice, NewLine, StatedTotals, Terms};
use madoguchi_services::rows::RowOutcome;
use madoguchi_services::work;
use serde::Deserialize;

use crate::config::Config;
use crate::start::{self, Failure};

/// How long a run may stand still.
const PATIENCE: Duration = Duration::from_secs(600);

/// Issues invoices and renders their PDFs.
#[derive(Debug, Args)]
pub struct Invoices {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Issues the invoices of a JSON file: all that can be right, each once however often it is given. People with mail
    /// notice on are mailed once, and the PDFs are rendered by the jobs.
    Issue {
        /// Portal.
        portal: String,
        /// The invoices; docs/operating.md shows some.
        file: PathBuf,
        /// Mails nobody.
        #[arg(long)]
        silent: bool,
    },
    /// Renders the PDFs of all invoices of a month that have none yet. A run that is killed goes on where it was.
    Render {
        /// Portal.
        portal: String,
        /// Month billed, as 2026-10.
        month: String,
        /// Renders in this process and tells how far it is; otherwise the server or a worker does it.
        #[arg(long)]
        wait: bool,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InvoiceFile {
    number: String,
    billing_group: String,
    month: Month,
    lines: Vec<LineFile>,
    #[serde(default)]
    issued_on: Option<NaiveDate>,
    #[serde(default)]
    due_on: Option<NaiveDate>,
    #[serde(default)]
    payment: Option<PaymentMethod>,
    #[serde(default)]
    corrects: Option<String>,
    #[serde(default)]
    debited_from: Option<AccountFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountFile {
    bank: String,
    number: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineFile {
    contract: String,
    item: String,
    amount: i64,
    tax_rate: TaxRate,
    #[serde(default)]
    note: String,
}

impl From<InvoiceFile> for NewInvoice {
    fn from(file: InvoiceFile) -> Self {
        let line = |line: LineFile| NewLine {
            contract: line.contract,
            item: line.item,
            amount: Yen(line.amount),
            tax_rate: line.tax_rate,
            note: line.note,
        };
        Self {
            number: file.number,
            billing_group: file.billing_group,
            month: file.month,
            lines: file.lines.into_iter().map(line).collect(),
            terms: Terms {
                issued_on: file.issued_on,
                due_on: file.due_on,
                payment: file.payment,
                corrects: file.corrects,
                debited_from: file.debited_from.map(|AccountFile { bank, number }| BankAccount { bank, number }),
                recipient: None,
                stated: StatedTotals::default(),
            },
        }
    }
}

impl Invoices {
    /// Runs the command.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        match self.command {
            Command::Issue { portal, file, silent } => issue(config, operator, &portal, &file, silent).await,
            Command::Render { portal, month, wait } => render(config, operator, &portal, &month, wait).await,
        }
    }
}

async fn issue(
    config: &Config,
    operator: &Operator,
    portal: &str,
    file: &std::path::Path,
    silent: bool,
) -> Result<(), Failure> {
    let refused = |error: String| format!("{}: {error}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| refused(error.to_string()))?;
    let invoices: Vec<InvoiceFile> = serde_json::from_str(&text).map_err(|error| refused(error.to_string()))?;
    let invoices: Vec<NewInvoice> = invoices.into_iter().map(NewInvoice::from).collect();
    let services = start::services(config).await?;
    services.db.migrate().await?;
    let provider = operator.at(&services.portals.get(portal)?);
    let answers = invoice_publishing::publish(&services, &provider, &invoices, !silent).await?;
    let (mut issued, mut unchanged, mut wrong) = (0, 0, 0);
    for (invoice, answer) in invoices.iter().zip(answers) {
        match answer {
            Ok(answer) if answer.outcome == RowOutcome::Stored => issued += 1,
            Ok(_) => unchanged += 1,
            Err(error) => {
                wrong += 1;
                eprintln!("{}: {error}", invoice.number);
            }
        }
    }
    say!("{issued} issued, {unchanged} issued before, {wrong} refused");
    if wrong > 0 { Err("some invoices were refused".into()) } else { Ok(()) }
}

async fn render(config: &Config, operator: &Operator, portal: &str, month: &str, wait: bool) -> Result<(), Failure> {
    let month = Month::parse(month)?;
    let services = start::services(config).await?;
    services.db.migrate().await?;
    let provider = operator.at(&services.portals.get(portal)?);
    let run = runs::start(&services, &provider, month).await?;
    if !wait {
        say!("{} invoices of {month} will be rendered", run.total);
        return Ok(());
    }
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let stopped = async { stopped.await.unwrap_or(()) };
    let jobs = actix_web::rt::spawn(work::run(services.clone(), start::job_settings(config.jobs), stopped));
    let (mut done, mut since) = (None, Instant::now());
    let outcome = loop {
        let run = runs::get(&services, &provider, run.id).await?;
        say!("{} of {}", run.done, run.total);
        if run.finished_at.is_some() {
            break Ok(());
        }
        if done != Some(run.done) {
            (done, since) = (Some(run.done), Instant::now());
        } else if since.elapsed() > PATIENCE {
            break Err("nothing was rendered for a while: see the log and `madoguchi jobs failed`".into());
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    };
    drop(stop);
    jobs.await?;
    outcome
}
