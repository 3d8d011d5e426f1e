//! Invoices by the provider's number. Issued once and never changed: the same again is unchanged, anything else under a number
//! that was issued is refused.

use super::{Answers, Given, How, many, only};
use crate::invoices::issue::{Issued, NewInvoice};
use crate::{Error, Provider, Services, invoice_publishing};

/// Issues many invoices. `mailed`: who has mail notice on is told of new ones.
///
/// # Errors
/// [`Error::NotFound`] when the portal has no invoices; fields, where all must be right; any error of the database.
pub async fn put_all(
    services: &Services,
    provider: &Provider,
    how: How,
    rows: Given<NewInvoice>,
    mailed: bool,
) -> Result<Answers<Issued>, Error> {
    let publish =
        async |tx: &_, rows: &[NewInvoice]| invoice_publishing::publish_in(tx, services, provider, rows, mailed).await;
    many(services, how, rows, publish).await
}

/// Issues one.
///
/// # Errors
/// [`Error::NotFound`] when the portal has no invoices; fields; any error of the database.
pub async fn put(
    services: &Services,
    provider: &Provider,
    dry_run: bool,
    new: &NewInvoice,
    mailed: bool,
) -> Result<Issued, Error> {
    services
        .db
        .attempt(async |tx| {
            let rows = std::slice::from_ref(new);
            let issued = only(invoice_publishing::publish_in(tx, services, provider, rows, mailed).await?)?;
            Ok((issued, !dry_run))
        })
        .await
}
