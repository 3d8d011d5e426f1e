//! Which quotes a user may see: those of the customer.

use madoguchi_domain::text::trim_fold;
use madoguchi_entities::ids::{CustomerId, QuoteId};
use madoguchi_entities::quote_lines;
use madoguchi_entities::quotes::{self, Column};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{Quote, QuoteLine};
use crate::database::Transaction;
use crate::{Error, Scope};

/// Quotes of the customer.
pub(super) fn seen_by(scope: &Scope) -> Select<quotes::Entity> {
    scope.rows(quotes::Entity, Column::Portal, [Column::CustomerId])
}

/// One of them by its number, in any width.
pub(crate) async fn find(db: &impl ConnectionTrait, scope: &Scope, number: &str) -> Result<Quote, Error> {
    seen_by(scope).filter(Column::Number.eq(trim_fold(number))).one(db).await?.ok_or(Error::NotFound)
}

/// The same, held until the end of the transaction: it becomes an order once.
pub(crate) async fn hold(tx: &Transaction, scope: &Scope, number: &str) -> Result<Quote, Error> {
    let held = seen_by(scope).filter(Column::Number.eq(trim_fold(number))).lock_exclusive().one(tx).await?;
    held.ok_or(Error::NotFound)
}

/// The lines of a quote that was found, by their numbers.
pub(crate) async fn lines(db: &impl ConnectionTrait, quote: &Quote) -> Result<Vec<QuoteLine>, Error> {
    let lines = quote_lines::Entity::find()
        .filter(quote_lines::Column::CustomerId.eq(quote.customer_id))
        .filter(quote_lines::Column::QuoteId.eq(quote.id))
        .order_by_asc(quote_lines::Column::Position);
    Ok(lines.all(db).await?)
}

/// A quote by its key, held, for what the provider decides.
pub(crate) async fn hold_of(tx: &Transaction, (customer, id): (CustomerId, QuoteId)) -> Result<Option<Quote>, Error> {
    Ok(quotes::Entity::find_by_id((customer, id)).lock_exclusive().one(tx).await?)
}
