//! The answer to a request for a quote: prices of its lines and until when they hold.

use chrono::{Days, NaiveDate};
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::rental_charges::RentalPrices;
use madoguchi_domain::rentals::{QuoteState, RentalClass, Stretch};
use madoguchi_entities::ids::{QuoteId, QuoteLineId};
use madoguchi_entities::requests::Model as Request;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

use super::{Quote, QuoteLine, told};
use crate::database::Transaction;
use crate::rental_orders::new::NewLine;
use crate::rental_orders::{Order, charge};
use crate::request_parts::Answer;
use crate::{Error, FieldCode, Services, numberings, rows};

/// What a request asked a quote for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub class: RentalClass,
    /// Orderer and delivery addresses, as JSON.
    pub answers: String,
    pub lines: Vec<NewLine>,
}

/// The lines with the prices that the provider gives.
///
/// # Errors
/// `unknown` at `prices` for a line that is not there.
pub(crate) fn priced(mut lines: Vec<NewLine>, answer: &Answer) -> Result<Vec<NewLine>, Error> {
    for price in &answer.prices {
        let line = price.line.checked_sub(1).and_then(|at| lines.get_mut(at));
        let line = line.ok_or_else(|| Error::invalid("prices", FieldCode::Unknown))?;
        line.prices = RentalPrices { daily: price.daily, monthly: price.monthly.or(line.prices.monthly) };
    }
    Ok(lines)
}

/// Sets a quote down with the next number of the portal.
///
/// # Errors
/// `before_today` at `valid_until`; `numbers_exhausted`.
pub(crate) async fn make(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    request: &Request,
    (asked, answer): (Asked, &Answer),
) -> Result<Quote, Error> {
    let policy = portal.orders.as_ref().ok_or(Error::NotFound)?;
    let now = services.clock.now();
    let today = jst_date(now);
    let valid_until = valid_until(answer, today, policy.quote_days)?;
    let number = numberings::next(tx, portal, &policy.quote_numbering, today).await?;
    let id = QuoteId(Uuid::now_v7());
    let lines = (1..).zip(&asked.lines).map(|(position, line)| row(request, id, (position, line)));
    let lines = lines.collect::<Result<Vec<_>, _>>()?;
    let amount = Yen::checked_sum(lines.iter().map(|line| Yen(line.amount)));
    let quote = Quote {
        customer_id: request.customer_id,
        id,
        portal: portal.key.clone(),
        number,
        request_id: request.id,
        request_number: request.number.clone(),
        state: QuoteState::Answered,
        class: asked.class,
        quoted_on: today,
        valid_until,
        amount: amount.ok_or_else(|| Error::internal("beyond 64 bits"))?.0,
        note: answer.note.clone(),
        answers: asked.answers,
        order_id: None,
        order_number: None,
        created_at: now,
    };
    quote.clone().into_active_model().reset_all().insert(tx).await?;
    rows::insert(tx, lines.into_iter().map(|line| line.into_active_model().reset_all()), None).await?;
    told::tell(tx, services, &quote).await?;
    Ok(quote)
}

fn valid_until(answer: &Answer, today: NaiveDate, days: u32) -> Result<NaiveDate, Error> {
    let usual = today.checked_add_days(Days::new(days.into())).unwrap_or(today);
    let until = answer.valid_until.unwrap_or(usual);
    if until < today { Err(Error::invalid("valid_until", FieldCode::BeforeToday)) } else { Ok(until) }
}

fn row(request: &Request, quote: QuoteId, (position, line): (i32, &NewLine)) -> Result<QuoteLine, Error> {
    let of = Stretch { first: line.first_on, last: line.last_on, quantity: line.quantity };
    Ok(QuoteLine {
        customer_id: request.customer_id,
        id: QuoteLineId(Uuid::now_v7()),
        portal: request.portal.clone(),
        quote_id: quote,
        position,
        product_code: line.product_code.clone(),
        product_name: line.product_name.clone(),
        quantity: line.quantity,
        first_on: line.first_on,
        last_on: line.last_on,
        daily_price: line.prices.daily.0,
        monthly_price: line.prices.monthly.map(|price| price.0),
        amount: charge(line.prices, of)?.amount.0,
        delivery: line.delivery,
    })
}

/// Notes the order that was made of a quote that is held.
pub(crate) async fn accept(tx: &Transaction, services: &Services, quote: Quote, order: &Order) -> Result<(), Error> {
    let mut row = quote.into_active_model();
    row.state = Set(QuoteState::Accepted);
    row.order_id = Set(Some(order.id));
    row.order_number = Set(Some(order.number.clone()));
    let quote = row.update(tx).await?;
    told::tell(tx, services, &quote).await
}

/// Gives a quote back whose order came to nothing: it can be ordered once more.
pub(crate) async fn give_back(tx: &Transaction, services: &Services, quote: Quote) -> Result<(), Error> {
    let mut row = quote.into_active_model();
    row.state = Set(QuoteState::Answered);
    row.order_id = Set(None);
    row.order_number = Set(None);
    let quote = row.update(tx).await?;
    told::tell(tx, services, &quote).await
}
