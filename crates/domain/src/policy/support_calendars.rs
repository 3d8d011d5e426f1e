//! When somebody answers at the provider: hours by the day of the week, holidays, and closing days of its own. Knows not what time it
//! is.

use std::fmt;

use chrono::{NaiveDate, NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

use super::validation::refuse;
use super::{Localized, PolicyError, Portal};
use crate::closed_sets::closed_sets;

/// When somebody answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportCalendar {
    /// Hours; a day of the week that no entry names is closed.
    pub week: Vec<SupportHours>,
    /// Whether national holidays are closed.
    #[serde(default)]
    pub closed_on_holidays: bool,
    /// Closing days of the provider, as 年末年始休業.
    #[serde(default)]
    pub closing_days: Vec<ClosingDays>,
}

/// Hours of some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportHours {
    /// Which days.
    pub days: Vec<DayOfWeek>,
    /// From when, as `9:00`.
    pub from: ClockTime,
    /// The first moment at which nobody answers any more, as `17:00`.
    pub until: ClockTime,
}

/// Days on which nobody answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingDays {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// What they are called.
    pub label: Localized,
}

closed_sets! {
    /// A day of the week.
    pub enum DayOfWeek {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl DayOfWeek {
    /// The same in chrono's words.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Mon,
            Self::Tuesday => Weekday::Tue,
            Self::Wednesday => Weekday::Wed,
            Self::Thursday => Weekday::Thu,
            Self::Friday => Weekday::Fri,
            Self::Saturday => Weekday::Sat,
            Self::Sunday => Weekday::Sun,
        }
    }
}

/// A time of the day, written `9:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockTime(pub NaiveTime);

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:02}", self.0.hour(), self.0.minute())
    }
}

impl TryFrom<String> for ClockTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let parts = text.split_once(':').and_then(|(hour, minute)| Some((hour.parse().ok()?, minute.parse().ok()?)));
        let time = parts.and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0));
        time.map(Self).ok_or_else(|| format!("{text} is no time as 9:00"))
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> Self {
        time.to_string()
    }
}

impl Portal {
    /// Hours and closing days run forwards.
    pub(super) fn validate_support(&self) -> Result<(), PolicyError> {
        let Some(calendar) = &self.support.calendar else { return Ok(()) };
        if calendar.week.is_empty() || calendar.week.iter().any(|hours| hours.from >= hours.until) {
            return Err(refuse("support.calendar.week", "hours that begin before they end, of some day"));
        }
        if calendar.closing_days.iter().any(|days| days.from > days.until) {
            return Err(refuse("support.calendar.closing_days", "days that begin before they end"));
        }
        Ok(())
    }
}
