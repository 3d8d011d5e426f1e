//! `madoguchi documents`: delivers account sheets, certificates and the like to contracts, and what goes by post.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use madoguchi_services::contract_documents::deliver::{self, Delivered, NewDocument};
use madoguchi_services::contract_documents::dispatches::{self, Encoding, Waiting};
use madoguchi_services::contract_documents::{ContractDocument, DocumentMedium};
use madoguchi_services::rows::RowOutcome;
use madoguchi_services::{Error, Operator, Provider, Services};

use crate::config::Config;
use crate::start::{self, Failure};

/// Delivers documents to contracts, lists those that wait for their dispatch by post, and marks them as dispatched.
#[derive(Debug, Args)]
pub struct Documents {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Delivers a file to a contract, to the party that its pattern names: by mail with the address of the page, or on CD,
    /// as the contract says. The same file again changes nothing.
    Deliver {
        /// Portal.
        portal: String,
        /// Contract number.
        contract: String,
        /// Code of the kind of document, as the portal's file has it: account_sheet, certificate.
        kind: String,
        /// The file; the ending of its name must fit its content.
        file: PathBuf,
    },
    /// Lists what waits for its dispatch on CD, the longest first: id, time, contract, who uses it, document, file,
    /// customer, destination.
    DispatchList {
        /// Portal.
        portal: String,
        /// Writes a CSV file with a column for each part of the destination, for labels.
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// Encoding of that file.
        #[arg(long, value_enum, default_value_t = CsvEncoding::Utf8)]
        encoding: CsvEncoding,
        /// Writes the documents into this folder, each into one of its own, to be burnt.
        #[arg(long, value_name = "FOLDER")]
        files: Option<PathBuf>,
    },
    /// Marks documents as dispatched: all, or none where an id is wrong.
    Dispatched {
        /// Portal.
        portal: String,
        /// Ids, as `documents dispatch-list` lists them.
        #[arg(required = true)]
        ids: Vec<String>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CsvEncoding {
    /// With byte order mark, so that spreadsheets read it as such.
    Utf8,
    /// Windows-31J (Shift_JIS).
    Cp932,
}

impl From<CsvEncoding> for Encoding {
    fn from(encoding: CsvEncoding) -> Self {
        match encoding {
            CsvEncoding::Utf8 => Self::Utf8,
            CsvEncoding::Cp932 => Self::Cp932,
        }
    }
}

impl Documents {
    /// Runs the command; the database must be up to date.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        let at = |portal: &str| Ok::<_, Error>(operator.at(&services.portals.get(portal)?));
        match self.command {
            Command::Deliver { portal, contract, kind, file } => {
                let content = std::fs::read(&file).map_err(|error| of(&file, &error))?;
                let file_name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let new = NewDocument { contract, kind, file_name, content: content.into() };
                let delivered = deliver::deliver(&services, &at(&portal)?, &new).await?;
                say!("{}: {}", new.contract, told(&delivered));
            }
            Command::DispatchList { portal, csv, encoding, files } => {
                let provider = at(&portal)?;
                let waiting = dispatches::list(&services, &provider).await?;
                if let Some(folder) = files {
                    write_files(&services, &provider, &waiting, &folder).await?;
                }
                match csv {
                    Some(file) => {
                        let bytes = dispatches::csv(&provider, &waiting, encoding.into())?;
                        std::fs::write(&file, bytes).map_err(|error| of(&file, &error))?;
                        say!("{} documents: {}", waiting.len(), file.display());
                    }
                    None => waiting.iter().for_each(|waiting| say!("{}", line(waiting))),
                }
            }
            Command::Dispatched { portal, ids } => {
                let outcomes = dispatches::dispatched(&services, &at(&portal)?, &ids).await.map_err(named)?;
                for (id, outcome) in ids.iter().zip(outcomes) {
                    let word = if outcome == RowOutcome::Stored { "dispatched" } else { "was dispatched before" };
                    say!("{id}: {word}");
                }
            }
        }
        Ok(())
    }
}

fn of(file: &Path, error: &std::io::Error) -> Failure {
    format!("{}: {error}", file.display()).into()
}

fn named(error: Error) -> Failure {
    match error {
        Error::NotFound => "an id is of no document of the portal that goes by post; none was marked".into(),
        other => other.into(),
    }
}

/// What became of a document, and who gets it.
fn told(delivered: &Delivered) -> String {
    let Delivered { document: ContractDocument { id, medium, .. }, outcome, addressee, mails } = delivered;
    let to = format!("{} {}", addressee.number, addressee.name);
    match (outcome, medium, mails) {
        (RowOutcome::Stored, DocumentMedium::Cd, _) => format!("{id} waits for its dispatch on CD to {to}"),
        (RowOutcome::Stored, DocumentMedium::Mail, 0) => {
            format!("{id} is delivered to {to}, where nobody can log in: no mail was written")
        }
        (RowOutcome::Stored, DocumentMedium::Mail, _) => format!("{id} is delivered to {to}; a mail is on its way"),
        _ => format!("{id} was delivered to {to} before"),
    }
}

fn line(waiting: &Waiting) -> String {
    let destination: Vec<&str> =
        waiting.destination.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let facts = dispatches::facts(waiting);
    format!("{}\t{}", facts.join("\t"), destination.join(" "))
}

/// Writes the files of the list, each into a folder of its own: two may have the same name.
async fn write_files(
    services: &Services,
    provider: &Provider,
    waiting: &[Waiting],
    folder: &Path,
) -> Result<(), Failure> {
    for Waiting { document, contract_number, .. } in waiting {
        let own = folder.join(format!("{contract_number}_{}", document.id));
        std::fs::create_dir_all(&own).map_err(|error| of(&own, &error))?;
        let path = own.join(&document.file_name);
        let content = dispatches::file(services, provider, document).await?;
        std::fs::write(&path, content).map_err(|error| of(&path, &error))?;
    }
    Ok(())
}
