//! Imports a provider's export into a portal through the services that a REST call goes through.

use std::path::PathBuf;

use clap::Args;
use madoguchi_services::Operator;
use madoguchi_services::imports::{self, Mapping};

use crate::config::Config;
use crate::start::{self, Failure};

/// Options of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Portal.
    portal: String,
    /// Folder of the export.
    directory: PathBuf,
    /// Mapping file that names headers and values; without it the preset's own.
    #[arg(long)]
    mapping: Option<PathBuf>,
}

impl Import {
    /// Imports, with progress and row errors on standard error and one summary on standard output.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let mapping = match &self.mapping {
            Some(path) => Mapping::read(path)?,
            None => Mapping::preset(&self.portal)?,
        };
        let services = start::services(config).await?;
        services.db.migrate().await?;
        let show = |progress: imports::Progress| eprintln!("{progress}");
        let provider = operator.at(&services.portals.get(&self.portal)?);
        let summary = imports::run(&services, &provider, &self.directory, &mapping, show).await?;
        say!("{summary}");
        Ok(())
    }
}
