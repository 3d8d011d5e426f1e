//! ZIP of invoices, streamed: no more than one PDF is in memory, and no more details than of a few invoices.

use std::collections::HashSet;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use madoguchi_documents::archives::Archive;
use madoguchi_domain::dates::jst_date;
use madoguchi_entities::ids::ContractId;

use super::invoices;
use crate::invoices::{Invoice, Selection};
use crate::{Error, ProblemCode, Scope, Services};

/// Invoices whose lines are read together.
const TOGETHER: usize = 50;
/// Most invoices of one archive: some 50 MB.
const MOST: u64 = 500;

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
    let oldest_first = found.invoices.into_iter().rev().collect();
    Ok((format!("invoices_{year}.zip"), archive(services, scope, oldest_first)))
}

/// Name and content of the archive of the invoices that a filter leaves, over all contracts that the user sees.
///
/// # Errors
/// [`Error::NotFound`] when it leaves none; `archive_too_large` when it leaves more than 500.
pub async fn selected_invoices(
    services: Arc<Services>,
    scope: Scope,
    selection: Selection,
) -> Result<(String, impl Stream<Item = Result<Bytes, Error>>), Error> {
    let found = crate::invoices::pages::oldest_first(&services, &scope, &selection, MOST + 1).await?;
    match u64::try_from(found.len()) {
        Ok(0) => return Err(Error::NotFound),
        Ok(1..=MOST) => {}
        _ => return Err(Error::Refused(ProblemCode::ArchiveTooLarge)),
    }
    let name = match (selection.only_fiscal_year(), selection.only_year()) {
        (Some(year), _) => format!("ご請求_{year}年度.zip"),
        (None, Some(year)) => format!("ご請求_{year}年.zip"),
        (None, None) => {
            let today = jst_date(services.clock.now()).format("%Y%m%d");
            format!("ご請求_{today}_{}件.zip", found.len())
        }
    };
    Ok((name, archive(services, scope, found)))
}

fn archive(services: Arc<Services>, scope: Scope, found: Vec<Invoice>) -> impl Stream<Item = Result<Bytes, Error>> {
    async_stream::try_stream! {
        let mut archive = Archive::new();
        let mut names = HashSet::new();
        for some in found.chunks(TOGETHER) {
            let details = crate::invoices::details(&services, scope.portal(), some.to_vec()).await?;
            let mut kept = invoices::kept(&services, some).await?;
            for detail in details {
                let known = kept.remove(&detail.invoice.id);
                let mut file = invoices::pdf(&services, scope.portal(), detail, known).await?;
                // Two numbers may differ by nothing but what a file system refuses.
                for other in 2.. {
                    if names.insert(file.name.clone()) {
                        break;
                    }
                    file.name = counted(&file.name, other);
                }
                yield Bytes::from(archive.add(&file.name, &file.bytes).map_err(Error::internal)?);
            }
        }
        yield Bytes::from(archive.finish().map_err(Error::internal)?);
    }
}

/// The name with a count before its extension.
fn counted(name: &str, count: u32) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}_{count}.{extension}"),
        None => format!("{name}_{count}"),
    }
}
