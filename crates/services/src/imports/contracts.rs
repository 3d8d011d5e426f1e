//! Rows of contracts.

use std::path::PathBuf;

use super::batches::Batches;
use super::cells::{self, Cells};
use super::files::Rows;
use super::mapping::{ContractColumns, Source};
use super::summaries::{Noun, Outcome, Progress};
use super::{Error, Run};
use crate::contracts::upsert::{self, CallRecordAccess, NewContract};
use crate::rows::RowError;

const BATCH: u64 = 500;

pub async fn import<P: FnMut(Progress)>(
    run: &mut Run<'_, P>,
    path: PathBuf,
    source: &Source<ContractColumns>,
) -> Result<(), Error> {
    let (file, source) = (path.clone(), source.clone());
    let batches = Batches::read(BATCH, move |batcher| {
        let mut rows = Rows::open(&file, source.encoding, &source.columns.headers())?;
        while let Some(cells) = rows.next()? {
            batcher.add_row(&cells, contract(&source.columns, &cells))?;
        }
        Ok(())
    });
    let (provider, now) = (run.provider, run.now);
    let store = async |tx: &_, rows: &[NewContract]| {
        let answers = upsert::upsert(tx, provider, now, rows).await?;
        Ok(answers.into_iter().map(|answer| answer.map(Outcome::from)).collect())
    };
    run.file(Noun::Contracts, path, batches, async |_| Ok(()), store).await
}

fn contract(columns: &ContractColumns, cells: &Cells<'_>) -> Result<NewContract, RowError> {
    cells.check()?;
    let options = columns.options.iter().map(|option| option.of("options", cells));
    Ok(NewContract {
        number: columns.number.of("number", cells)?,
        customer: columns.customer.of("customer", cells)?,
        billing_group: columns.billing_group.of("billing_group", cells)?,
        category: columns.category.of("category", cells)?,
        service_name: columns.service_name.of("service_name", cells)?,
        status: columns.status.of("status", cells)?.into(),
        started_on: cells::date("started_on", &columns.started_on.of("started_on", cells)?)?,
        postal_code: columns.postal_code.of("postal_code", cells)?,
        prefecture: columns.prefecture.of("prefecture", cells)?,
        address1: columns.address1.of("address1", cells)?,
        address2: columns.address2.of("address2", cells)?,
        building: columns.building.of("building", cells)?,
        access_key: columns.access_key.of("access_key", cells)?,
        phone_service_name: columns.phone_service_name.of("phone_service_name", cells)?,
        phone_number: columns.phone_number.of("phone_number", cells)?,
        phone_detail: columns.phone_detail.of("phone_detail", cells)?,
        options: options.collect::<Result<_, _>>()?,
        // The export says that they are activated, not since when.
        call_records: match columns.call_records.of("call_records", cells)? {
            true => CallRecordAccess::Active,
            false => CallRecordAccess::Inactive,
        },
    })
}
