//! How many units are wanted, and when; what of it cannot be right.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::rental_charges;

use crate::{Error, FieldCode, FieldError};

/// Most units of a line.
const QUANTITY_MAX: i32 = 9_999;

/// How many units are wanted, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Units.
    pub quantity: i32,
    /// First day, where it is known.
    pub from: Option<NaiveDate>,
    /// Last day, which belongs to the rental.
    pub until: Option<NaiveDate>,
}

pub(super) fn check(wish: Wish, now: DateTime<Utc>) -> Result<(), Error> {
    let mut faults = Vec::new();
    if !(1..=QUANTITY_MAX).contains(&wish.quantity) {
        faults.push(FieldError::new("quantity", FieldCode::OutOfRange));
    }
    match (wish.from, wish.until) {
        (Some(from), _) if from < jst_date(now) => faults.push(FieldError::new("from", FieldCode::OutOfRange)),
        (Some(from), Some(until)) => match rental_charges::days(from, until) {
            Ok(_) => {}
            Err(rental_charges::RentalError::Reversed) => {
                faults.push(FieldError::new("until", FieldCode::RangeReversed));
            }
            Err(rental_charges::RentalError::TooLong) => faults.push(FieldError::new("until", FieldCode::OutOfRange)),
        },
        (Some(_), None) => faults.push(FieldError::new("until", FieldCode::Required)),
        (None, Some(_)) => faults.push(FieldError::new("from", FieldCode::Required)),
        (None, None) => {}
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}
