//! Imports of a provider's exports: files of a folder, read through a mapping, stored through the services that any
//! other way in goes through. Knows no header and no notation of one provider: those stand in `portals/imports`.
//!
//! Each batch is one transaction and each service knows what it has stored, so an import that was cut short is simply
//! run again, and running it twice changes nothing.

mod batches;
mod call_records;
mod catalogue_columns;
mod cells;
mod columns;
mod companies;
mod contracts;
mod customers;
mod errors;
mod files;
mod invoices;
mod mapping;
mod orders;
mod products;
mod runs;
pub(crate) mod sheets;
mod summaries;
mod text_readers;
pub mod uploads;
mod usages;

use std::path::Path;

pub use columns::{Choice, Text};
pub use errors::Error;
pub use mapping::{CALL_RECORD_HEADERS, Mapping, MappingError};
pub use summaries::{Counts, Noun, Progress, Rejection, Summary};

use self::runs::Run;
use crate::{Provider, Services};

/// Imports the files of `folder` that the mapping names: customers, contracts, invoices, call records, usages,
/// products, companies, orders. A noun without
/// a file is left out; a row that cannot be right is told and left out, the others are kept. `progress` hears of each
/// file, each batch and each refused row.
///
/// # Errors
/// A file that cannot be read, a folder without any file of the mapping, the database.
pub async fn run(
    services: &Services,
    provider: &Provider,
    folder: &Path,
    mapping: &Mapping,
    progress: impl FnMut(Progress),
) -> Result<Summary, Error> {
    let mut run = Run { services, provider, now: services.clock.now(), summary: Summary::default(), progress };
    run.record("import.started").await?;
    let found = files_of(&mut run, folder, mapping).await?;
    run.record("import.finished").await?;
    if found { Ok(run.summary) } else { Err(Error::file(folder, "no file of the mapping is there")) }
}

/// Imports noun after noun; false where the mapping names no file that is there.
async fn files_of<P: FnMut(Progress)>(run: &mut Run<'_, P>, folder: &Path, mapping: &Mapping) -> Result<bool, Error> {
    let mut found = false;
    if let Some(source) = &mapping.customers {
        for file in files::matching(folder, &source.file)? {
            found = true;
            customers::import(run, file, source).await?;
        }
    }
    if let Some(source) = &mapping.contracts {
        for file in files::matching(folder, &source.file)? {
            found = true;
            contracts::import(run, file, source).await?;
        }
    }
    if let Some(source) = &mapping.invoices {
        for file in files::matching(folder, &source.file)? {
            found = true;
            invoices::import(run, file, source).await?;
        }
    }
    if let Some(source) = &mapping.call_records {
        for file in files::matching(folder, &source.file)? {
            found = true;
            call_records::import(run, file, source).await?;
        }
    }
    if let Some(source) = &mapping.usages {
        for file in files::matching(folder, &source.file)? {
            found = true;
            usages::import(run, file, source).await?;
        }
    }
    if let Some(source) = &mapping.products {
        for file in files::matching(folder, &source.file)? {
            found = true;
            products::import(run, file, source).await?;
        }
    }
    if let Some(companies) = &mapping.companies {
        for file in files::matching(folder, &companies.file)? {
            found = true;
            companies::import(run, file, companies).await?;
        }
    }
    if let Some(source) = &mapping.orders {
        for file in files::matching(folder, &source.file)? {
            found = true;
            orders::import(run, file, source).await?;
        }
    }
    Ok(found)
}
