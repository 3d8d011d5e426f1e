//! Storing orders that the provider's own system knows: new ones are added, and what was given back is noted. Lines that stand
//! here otherwise are left alone: customers change them by requests.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::money::Yen;
use madoguchi_domain::rental_charges::RentalPrices;
use madoguchi_domain::rentals::{OrderState, RentalClass};
use madoguchi_entities::ids::{CustomerId, OrderId};
use madoguchi_entities::{customers, order_lines, orders};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::new::NewLine;
use super::{Line, Order};
use crate::database::Transaction;
use crate::rows::{self, RowError, RowOutcome};
use crate::stock::{self, Reservation};
use crate::{Error, FieldCode, Provider, Services, products};

/// An order as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenOrder {
    /// 注文番号.
    pub number: String,
    /// The provider's number of the customer.
    pub customer: String,
    pub lines: Vec<GivenLine>,
}

/// A line as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenLine {
    /// Code of the product.
    pub product: String,
    pub class: RentalClass,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub quantity: i64,
    /// Whether all of it was given back.
    pub is_returned: bool,
}

/// Stores orders by their numbers. The answers stand in the order of the rows.
///
/// # Errors
/// Any error of the database: then nothing of the batch may be committed.
pub async fn store(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    given: &[GivenOrder],
) -> Result<Vec<Result<RowOutcome, RowError>>, Error> {
    let mut batch = Batch::read(tx, services, provider, given).await?;
    let answers = given.iter().map(|order| batch.take(order)).collect();
    batch.write(tx, services, provider).await?;
    Ok(answers)
}

/// What is there of a batch, and what becomes of it.
struct Batch {
    today: NaiveDate,
    portal: String,
    customers: HashMap<String, CustomerId>,
    products: HashMap<String, products::Product>,
    known: HashMap<String, (Order, Vec<Line>)>,
    orders: Vec<Order>,
    lines: Vec<Line>,
    returned: Vec<Line>,
    promised: Vec<Reservation>,
}

impl Batch {
    async fn read(
        tx: &Transaction,
        services: &Services,
        provider: &Provider,
        given: &[GivenOrder],
    ) -> Result<Self, Error> {
        let portal = provider.portal();
        let numbers: BTreeSet<&str> = given.iter().map(|order| order.customer.as_str()).collect();
        let customers = customers::Entity::find()
            .filter(customers::Column::Portal.eq(portal.key.as_str()))
            .filter(customers::Column::Number.is_in(numbers))
            .all(tx)
            .await?;
        let codes: BTreeSet<&str> = given.iter().flat_map(|it| &it.lines).map(|line| line.product.as_str()).collect();
        let codes: Vec<String> = codes.into_iter().map(str::to_owned).collect();
        let numbers: BTreeSet<&str> = given.iter().map(|order| order.number.as_str()).collect();
        let orders = orders::Entity::find()
            .filter(orders::Column::Portal.eq(portal.key.as_str()))
            .filter(orders::Column::Number.is_in(numbers))
            .order_by_asc(orders::Column::Id)
            .lock_exclusive()
            .all(tx)
            .await?;
        let lines = order_lines::Entity::find()
            .filter(order_lines::Column::CustomerId.is_in(orders.iter().map(|order| order.customer_id)))
            .filter(order_lines::Column::OrderId.is_in(orders.iter().map(|order| order.id)))
            .order_by_asc(order_lines::Column::Position)
            .all(tx)
            .await?;
        let mut of_order: HashMap<OrderId, Vec<Line>> = HashMap::new();
        lines.into_iter().for_each(|line| of_order.entry(line.order_id).or_default().push(line));
        let known = orders.into_iter().map(|order| {
            let lines = of_order.remove(&order.id).unwrap_or_default();
            (order.number.clone(), (order, lines))
        });
        Ok(Self {
            today: jst_date(services.clock.now()),
            portal: portal.key.clone(),
            customers: customers.into_iter().map(|customer| (customer.number, customer.id)).collect(),
            products: products::by_codes(tx, portal, &codes).await?,
            known: known.collect(),
            orders: Vec::new(),
            lines: Vec::new(),
            returned: Vec::new(),
            promised: Vec::new(),
        })
    }

