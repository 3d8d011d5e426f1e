//! New orders with their numbers, and the rows of their lines.

use chrono::NaiveDate;
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::rental_charges::RentalPrices;
use madoguchi_domain::rentals::{OrderState, RentalClass};
use madoguchi_entities::ids::{CustomerId, OrderId, QuoteId, UserId};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use uuid::Uuid;

use super::{Line, Order, WholeLine, WholeOrder};
use crate::database::Transaction;
use crate::{Error, Services, numberings, rows};

/// A line that is ordered.
#[derive(Clone, Debug)]
pub(crate) struct NewLine {
    pub product_code: String,
    pub product_name: String,
    pub class: RentalClass,
    pub quantity: i64,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub prices: RentalPrices,
    /// Number of its delivery address, from 1.
    pub delivery: i32,
}

/// An order that is made.
#[derive(Clone, Debug)]
pub(crate) struct NewOrder<'a> {
    pub customer_id: CustomerId,
    pub user_id: Option<UserId>,
    /// Orderer and delivery addresses, as JSON.
    pub answers: String,
    pub quote_id: Option<QuoteId>,
    pub lines: &'a [NewLine],
}

/// Makes an order (受付完了) with the next number of the portal. Its goods are not promised yet.
pub(crate) async fn make(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    new: NewOrder<'_>,
) -> Result<WholeOrder, Error> {
    let now = services.clock.now();
    let policy = portal.orders.as_ref().ok_or(Error::NotFound)?;
    let number = numberings::next(tx, portal, &policy.order_numbering, jst_date(now)).await?;
    let days = |read: fn(&NewLine) -> NaiveDate| new.lines.iter().map(read);
    let order = Order {
        customer_id: new.customer_id,
        id: OrderId(Uuid::now_v7()),
        portal: portal.key.clone(),
        number,
        user_id: new.user_id,
        state: OrderState::Accepted,
        ordered_on: jst_date(now),
        first_on: days(|line| line.first_on).min().unwrap_or(jst_date(now)),
        last_on: days(|line| line.last_on).max().unwrap_or(jst_date(now)),
        answers: new.answers,
        quote_id: new.quote_id,
        created_at: now,
        updated_at: now,
    };
    order.clone().into_active_model().reset_all().insert(tx).await?;
    let lines = insert_lines(tx, &order, new.lines).await?;
    Ok(WholeOrder { order, lines })
}

/// Adds the lines of an order that has none.
pub(crate) async fn insert_lines(tx: &Transaction, order: &Order, new: &[NewLine]) -> Result<Vec<WholeLine>, Error> {
    let lines: Vec<Line> = (1..).zip(new).map(|(position, new)| row(order, position, new)).collect();
    rows::insert(tx, lines.iter().map(|line| line.clone().into_active_model().reset_all()), None).await?;
    Ok(lines.into_iter().map(|line| WholeLine { line, ends: Vec::new() }).collect())
}

/// A line of an order by its number.
pub(super) fn row(order: &Order, position: i32, new: &NewLine) -> Line {
    Line {
        customer_id: order.customer_id,
        id: Uuid::now_v7().into(),
        portal: order.portal.clone(),
        order_id: order.id,
        position,
        product_code: new.product_code.clone(),
        product_name: new.product_name.clone(),
        class: new.class,
        quantity: new.quantity,
        first_on: new.first_on,
        last_on: new.last_on,
        daily_price: new.prices.daily.0,
        monthly_price: new.prices.monthly.map(|price| price.0),
        returned_on: None,
        delivery: new.delivery,
    }
}
