//! Knows civil dates, months and instants of Japan and how they are written; must not know what day it is.

mod bank_days;
mod eras;
mod months;

pub use bank_days::{bank_day, is_national_holiday};
pub use eras::parse_date;
pub use months::Month;

use crate::problems::FieldCode;
use crate::text::trim_fold;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

const JST_SECONDS: i32 = 9 * 3600;

/// Asia/Tokyo, which has known no daylight-saving time since 1951.
pub const JST: FixedOffset = FixedOffset::east_opt(JST_SECONDS).expect("nine hours are a valid offset");

/// Why a date, month or instant was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// None of the accepted notations.
    #[error("not a date in a known notation")]
    Malformed,
    /// Well written, but no such day, month or time exists: 2026-02-30, 2026-13, 25:00.
    #[error("no such date or time exists")]
    Impossible,
    /// The day lies before or after the era it is counted in: 令和1年4月30日.
    #[error("the date lies outside its era")]
    OutsideEra,
}

impl DateError {
    /// Stable code for problems and translations.
    #[must_use]
    pub fn code(self) -> FieldCode {
        match self {
            Self::Malformed => FieldCode::DateMalformed,
            Self::Impossible => FieldCode::DateImpossible,
            Self::OutsideEra => FieldCode::DateOutsideEra,
        }
    }
}

/// Reads a date in any notation of [`parse_date`], white space or `T`, and `H:MM:SS` in Japanese time.
///
/// # Errors
/// [`DateError`]; leap seconds and 24:00:00 are refused too.
pub fn parse_datetime_jst(input: &str) -> Result<DateTime<Utc>, DateError> {
    let folded = trim_fold(input);
    let (date, time) = folded.rsplit_once([' ', 'T']).ok_or(DateError::Malformed)?;
    let date = parse_date(date)?;
    at_jst(date, parse_time(time)?).ok_or(DateError::Impossible)
}

fn parse_time(time: &str) -> Result<NaiveTime, DateError> {
    let mut parts = [0; 3];
    let written: Vec<&str> = time.split(':').collect();
    if written.len() != parts.len() {
        return Err(DateError::Malformed);
    }
    for (at, part) in written.into_iter().enumerate() {
        let two_digits = part.len() == 2 || (at == 0 && part.len() == 1);
        parts[at] = number(part).filter(|_| two_digits).ok_or(DateError::Malformed)?;
    }
    NaiveTime::from_hms_opt(parts[0], parts[1], parts[2]).ok_or(DateError::Impossible)
}

/// The instant of a civil time in Japan; `None` only at the ends of chrono's calendar.
#[must_use]
pub fn at_jst(date: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
    date.and_time(time).and_utc().checked_sub_signed(TimeDelta::seconds(i64::from(JST_SECONDS)))
}

/// The same instant with Japan's clock.
#[must_use]
pub fn jst(instant: DateTime<Utc>) -> DateTime<FixedOffset> {
    instant.with_timezone(&JST)
}

/// The day in Japan at an instant.
#[must_use]
pub fn jst_date(instant: DateTime<Utc>) -> NaiveDate {
    jst(instant).date_naive()
}

/// The fiscal year (年度) of a day, named after the year it begins in; `start_month` 1 to 12, 1 for calendar years.
#[must_use]
pub fn fiscal_year(date: NaiveDate, start_month: u32) -> i32 {
    date.year() - i32::from(date.month() < start_month)
}

/// First and last day of the fiscal year named after the year it begins in; `start_month` 1 to 12.
///
/// # Errors
/// [`DateError::Impossible`] for a year beyond those of [`Month::new`].
pub fn fiscal_year_days(year: i32, start_month: u32) -> Result<(NaiveDate, NaiveDate), DateError> {
    let first = Month::new(year, start_month)?;
    let next = Month::new(year.saturating_add(1), start_month)?;
    Ok((first.first_day(), next.previous().last_day()))
}

/// A number of ASCII digits only: `u32::from_str` alone would accept a plus sign.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests;
