//! The commands, one file each.

mod audit;
mod call_records;
mod clients;
mod documents;
mod faqs;
mod import;
mod inquiries;
mod invoices;
mod jobs;
mod keys;
mod lint_portal;
mod mails;
mod maintenance;
mod notices;
mod openapi;
mod opening_notices;
mod orders;
mod products;
mod quotes;
mod requests;
mod sandbox;
mod serve;
mod switches;
mod usages;
mod users;
mod webhooks;
mod worker;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::start::{self, Failure};
use crate::{logging, operators};

/// Customer self-service portal for service providers.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Arguments {
    /// Configuration file; without it `madoguchi.toml` when it is there.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Who runs the command, for the audit events of what it does: a name beside that of the operating system's user.
    #[arg(long = "as", global = true, value_name = "NAME", value_parser = operators::name)]
    named: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrates the database, then serves portals, API and the jobs of this process.
    Serve(serve::Serve),
    /// Does jobs only: mails and other work off the request path.
    Worker(worker::Worker),
    /// Brings the database up to date and stops.
    Migrate,
    /// Imports a provider's export into a portal. Importing it again changes nothing.
    Import(import::Import),
    /// Lists where portals depart from OWASP ASVS 5.0 level 2 and NIST SP 800-63B-4, and the written reasons.
    LintPortal(lint_portal::LintPortal),
    /// Adds the first person of a customer, where only the provider makes accounts; locks and unlocks accounts.
    Users(users::Users),
    /// Checks that no audit event was changed, removed or inserted.
    Audit(audit::Audit),
    /// Lists, answers and closes what customers asked.
    Inquiries(inquiries::Inquiries),
    /// Lists what customers asked for by a form, and decides.
    Requests(requests::Requests),
    /// Lists and shows what customers ordered.
    Orders(orders::Orders),
    /// Answers requests for quotes.
    Quotes(quotes::Quotes),
    /// Starts and ends call records for contracts.
    CallRecords(call_records::CallRecords),
    /// Lists what customers turned on: whose paper stops, whose call records can be read.
    Switches(switches::Switches),
    /// Issues invoices and renders their PDFs.
    Invoices(invoices::Invoices),
    /// Charges what contracts stored in a month.
    Usages(usages::Usages),
    /// Delivers opening notices.
    OpeningNotices(opening_notices::OpeningNotices),
    /// Delivers account sheets, certificates and the like to contracts, and lists what goes by post.
    Documents(documents::Documents),
    /// Publishes and ends notices to customers.
    Notices(notices::Notices),
    /// Shows a product, sets its stock and picture, withdraws it and offers it again.
    Products(products::Products),
    /// Sets down, publishes and withdraws questions that are often asked.
    Faqs(faqs::Faqs),
    /// Plans when a portal is closed for maintenance, and calls it off.
    Maintenance(maintenance::Maintenance),
    /// Fills a portal for trying with invented data, and shows the mails that it kept.
    Sandbox(sandbox::Sandbox),
    /// Shows what the mails look like, and those that could not be delivered.
    Mails(mails::Mails),
    /// Makes third-party systems that act by REST, gives them secrets and keys, revokes them.
    Clients(clients::Clients),
    /// Keeps the addresses that events are sent to, and shows what became of it.
    Webhooks(webhooks::Webhooks),
    /// Lists, renews and retires the keys that seal and sign.
    Keys(keys::Keys),
    /// Shows other work that was given up, and has it tried again.
    Jobs(jobs::Jobs),
    /// Prints the OpenAPI description.
    Openapi,
}

impl Arguments {
    /// Runs the command.
    pub async fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::Openapi => return openapi::run(),
            Command::LintPortal(lint) => return lint.run(),
            _ => {}
        }
        let config = Config::load(self.config.as_deref())?;
        logging::start(&config.log);
        let operator = operators::operator(self.named.as_deref());
        match self.command {
            Command::Serve(serve) => serve.run(config, &operator).await,
            Command::Worker(worker) => worker.run(config).await,
            Command::Migrate => Ok(start::connect(&config).await?.migrate().await?),
            Command::Import(import) => import.run(&config, &operator).await,
            Command::LintPortal(lint) => lint.run(),
            Command::Users(users) => users.run(&config, &operator).await,
            Command::Audit(audit) => audit.run(&config, &operator).await,
            Command::Inquiries(inquiries) => inquiries.run(&config, &operator).await,
            Command::Requests(requests) => requests.run(&config, &operator).await,
            Command::Orders(orders) => orders.run(&config, &operator).await,
            Command::Quotes(quotes) => quotes.run(&config, &operator).await,
            Command::CallRecords(call_records) => call_records.run(&config, &operator).await,
            Command::Switches(switches) => switches.run(&config, &operator).await,
            Command::Invoices(invoices) => invoices.run(&config, &operator).await,
            Command::Usages(usages) => usages.run(&config, &operator).await,
            Command::OpeningNotices(notices) => notices.run(&config, &operator).await,
            Command::Documents(documents) => documents.run(&config, &operator).await,
            Command::Notices(notices) => notices.run(&config, &operator).await,
            Command::Products(products) => products.run(&config, &operator).await,
            Command::Faqs(faqs) => faqs.run(&config, &operator).await,
            Command::Maintenance(maintenance) => maintenance.run(&config, &operator).await,
            Command::Sandbox(sandbox) => sandbox.run(&config, &operator).await,
            Command::Mails(mails) => mails.run(&config, &operator).await,
            Command::Clients(clients) => clients.run(&config, &operator).await,
            Command::Webhooks(webhooks) => webhooks.run(&config, &operator).await,
            Command::Keys(keys) => keys.run(&config, &operator).await,
            Command::Jobs(jobs) => jobs.run(&config, &operator).await,
            Command::Openapi => openapi::run(),
        }
    }
}
