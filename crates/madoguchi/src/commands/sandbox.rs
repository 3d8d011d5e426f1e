//! `madoguchi sandbox`: fills a portal where nothing is real, and shows the mails that it kept.

use clap::{Args, Subcommand};
use madoguchi_domain::dates;
use madoguchi_services::mails::{self, MailboxMail};
use madoguchi_services::{Error, Operator, Provider};

use crate::config::Config;
use crate::demo;
use crate::start::{self, Failure};

/// Mails shown.
const NEWEST: u64 = 50;

/// Fills a sandbox with invented data, and shows its mails.
#[derive(Debug, Args)]
pub struct Sandbox {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Loads the invented data, and names the logins. Again, it adds what is missing.
    Fill {
        /// Portal.
        portal: String,
    },
    /// Shows the newest mails, which reached nobody.
    Mails {
        /// Portal.
        portal: String,
        /// To this address only.
        #[arg(long)]
        to: Option<String>,
    },
}

impl Sandbox {
    /// Runs the command.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        services.db.migrate().await?;
        let at = |portal: &str| Ok::<Provider, Error>(operator.at(&services.portals.get(portal)?));
        match self.command {
            Command::Fill { portal } => {
                let provider = at(&portal).map_err(refused)?;
                if !provider.portal().is_sandbox() {
                    return Err("invented data are for a portal whose file has [sandbox]".into());
                }
                for line in demo::logins(&demo::fill(&services, &provider).await?) {
                    say!("{line}");
                }
            }
            Command::Mails { portal, to } => {
                let provider = at(&portal).map_err(refused)?;
                for mail in mails::of_sandbox(&services, &provider, to.as_deref(), NEWEST).await.map_err(refused)? {
                    say!("{}", letter(&mail));
                }
            }
        }
        Ok(())
    }
}

fn letter(MailboxMail { mail, content }: &MailboxMail) -> String {
    let written = dates::jst(mail.created_at).format("%Y-%m-%dT%H:%M:%S%:z");
    format!("{written}\t{}\t{}\n\n{}", mail.recipient, content.subject, content.text)
}

fn refused(error: Error) -> Failure {
    match error {
        Error::NotFound => "no sandbox has this name".into(),
        error => error.into(),
    }
}
