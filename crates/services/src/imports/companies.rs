//! Rows of customers that come with their first user: the customer as any other, and the user where it has nobody yet.

use std::path::PathBuf;

use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::text::trim_fold;

use super::batches::Batches;
use super::catalogue_columns::CompanyColumns;
use super::cells::Cells;
use super::files::Rows;
use super::mapping::Companies;
use super::summaries::{Noun, Outcome, Progress};
use super::{Error, Run};
use crate::FieldCode;
use crate::customers::{self, NewCustomer};
use crate::rows::{RowError, RowOutcome};
use crate::user_administration::{FirstPerson, ensure_first};

const BATCH: u64 = 100;

#[derive(Debug)]
struct NewCompany {
    customer: NewCustomer,
    sign_in_name: String,
    mail_address: MailAddress,
    user_name: String,
}

pub async fn import<P: FnMut(Progress)>(run: &mut Run<'_, P>, path: PathBuf, source: &Companies) -> Result<(), Error> {
    let (file, is_invited, source) = (path.clone(), source.invited, source.clone());
    let batches = Batches::read(BATCH, move |batcher| {
        let mut rows = Rows::open(&file, source.encoding, &source.columns.headers())?;
        while let Some(cells) = rows.next()? {
            batcher.add_row(&cells, company(&source.columns, &cells))?;
        }
        Ok(())
    });
    let (services, provider, now) = (run.services, run.provider, run.now);
    let store = async |tx: &_, rows: &[NewCompany]| {
        let given: Vec<NewCustomer> = rows.iter().map(|row| row.customer.clone()).collect();
        let mut answers = customers::upsert(tx, provider, now, &given).await?;
        let numbers = given.iter().map(|customer| customer.number.as_str());
        let known = customers::by_number(tx, provider.portal(), numbers).await?;
        let mut people = Vec::new();
        for (row, _) in rows.iter().zip(&answers).filter(|(_, answer)| answer.is_ok()) {
            let Some(customer) = known.get(row.customer.number.trim()) else { continue };
            people.push(FirstPerson {
                customer_id: customer.id,
                sign_in_name: &row.sign_in_name,
                mail_address: &row.mail_address,
                name: &row.user_name,
            });
        }
        let made = ensure_first(tx, services, provider, &people, is_invited).await?;
        for (row, answer) in rows.iter().zip(&mut answers) {
            let is_made = known.get(row.customer.number.trim()).is_some_and(|customer| made.contains(&customer.id));
            if is_made && matches!(answer, Ok(RowOutcome::Unchanged)) {
                *answer = Ok(RowOutcome::Updated);
            }
        }
        Ok(answers.into_iter().map(|answer| answer.map(Outcome::from)).collect())
    };
    run.file(Noun::Companies, path, batches, async |_| Ok(()), store).await
}

fn company(columns: &CompanyColumns, cells: &Cells<'_>) -> Result<NewCompany, RowError> {
    cells.check()?;
    let mail_address = columns.mail_address.of("mail_address", cells)?;
    let sign_in_name = trim_fold(&columns.sign_in_name.of("sign_in_name", cells)?);
    if sign_in_name.is_empty() {
        return Err(RowError::new("sign_in_name", FieldCode::Required, ""));
    }
    Ok(NewCompany {
        customer: super::customers::customer(&columns.customer, cells)?,
        sign_in_name,
        mail_address: MailAddress::parse(&mail_address)
            .map_err(|error| RowError::new("mail_address", error.code(), &mail_address))?,
        user_name: columns.user_name.of("user_name", cells)?,
    })
}
