//! Putting something into a basket, changing it, and taking it out. Who puts something in holds the own user's row, so that two
//! tabs never make two lines of one.

use chrono::{DateTime, Utc};
use madoguchi_entities::basket_lines::{Column, Entity, Model};
use madoguchi_entities::ids::BasketLineId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::lines::{Line, lines, lines_max, own, same};
use super::wishes::{Wish, check};
use crate::database::Transaction;
use crate::{Error, FieldCode, ProblemCode, Scope, Services, products, users};

/// Puts a product into the basket; where it lies there for the same period, there are more of it then. Answers with the basket.
///
/// # Errors
/// [`Error::NotFound`] where the portal has no catalogue; `unknown` at `product`; faults of quantity and period;
/// `basket_full`.
pub async fn add(services: &Services, scope: &Scope, code: &str, wish: Wish) -> Result<Vec<Line>, Error> {
    products::allow(scope.portal())?;
    let now = services.clock.now();
    check(wish, now)?;
    services
        .db
        .transaction(async |tx| {
            users::hold(tx, scope.user_id()).await?;
            let product = match products::by_code(tx, scope.portal(), code).await {
                Err(Error::NotFound) => return Err(Error::invalid("product", FieldCode::Unknown)),
                found => found?,
            };
            let rows = own(scope).all(tx).await?;
            if let Some(row) = rows.iter().find(|row| same(row, product.id, &wish)) {
                let quantity = row.quantity.saturating_add(wish.quantity);
                check(Wish { quantity, ..wish }, now)?;
                write(tx, row.clone(), Wish { quantity, ..wish }, now).await?;
            } else {
                if rows.len() >= usize::try_from(lines_max(scope.portal())).unwrap_or(usize::MAX) {
                    return Err(Error::Refused(ProblemCode::BasketFull));
                }
                let row = Model {
                    customer_id: scope.customer_id(),
                    id: BasketLineId(Uuid::now_v7()),
                    portal: scope.portal().key.clone(),
                    user_id: scope.user_id(),
                    product_id: product.id,
                    quantity: wish.quantity,
                    from_on: wish.from,
                    until_on: wish.until,
                    created_at: now,
                    updated_at: now,
                };
                row.into_active_model().reset_all().insert(tx).await?;
            }
            lines(tx, scope).await
        })
        .await
}

/// Changes how many units of a line are wanted, and when. Answers with the basket.
///
/// # Errors
/// [`Error::NotFound`] for a line of no or another basket; faults of quantity and period.
pub async fn change(services: &Services, scope: &Scope, line: BasketLineId, wish: Wish) -> Result<Vec<Line>, Error> {
    let now = services.clock.now();
    services
        .db
        .transaction(async |tx| {
            users::hold(tx, scope.user_id()).await?;
            let row = own(scope).filter(Column::Id.eq(line)).one(tx).await?.ok_or(Error::NotFound)?;
            check(wish, now)?;
            write(tx, row, wish, now).await?;
            lines(tx, scope).await
        })
        .await
}

/// Takes a line out. Answers with the basket.
///
/// # Errors
/// [`Error::NotFound`] for a line of no or another basket.
pub async fn remove(services: &Services, scope: &Scope, line: BasketLineId) -> Result<Vec<Line>, Error> {
    services
        .db
        .transaction(async |tx| {
            let row = own(scope).filter(Column::Id.eq(line)).one(tx).await?.ok_or(Error::NotFound)?;
            Entity::delete_by_id((row.customer_id, row.id)).exec(tx).await?;
            lines(tx, scope).await
        })
        .await
}

/// Takes everything out.
///
/// # Errors
/// [`Error::NotFound`] where the portal has no catalogue.
pub async fn clear(services: &Services, scope: &Scope) -> Result<(), Error> {
    products::allow(scope.portal())?;
    services.db.transaction(async |tx| empty(tx, scope).await).await
}

/// The same in the transaction that made a request of it.
///
/// # Errors
/// Those of the database.
pub async fn empty(tx: &Transaction, scope: &Scope) -> Result<(), Error> {
    Entity::delete_many()
        .filter(Column::CustomerId.eq(scope.customer_id()))
        .filter(Column::Portal.eq(scope.portal().key.as_str()))
        .filter(Column::UserId.eq(scope.user_id()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn write(tx: &Transaction, row: Model, wish: Wish, now: DateTime<Utc>) -> Result<(), Error> {
    let mut row = row.into_active_model();
    row.quantity = Set(wish.quantity);
    row.from_on = Set(wish.from);
    row.until_on = Set(wish.until);
    row.updated_at = Set(now);
    row.update(tx).await?;
    Ok(())
}
