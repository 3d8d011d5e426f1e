//! `madoguchi inquiries`: what customers asked, and the provider's answers.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand, ValueEnum};
use madoguchi_domain::dates;
use madoguchi_services::inquiries::by_provider::{self, Waiting};
use madoguchi_services::inquiries::{Detail, InquiryState};
use madoguchi_services::{Error, Operator, Provider, Services};

use crate::config::Config;
use crate::start::{self, Failure};

/// Lists, shows, answers and closes inquiries.
#[derive(Debug, Args)]
pub struct Inquiries {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists inquiries, the one that waits longest first: number, last message, state, kind, customer, subject.
    List {
        /// Portal.
        portal: String,
        /// State; without it those that wait for an answer.
        #[arg(long, value_enum)]
        state: Option<State>,
    },
    /// Shows an inquiry with its thread.
    Show {
        /// Portal.
        portal: String,
        /// 受付番号.
        number: String,
        /// Writes its files into this folder.
        #[arg(long)]
        files: Option<PathBuf>,
    },
    /// Answers an inquiry; who sent it and who wrote last are mailed that there is an answer.
    Answer {
        /// Portal.
        portal: String,
        /// 受付番号.
        number: String,
        /// The answer.
        #[arg(long, required_unless_present = "file", conflicts_with = "file")]
        text: Option<String>,
        /// A file with the answer, in UTF-8.
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Closes an inquiry; the customer can open it again by writing.
    Close {
        /// Portal.
        portal: String,
        /// 受付番号.
        number: String,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    Received,
    Answered,
    Closed,
}

impl Inquiries {
    /// Runs the command; the database must be up to date.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        let at = |portal: &str| Ok::<_, Error>(operator.at(&services.portals.get(portal)?));
        match self.command {
            Command::List { portal, state } => {
                let state = state.map(|state| match state {
                    State::Received => InquiryState::Received,
                    State::Answered => InquiryState::Answered,
                    State::Closed => InquiryState::Closed,
                });
                for waiting in by_provider::list_open(&services, &at(&portal)?, state).await? {
                    say!("{}", line(&waiting));
                }
            }
            Command::Show { portal, number, files } => {
                let provider = at(&portal)?;
                let found = by_provider::get(&services, &provider, &number).await.map_err(named)?;
                say!("{}", shown(&found).trim_end());
                if let Some(folder) = files {
                    write_files(&services, &provider, &found, &folder).await?;
                }
            }
            Command::Answer { portal, number, text, file } => {
                let text = match (text, file) {
                    (Some(text), _) => text,
                    (None, Some(file)) => {
                        std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?
                    }
                    (None, None) => return Err("--text or --file is needed".into()),
                };
                let inquiry = by_provider::answer(&services, &at(&portal)?, &number, &text).await.map_err(named)?;
                say!("{} is answered; a mail is on its way", inquiry.number);
            }
            Command::Close { portal, number } => {
                let inquiry = by_provider::close(&services, &at(&portal)?, &number).await.map_err(named)?;
                say!("{} is closed", inquiry.number);
            }
        }
        Ok(())
    }
}

fn named(error: Error) -> Failure {
    match error {
        Error::NotFound => "no inquiry of the portal has this number".into(),
        other => other.into(),
    }
}

fn time(at: DateTime<Utc>) -> String {
    dates::jst(at).format("%Y-%m-%d %H:%M").to_string()
}

fn line(waiting: &Waiting) -> String {
    let Waiting { inquiry, customer_number, customer_name } = waiting;
    let (number, state, kind, subject) = (&inquiry.number, inquiry.state, &inquiry.kind, &inquiry.subject);
    let at = time(inquiry.updated_at);
    format!("{number}\t{at}\t{state}\t{kind}\t{customer_number} {customer_name}\t{subject}")
}

/// Subject, wish and messages; texts hold no controls but line feeds and tabs.
fn shown(found: &Detail) -> String {
    let inquiry = &found.inquiry;
    let mut text = format!("{}\t{}\t{}\n{}\n", inquiry.number, inquiry.state, inquiry.kind, inquiry.subject);
    if let Some(wish) = &inquiry.wish {
        let done = inquiry.wish_effective_from;
        let done = done.map_or_else(|| "not switched".to_owned(), |from| format!("switched, counts from {from}"));
        text.push_str(&format!("{wish}: {done}\n"));
    }
    for message in &found.messages {
        text.push_str(&format!(
            "\n--- {} {}\n{}\n",
            time(message.message.created_at),
            message.author,
            message.message.text
        ));
        for file in &message.attachments {
            text.push_str(&format!("[{} {} bytes]\n", file.file_name, file.size));
        }
    }
    text
}

/// Writes the files of a thread; their ids stand before the names, which may occur twice.
async fn write_files(services: &Services, provider: &Provider, found: &Detail, folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for file in found.messages.iter().flat_map(|message| &message.attachments) {
        let (row, content) = by_provider::attachment(services, provider, &found.inquiry, file.id).await?;
        let path = folder.join(format!("{}_{}", row.id, row.file_name));
        std::fs::write(&path, content).map_err(|error| format!("{}: {error}", path.display()))?;
        say!("{}", path.display());
    }
    Ok(())
}
