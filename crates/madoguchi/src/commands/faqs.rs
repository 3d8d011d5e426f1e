//! `madoguchi faqs`: questions that are often asked, from a TOML file.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use madoguchi_services::faqs::by_provider;
use madoguchi_services::rows::RowOutcome;
use madoguchi_services::{Error, Operator, Provider, Services};

use crate::config::Config;
use crate::faq_files::FaqList;
use crate::start::{self, Failure};

/// Sets questions down, publishes, withdraws and lists them.
#[derive(Debug, Args)]
pub struct Faqs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sets the questions of a TOML file down by their keys: new ones as drafts, changed ones as they are then. Again, it changes
    /// nothing.
    Import {
        /// Portal.
        portal: String,
        /// The questions; docs/operating.md shows a file.
        file: PathBuf,
        /// Publishes those of the file at once.
        #[arg(long)]
        publish: bool,
    },
    /// Shows questions to customers.
    Publish {
        /// Portal.
        portal: String,
        /// Keys; all without any.
        keys: Vec<String>,
    },
    /// Shows questions no longer.
    Withdraw {
        /// Portal.
        portal: String,
        /// Keys.
        #[arg(required = true)]
        keys: Vec<String>,
    },
    /// Lists the questions in their order: key, category, whether it is published, question.
    List {
        /// Portal.
        portal: String,
    },
}

impl Faqs {
    /// Runs the command.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        services.db.migrate().await?;
        let services = &*services;
        let at = |portal: &str| Ok::<_, Error>(operator.at(&services.portals.get(portal)?));
        match self.command {
            Command::Import { portal, file, publish } => import(services, &at(&portal)?, (&file, publish)).await,
            Command::Publish { portal, keys } => {
                let shown = by_provider::publish(services, &at(&portal)?, &keys).await.map_err(refused)?;
                say!("{shown} published");
                Ok(())
            }
            Command::Withdraw { portal, keys } => {
                let hidden = by_provider::withdraw(services, &at(&portal)?, &keys).await.map_err(refused)?;
                say!("{hidden} withdrawn");
                Ok(())
            }
            Command::List { portal } => {
                for faq in by_provider::list(services, &at(&portal)?).await.map_err(refused)? {
                    let state = if faq.published_at.is_some() { "published" } else { "draft" };
                    say!("{}  {}  {state}  {}", faq.key, faq.category, faq.question);
                }
                Ok(())
            }
        }
    }
}

async fn import(services: &Services, provider: &Provider, (file, publish): (&Path, bool)) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let list: FaqList = toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let faqs = list.into_new();
    let answers = by_provider::store(services, provider, &faqs).await.map_err(refused)?;
    let (mut stored, mut updated, mut right) = (0, 0, Vec::new());
    let mut wrong = 0;
    for (faq, answer) in faqs.iter().zip(answers) {
        match answer {
            Ok(outcome) => {
                stored += u64::from(outcome == RowOutcome::Stored);
                updated += u64::from(outcome == RowOutcome::Updated);
                right.push(faq.key.clone());
            }
            Err(error) => {
                wrong += 1;
                eprintln!("{}: {error}", faq.key);
            }
        }
    }
    if publish && !right.is_empty() {
        by_provider::publish(services, provider, &right).await.map_err(refused)?;
    }
    say!("{} questions, {stored} stored, {updated} updated, {wrong} rejected", faqs.len());
    Ok(())
}

fn refused(error: Error) -> Failure {
    match error {
        Error::NotFound => Failure::from("the portal has no question with such a key, or answers none"),
        error => error.into(),
    }
}
