//! Knows a calendar month in Japan; must not know what is billed in it.

use super::{DateError, at_jst, number};
use crate::text::nfkc;
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A calendar month such as 請求年月. Serialised and shown as `2026-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    /// Kept as its first day, so that no month without a day can exist.
    first: NaiveDate,
}

impl Month {
    /// The month of a year; months count from 1.
    ///
    /// # Errors
    /// [`DateError::Impossible`] for a month beyond 1 to 12 or a year beyond 1868 to 9999.
    pub fn new(year: i32, month: u32) -> Result<Self, DateError> {
        let first = NaiveDate::from_ymd_opt(year, month, 1).filter(|_| (1868..=9999).contains(&year));
        first.map(|first| Self { first }).ok_or(DateError::Impossible)
    }

    /// The month that a day lies in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self { first: date.with_day(1).unwrap_or(date) }
    }

    /// Reads `2026-10`, `2026/10`, `2026.10`, `202610`, `2026年10月` in any width, spaces ignored.
    ///
    /// # Errors
    /// [`DateError`] for another notation or a month that does not exist.
    pub fn parse(input: &str) -> Result<Self, DateError> {
        let text: String = nfkc(input).chars().filter(|c| !c.is_whitespace()).collect();
        let parts = match text.strip_suffix('月') {
            Some(rest) => rest.split_once('年'),
            None if text.len() == 6 && number(&text).is_some() => Some(text.split_at(4)),
            None => text.split_once(['-', '/', '.']),
        };
        let (year, month) = parts.ok_or(DateError::Malformed)?;
        let lengths_fit = year.len() == 4 && (1..=2).contains(&month.len());
        let (Some(year), Some(month), true) = (number(year), number(month), lengths_fit) else {
            return Err(DateError::Malformed);
        };
        Self::new(i32::try_from(year).map_err(|_| DateError::Impossible)?, month)
    }

    /// The year, in Western counting.
    #[must_use]
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// The month of the year, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.first.month()
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next().first.pred_opt().unwrap_or(self.first)
    }

    /// A day of the month, counted from 1; the last one where the month is shorter.
    #[must_use]
    pub fn day(self, day: u32) -> NaiveDate {
        self.first.with_day(day.max(1)).unwrap_or_else(|| self.last_day())
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self { first: self.first.checked_add_months(Months::new(1)).unwrap_or(self.first) }
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self { first: self.first.checked_sub_months(Months::new(1)).unwrap_or(self.first) }
    }

    /// The instant at which the month begins in Japan: 15:00 UTC of the day before.
    #[must_use]
    pub fn starts_at_utc(self) -> DateTime<Utc> {
        at_jst(self.first, NaiveTime::MIN).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }

    /// The instant at which the next month begins in Japan: the first that no longer belongs to this one.
    #[must_use]
    pub fn ends_at_utc(self) -> DateTime<Utc> {
        self.next().starts_at_utc()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl std::str::FromStr for Month {
    type Err = DateError;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        Self::parse(input)
    }
}

impl TryFrom<String> for Month {
    type Error = DateError;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        Self::parse(&input)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}
