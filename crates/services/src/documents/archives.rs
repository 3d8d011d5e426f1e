//! ZIP of a year's invoices, streamed: no more than one PDF is in memory.

use std::collections::HashSet;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use madoguchi_documents::archives::Archive;
use madoguchi_entities::ids::ContractId;

use super::invoices;
use crate::{Error, Scope, Services};

/// Name and content of the archive of a year; the newest with invoices when none is asked.
///
/// # Errors
/// [`Error::NotFound`] out of scope, or when the year has no invoices.
pub async fn year_of_invoices(
    services: Arc<Services>,
    scope: Scope,
    contract: ContractId,
    year: Option<i32>,
) -> Result<(String, impl Stream<Item = Result<Bytes, Error>>), Error> {
    let found = crate::invoices::list(&services, &scope, contract, year).await?;
    let year = found.year.filter(|_| !found.invoices.is_empty()).ok_or(Error::NotFound)?;
    let parts = async_stream::try_stream! {
        let mut archive = Archive::new();
        let mut names = HashSet::new();
        for invoice in found.invoices.into_iter().rev() {
            let number = invoice.number.clone();
            let detail = crate::invoices::detail(&services, scope.portal(), invoice).await?;
            let mut file = invoices::pdf(&services, scope.portal(), detail).await?;
            if !names.insert(file.name.clone()) {
                file.name = numbered(&file.name, &number);
                names.insert(file.name.clone());
            }
            yield Bytes::from(archive.add(&file.name, &file.bytes).map_err(Error::internal)?);
        }
        yield Bytes::from(archive.finish().map_err(Error::internal)?);
    };
    Ok((format!("invoices_{year}.zip"), parts))
}

/// A name that no other invoice has: with its number before the extension.
fn numbered(name: &str, number: &str) -> String {
    let number: String = number.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}_{number}.{extension}"),
        None => format!("{name}_{number}"),
    }
}
