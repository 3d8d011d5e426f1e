//! What the provider decides on an order by its number: the request that made it is decided, with all that follows, as
//! `requests::by_provider` does by the number of the request.

use madoguchi_domain::rentals::OrderState;
use madoguchi_entities::requests::Model as Request;

use crate::database::Transaction;
use crate::rental_orders::{by_provider as orders, finders};
use crate::requests::decisions;
use crate::revisions::Named;
use crate::{Error, ProblemCode, Provider, Services};

/// Arranges an order (手配済): its goods are promised and the customer is mailed. `note` is for the customer; it may be empty. One
/// that is arranged stays so.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`; `request_decided`; `out_of_stock` at `lines[…].quantity`; `too_long`,
/// `invalid_characters` at `note`.
pub async fn arrange<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
    note: &str,
) -> Result<(), Error> {
    decide(services, provider, (named.into(), OrderState::Arranged), async |tx, request| {
        decisions::complete(tx, services, provider, request, note).await
    })
    .await
}

/// Does not take an order (受付失敗) for a reason that the customer reads, and mails it. One that was refused stays so.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`; `request_decided`; `order_arranged` where the provider's own system said that it is;
/// `required`, `too_long`, `invalid_characters` at `reason`.
pub async fn refuse<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
    reason: &str,
) -> Result<(), Error> {
    decide(services, provider, (named.into(), OrderState::Refused), async |tx, request| {
        decisions::refuse(tx, services, provider, request, reason).await
    })
    .await
}

/// Holds the request before the order, as who decides the request itself does.
async fn decide(
    services: &Services,
    provider: &Provider,
    (named, wanted): (Named<'_>, OrderState),
    work: impl AsyncFn(&Transaction, Request) -> Result<(), Error>,
) -> Result<(), Error> {
    let portal = provider.portal();
    services
        .db
        .transaction(async |tx| {
            let found = orders::find(tx, portal, named.name).await?;
            let making = decisions::hold_making(tx, portal, (found.customer_id, &found.number)).await?;
            let whole = finders::hold_of(tx, portal, (found.customer_id, found.id)).await?;
            if whole.order.state == wanted {
                return Ok(());
            }
            named.expected.require(&orders::revision(&whole)?)?;
            work(tx, making.ok_or(Error::Refused(ProblemCode::OrderArranged))?).await
        })
        .await
}
