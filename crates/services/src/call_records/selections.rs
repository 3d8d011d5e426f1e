//! Which records of a contract: a filter, checked against contract, policy and what the user may see of them.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use madoguchi_domain::dates::{Month, at_jst};
use madoguchi_domain::phones;
use madoguchi_entities::ids::ContractId;
use madoguchi_entities::{call_record_unmaskings, call_records, contracts as contract_rows};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select};
use serde_json::json;

use super::{Ordering, months, unmaskings};
use crate::{Error, FieldCode, Scope, Services};

/// Longest part of a number that can be searched for.
const NUMBER_MAX: usize = 20;
/// Characters of a day as `2026-10-05`.
const DAY_LENGTH: usize = 10;

/// Which records, as asked.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Month, as `2026-10`; that of the day, or the newest, when absent.
    pub month: Option<String>,
    /// Day of the month in Japan, as `2026-10-05`.
    pub day: Option<String>,
    /// Hour of the day in Japan, 0 to 23.
    pub hour: Option<u32>,
    /// The provider's word for the kind.
    pub kind: Option<String>,
    /// Part of the calling or the called number, however it is written.
    pub number: Option<String>,
}

/// A filter that was checked, and what the user may see of the records now.
#[derive(Clone, Debug)]
pub struct Selection {
    pub(super) contract: contract_rows::Model,
    pub month: Month,
    pub(super) day: Option<NaiveDate>,
    pub(super) hour: Option<u32>,
    pub(super) kind: Option<String>,
    pub(super) number: Option<String>,
    /// Whether the user's role does not see called numbers.
    pub(super) is_secret: bool,
    /// Leave of the session to see them all the same.
    pub(super) unmasking: Option<call_record_unmaskings::Model>,
}

/// Checks a filter. Without month and day it takes the newest month with records, or the present one.
///
/// # Errors
/// [`Error::NotFound`] out of scope; `call_records_inactive`, `call_records_not_started`, `call_records_expired`;
/// `invalid_month`, `invalid_day`, an hour `out_of_range`, a bad number.
pub async fn select(
    services: &Services,
    scope: &Scope,
    contract: ContractId,
    filter: Filter,
) -> Result<Selection, Error> {
    let contract = months::readable(services, scope, contract).await?;
    let day = filter.day.filter(|day| !day.is_empty()).map(|day| read_day(&day)).transpose()?;
    let month = match (filter.month.filter(|month| !month.is_empty()), day) {
        (Some(month), _) => Month::parse(&month).map_err(|_| Error::invalid("month", FieldCode::InvalidMonth))?,
        (None, Some(day)) => Month::of(day),
        (None, None) => {
            let newest = months::months(services, scope, &contract).await?.first().copied();
            newest.unwrap_or(months::present(services))
        }
    };
    months::check(services, scope, &contract, month)?;
    if day.is_some_and(|day| Month::of(day) != month) {
        return Err(Error::invalid("day", FieldCode::InvalidDay));
    }
    if filter.hour.is_some_and(|hour| hour > 23) {
        return Err(Error::invalid("hour", FieldCode::OutOfRange));
    }
    let number = filter.number.map(|number| phones::searched(&number, NUMBER_MAX)).transpose();
    let number =
        number.map_err(|_| Error::invalid("number", FieldCode::InvalidPhoneNumber))?.filter(|part| !part.is_empty());
    let is_secret = scope.masks_called_numbers();
    let unmasking = if is_secret { unmaskings::in_force(services, scope, contract.id).await? } else { None };
    let kind = filter.kind.filter(|kind| !kind.is_empty());
    Ok(Selection { contract, month, day, hour: filter.hour, kind, number, is_secret, unmasking })
}

/// Of a year that a month can have.
fn read_day(day: &str) -> Result<NaiveDate, Error> {
    let invalid = || Error::invalid("day", FieldCode::InvalidDay);
    let plain = day.len() == DAY_LENGTH && day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().filter(|_| plain).ok_or_else(invalid)?;
    Month::parse(&Month::of(day).to_string()).map(|_| day).map_err(|_| invalid())
}

/// A part of a call's start on Japan's clock.
#[derive(Clone, Copy, Debug)]
pub(super) enum ClockPart {
    /// 1 to 31.
    DayOfMonth,
    /// 0 to 23.
    Hour,
}

impl ClockPart {
    /// As a 32-bit integer. SQLite keeps instants as text in UTC, and Japan has known no other offset since 1951.
    pub(super) fn of_start(self, services: &Services) -> SimpleExpr {
        Expr::cust(match (self, services.db.is_postgres()) {
            (Self::DayOfMonth, true) => "CAST(EXTRACT(DAY FROM started_at AT TIME ZONE 'Asia/Tokyo') AS integer)",
            (Self::Hour, true) => "CAST(EXTRACT(HOUR FROM started_at AT TIME ZONE 'Asia/Tokyo') AS integer)",
            (Self::DayOfMonth, false) => "CAST(strftime('%d', started_at, '+9 hours') AS integer)",
            (Self::Hour, false) => "CAST(strftime('%H', started_at, '+9 hours') AS integer)",
        })
    }
}

