//! What an end date would cost, before one asks for it.

use chrono::NaiveDate;
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::money::Yen;
use madoguchi_domain::rentals::{OrderState, Stretch};

use super::charges::{self, Charge};
use super::finders;
use crate::{Error, FieldCode, ProblemCode, Scope, Services};

/// Longest rental that is simulated, in days from its first.
const DAYS_MAX: i64 = 3_650;

/// What it would cost if the units that do not end yet ended on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// Units that do not end yet.
    pub quantity: i64,
    /// Their own last day.
    pub last_on: NaiveDate,
    /// What they cost up to it.
    pub now: Charge,
    /// What they would cost up to the day.
    pub then: Charge,
    /// Yen more, or less where it is negative.
    pub difference: Yen,
}

/// Simulates an end date of a line, earlier or later than its own.
///
/// # Errors
/// [`Error::NotFound`]; `not_in_order` at `line`; `before_today`, `outside_rental` at `ends_on`; `order_over`.
pub async fn simulate(
    services: &Services,
    scope: &Scope,
    number: &str,
    (line, ends_on): (i64, NaiveDate),
) -> Result<Simulation, Error> {
    let whole = finders::find(services.db.read(), scope, number).await?;
    let today = jst_date(services.clock.now());
    let found = whole.line(line).ok_or_else(|| Error::invalid("line", FieldCode::NotInOrder))?;
    let rental = found.asked();
    let quantity = rental.cancellable(today);
    let runs = matches!(whole.order.state, OrderState::Accepted | OrderState::Arranged);
    if !runs || quantity == 0 {
        return Err(Error::Refused(ProblemCode::OrderOver));
    }
    if ends_on < rental.first || (ends_on - rental.first).num_days() > DAYS_MAX {
        return Err(Error::invalid("ends_on", FieldCode::OutsideRental));
    }
    if ends_on < today {
        return Err(Error::invalid("ends_on", FieldCode::BeforeToday));
    }
    let cost = |last| charges::charge(charges::prices(&found.line), Stretch { first: rental.first, last, quantity });
    let (now, then) = (cost(rental.last)?, cost(ends_on)?);
    let difference = then.amount.checked_sub(now.amount).ok_or_else(|| Error::internal("beyond 64 bits"))?;
    Ok(Simulation { quantity, last_on: rental.last, now, then, difference })
}