    fn take(&mut self, given: &GivenOrder) -> Result<RowOutcome, RowError> {
        let customer = self.customers.get(given.customer.as_str());
        let customer =
            *customer.ok_or_else(|| RowError::new("customer", FieldCode::CustomerUnknown, &given.customer))?;
        let lines = given.lines.iter().map(|line| self.line(line)).collect::<Result<Vec<_>, _>>()?;
        match self.known.get(&given.number) {
            Some((order, known)) => {
                let differs = || Err(RowError::new("number", FieldCode::OrderDiffers, &given.number));
                if order.customer_id != customer || known.len() != lines.len() {
                    return differs();
                }
                let mut returned = Vec::new();
                for ((line, new), given) in known.iter().zip(&lines).zip(&given.lines) {
                    let same = (&line.product_code, line.first_on, line.quantity);
                    if same != (&new.product_code, new.first_on, new.quantity) {
                        return differs();
                    }
                    if given.is_returned && line.returned_on.is_none() {
                        returned.push(Line { returned_on: Some(self.today.min(line.last_on)), ..line.clone() });
                    }
                }
                if returned.is_empty() {
                    return Ok(RowOutcome::Unchanged);
                }
                self.returned.extend(returned);
                Ok(RowOutcome::Updated)
            }
            None => {
                let order = self.order(given, customer);
                let lines = self.lines_of(&order, &lines, &given.lines)?;
                self.lines.extend(lines.iter().cloned());
                self.orders.push(order.clone());
                self.known.insert(given.number.clone(), (order, lines));
                Ok(RowOutcome::Stored)
            }
        }
    }

    fn line(&self, given: &GivenLine) -> Result<NewLine, RowError> {
        let product = self.products.get(&given.product);
        let product = product.ok_or_else(|| RowError::new("product", FieldCode::ProductUnknown, &given.product))?;
        if given.quantity < 1 || i32::try_from(given.quantity).is_err() {
            return Err(RowError::new("quantity", FieldCode::OutOfRange, &given.quantity.to_string()));
        }
        if given.last_on < given.first_on {
            return Err(RowError::new("last_on", FieldCode::RangeReversed, &given.last_on.to_string()));
        }
        Ok(NewLine {
            product_code: product.code.clone(),
            product_name: product.name.clone(),
            class: given.class,
            quantity: given.quantity,
            first_on: given.first_on,
            last_on: given.last_on,
            prices: RentalPrices { daily: Yen(product.daily_price), monthly: product.monthly_price.map(Yen) },
            delivery: 1,
        })
    }

    fn order(&self, given: &GivenOrder, customer_id: CustomerId) -> Order {
        let days = |read: fn(&GivenLine) -> NaiveDate| given.lines.iter().map(read);
        let first_on = days(|line| line.first_on).min().unwrap_or(self.today);
        let now = madoguchi_domain::dates::at_jst(self.today, chrono::NaiveTime::MIN).unwrap_or_default();
        Order {
            customer_id,
            id: OrderId(Uuid::now_v7()),
            portal: self.portal.clone(),
            number: given.number.clone(),
            user_id: None,
            state: OrderState::Arranged,
            // The export does not say when: not later than the first day.
            ordered_on: first_on.min(self.today),
            first_on,
            last_on: days(|line| line.last_on).max().unwrap_or(self.today),
            answers: String::new(),
            quote_id: None,
            created_at: now,
            updated_at: now,
        }
    }

    fn lines_of(&mut self, order: &Order, new: &[NewLine], given: &[GivenLine]) -> Result<Vec<Line>, RowError> {
        let mut lines = Vec::with_capacity(new.len());
        for ((position, new), given) in (1..).zip(new).zip(given) {
            let line = super::new::row(order, position, new);
            let returned_on = given.is_returned.then(|| self.today.min(line.last_on));
            let line = Line { returned_on, ..line };
            let product = self.products.get(&given.product);
            let product = product.ok_or_else(|| RowError::new("product", FieldCode::ProductUnknown, &given.product))?;
            if returned_on.is_none() {
                self.promised.push(Reservation {
                    product_id: product.id,
                    quantity: i32::try_from(line.quantity).unwrap_or(i32::MAX),
                    from: line.first_on,
                    until: line.last_on,
                    order_line_id: line.id,
                });
            }
            lines.push(line);
        }
        Ok(lines)
    }

    /// What the provider's own system promised stands, even where there are not as many units.
    async fn write(self, tx: &Transaction, services: &Services, provider: &Provider) -> Result<(), Error> {
        let (portal, now) = (provider.portal(), services.clock.now());
        rows::insert(tx, self.orders.into_iter().map(|row| row.into_active_model().reset_all()), None).await?;
        rows::insert(tx, self.lines.into_iter().map(|row| row.into_active_model().reset_all()), None).await?;
        stock::note(tx, portal, now, &self.promised).await?;
        for line in self.returned {
            let freed_from = line.returned_on.and_then(|day| day.succ_opt()).unwrap_or(self.today);
            stock::release(tx, portal, now, line.id, freed_from).await?;
            let mut row = line.clone().into_active_model();
            row.returned_on = Set(line.returned_on);
            row.update(tx).await?;
        }
        Ok(())
    }
}