impl Selection {
    /// The records, in no order.
    pub(super) fn records(&self, services: &Services) -> Select<call_records::Entity> {
        self.records_beyond(services, None)
    }

    /// The same beyond a start, that one included; before it where the order is descending. SQLite goes by one bound at
    /// each end: were the start of the month still there, each part of a download would be looked for from it.
    pub(super) fn records_beyond(
        &self,
        services: &Services,
        start: Option<(DateTime<Utc>, bool)>,
    ) -> Select<call_records::Entity> {
        let (from, until) = self.range();
        let started = call_records::Column::StartedAt;
        let (lower, upper) = match start {
            None => (started.gte(from), started.lt(until)),
            Some((start, false)) => (started.gte(start), started.lt(until)),
            Some((start, true)) => (started.gte(from), started.lte(start)),
        };
        let mut select = call_records::Entity::find()
            .filter(call_records::Column::CustomerId.eq(self.contract.customer_id))
            .filter(call_records::Column::ContractId.eq(self.contract.id))
            .filter(lower)
            .filter(upper);
        if services.db.is_postgres() {
            select = select.filter(self.in_month());
        }
        // The hour of one day is in the range already.
        if let (Some(hour), None) = (self.hour, self.day) {
            select = select.filter(ClockPart::Hour.of_start(services).eq(hour));
        }
        if let Some(kind) = &self.kind {
            select = select.filter(call_records::Column::Kind.eq(kind.as_str()));
        }
        if let Some(number) = &self.number {
            select = select.filter(self.occurs(number));
        }
        select
    }

    /// The month as constants of the statement: PostgreSQL then knows the partition when it plans. A plan that it keeps
    /// for all months would be for all partitions, and sort a contract's whole month for a page of it.
    fn in_month(&self) -> SimpleExpr {
        let (from, until) = (self.month.starts_at_utc().to_rfc3339(), self.month.ends_at_utc().to_rfc3339());
        Expr::cust(format!(
            "\"call_records\".\"started_at\" >= TIMESTAMPTZ '{from}' AND \"call_records\".\"started_at\" < TIMESTAMPTZ '{until}'"
        ))
    }

    /// Whether a part occurs in a number that the user sees. Digits, # and * have no meaning for LIKE.
    fn occurs(&self, number: &str) -> Condition {
        let called = if self.is_masked() {
            // Four characters must follow: what is hidden must not be found out by searching for it.
            call_records::Column::Callee.like(format!("%{number}%____"))
        } else {
            call_records::Column::Callee.contains(number)
        };
        Condition::any().add(call_records::Column::Caller.contains(number)).add(called)
    }

    /// From when and until when, of that hour, day or month: what the key can narrow down to.
    pub(super) fn range(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let month = (self.month.starts_at_utc(), self.month.ends_at_utc());
        let Some(day) = self.day else { return month };
        let time = self.hour.and_then(|hour| NaiveTime::from_hms_opt(hour, 0, 0));
        let length = if time.is_some() { TimeDelta::hours(1) } else { TimeDelta::days(1) };
        let start = at_jst(day, time.unwrap_or(NaiveTime::MIN));
        start.map_or(month, |start| (start, start + length))
    }

    /// Names list, filter and order, for cursors.
    pub(super) fn list_name(&self, ordering: Ordering) -> String {
        let Self { contract, month, day, hour, kind, number, is_secret, .. } = self;
        let filter = format!("{month} {day:?} {hour:?} {kind:?} {number:?}");
        format!("call_records {} {filter} {ordering:?} {is_secret}", contract.id)
    }

    /// What was asked for beside the month, for the log; a count of one number tells whether it was called.
    pub(super) fn filter(&self) -> Option<serde_json::Value> {
        let Self { day, hour, kind, number, .. } = self;
        let asked = [
            ("day", day.map(|day| json!(day))),
            ("hour", hour.map(|hour| json!(hour))),
            ("kind", kind.as_ref().map(|kind| json!(kind))),
            ("number", number.as_ref().map(|number| json!(number))),
        ];
        let filter: serde_json::Map<_, _> =
            asked.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        (!filter.is_empty()).then_some(filter.into())
    }

    /// Number of the contract.
    #[must_use]
    pub fn contract_number(&self) -> &str {
        &self.contract.number
    }

    /// Whether the last four digits of called numbers are hidden from the user now. A download that was begun keeps to
    /// what held at its start.
    #[must_use]
    pub fn is_masked(&self) -> bool {
        self.is_secret && self.unmasking.is_none()
    }

    /// Until when a user from whom they are hidden otherwise sees them.
    #[must_use]
    pub fn unmasked_until(&self) -> Option<DateTime<Utc>> {
        self.unmasking.as_ref().map(|unmasking| unmasking.expires_at)
    }
}
