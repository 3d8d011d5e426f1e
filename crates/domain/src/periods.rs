//! Contract periods that end on a fixed day of the year and renew: first end, renewal, last day of notice, end by
//! termination. All days are civil days in Japan, and ends belong to the period. Knows no contract and not what day it is.

use chrono::{Datelike, Days, NaiveDate};

use crate::policy::PeriodPolicy;

/// The last day of a period that begins on a day: the next one of the policy, that day included.
#[must_use]
pub fn first_end(starts_on: NaiveDate, policy: &PeriodPolicy) -> NaiveDate {
    let this_year = end_in(starts_on.year(), policy);
    if this_year >= starts_on { this_year } else { end_in(starts_on.year().saturating_add(1), policy) }
}

/// The last day of the period that follows one.
#[must_use]
pub fn renewed_end(end: NaiveDate, policy: &PeriodPolicy) -> NaiveDate {
    end.succ_opt().map_or(end, |next| first_end(next, policy))
}

/// The last day of the period in which a day lies, for a contract whose period ended on `end` and renewed since.
#[must_use]
pub fn current_end(end: NaiveDate, day: NaiveDate, policy: &PeriodPolicy) -> NaiveDate {
    if end >= day { end } else { first_end(day, policy) }
}

/// The last day on which a termination is filed that takes effect at this end: so many days before it (30 days before
/// 31 March is 1 March).
#[must_use]
pub fn last_notice_day(end: NaiveDate, policy: &PeriodPolicy) -> NaiveDate {
    end.checked_sub_days(Days::new(policy.notice_days.into())).unwrap_or(end)
}

/// The last day of a contract whose termination is filed on a day: the end of its period, or of the one after when the last
/// day of notice is over. `end` is the end that is known; it may have passed meanwhile.
#[must_use]
pub fn termination_end(filed_on: NaiveDate, end: NaiveDate, policy: &PeriodPolicy) -> NaiveDate {
    let end = current_end(end, filed_on, policy);
    if filed_on <= last_notice_day(end, policy) { end } else { renewed_end(end, policy) }
}

/// How a contract goes on, as one reads it on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// Last day of the present period.
    pub ends_on: NaiveDate,
    /// Last day on which a termination is filed for that end; none once it is over, or a termination was filed.
    pub notice_until: Option<NaiveDate>,
    /// First day of the next period; none when the contract ends with this one.
    pub renews_on: Option<NaiveDate>,
    /// Last day of the contract, once its termination was filed.
    pub terminates_on: Option<NaiveDate>,
}

/// How a contract goes on whose period ends, or ended and renewed since, on `end`, with the last day that a filed
/// termination set.
#[must_use]
pub fn course(end: NaiveDate, termination: Option<NaiveDate>, today: NaiveDate, policy: &PeriodPolicy) -> Course {
    let end = current_end(end, termination.map_or(today, |last| today.min(last)), policy);
    let notice = last_notice_day(end, policy);
    Course {
        ends_on: end,
        notice_until: (termination.is_none() && today <= notice).then_some(notice),
        renews_on: termination.is_none_or(|last| last > end).then(|| end.succ_opt()).flatten(),
        terminates_on: termination,
    }
}

/// The policy's day in a year. A portal whose day is not in every year is refused at the start.
fn end_in(year: i32, policy: &PeriodPolicy) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, policy.ends_month, policy.ends_day).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::{JST, jst_date};
    use crate::policy::Localized;
    use chrono::TimeZone;
    use proptest::prelude::*;

    fn policy(ends_month: u32, ends_day: u32, notice_days: u32) -> PeriodPolicy {
        PeriodPolicy {
            ends_month,
            ends_day,
            notice_days,
            label: Localized::default(),
            notes: Vec::new(),
            end_label: Localized::default(),
            termination_note: Localized::default(),
            late_termination_note: Localized::default(),
        }
    }

    fn march() -> PeriodPolicy {
        policy(3, 31, 30)
    }

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn the_first_period_ends_on_the_next_last_day() {
        for (starts, ends) in [
            (day(2016, 2, 3), day(2016, 3, 31)),
            (day(2027, 3, 1), day(2027, 3, 31)),
            (day(2027, 3, 31), day(2027, 3, 31)),
            (day(2027, 4, 1), day(2028, 3, 31)),
            (day(2028, 2, 29), day(2028, 3, 31)),
            (day(2027, 12, 31), day(2028, 3, 31)),
        ] {
            assert_eq!(first_end(starts, &march()), ends, "{starts}");
        }
        for d in 1..=31 {
            assert_eq!(first_end(day(2028, 3, d), &march()), day(2028, 3, 31));
        }
    }

    #[test]
    fn the_thirtieth_day_before_still_counts() {
        let end = day(2028, 3, 31);
        assert_eq!(last_notice_day(end, &march()), day(2028, 3, 1));
        assert_eq!(termination_end(day(2028, 2, 29), end, &march()), end);
        assert_eq!(termination_end(day(2028, 3, 1), end, &march()), end);
        for late in [day(2028, 3, 2), day(2028, 3, 31)] {
            assert_eq!(termination_end(late, end, &march()), day(2029, 3, 31), "{late}");
        }
        // The end that is known is two years old.
        assert_eq!(termination_end(day(2028, 3, 1), day(2026, 3, 31), &march()), end);
        assert_eq!(termination_end(day(2028, 4, 1), day(2026, 3, 31), &march()), day(2029, 3, 31));
    }

    #[test]
    fn a_course_says_what_comes_next() {
        let (end, next) = (day(2028, 3, 31), day(2029, 3, 31));
        let on = |today, termination| {
            let it = course(end, termination, today, &march());
            (it.ends_on, it.notice_until, it.renews_on)
        };
        assert_eq!(on(day(2028, 3, 1), None), (end, Some(day(2028, 3, 1)), Some(day(2028, 4, 1))));
        assert_eq!(on(day(2028, 3, 2), None), (end, None, Some(day(2028, 4, 1))));
        assert_eq!(on(day(2028, 2, 1), Some(end)), (end, None, None));
        // Filed late: it renews once more.
        assert_eq!(on(day(2028, 3, 2), Some(next)), (end, None, Some(day(2028, 4, 1))));
        assert_eq!(on(day(2028, 4, 1), Some(next)), (next, None, None));
        // Not yet renewed by the job, and not yet ended by it.
        assert_eq!(on(day(2030, 4, 1), None).0, day(2031, 3, 31));
        assert_eq!(on(day(2030, 4, 1), Some(end)), (end, None, None));
    }

    #[test]
    fn days_change_at_midnight_in_japan() {
        let at = |hour, minute| jst_date(JST.with_ymd_and_hms(2028, 3, 31, hour, minute, 59).unwrap().to_utc());
        let before = at(23, 59);
        let after = jst_date(JST.with_ymd_and_hms(2028, 4, 1, 0, 0, 0).unwrap().to_utc());
        assert_eq!(first_end(before, &march()), day(2028, 3, 31));
        assert_eq!(first_end(after, &march()), day(2029, 3, 31));
        let utc = chrono::Utc.with_ymd_and_hms(2028, 3, 1, 14, 59, 59).unwrap();
        assert_eq!(termination_end(jst_date(utc), day(2028, 3, 31), &march()), day(2028, 3, 31));
        let utc = chrono::Utc.with_ymd_and_hms(2028, 3, 1, 15, 0, 0).unwrap();
        assert_eq!(termination_end(jst_date(utc), day(2028, 3, 31), &march()), day(2029, 3, 31));
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0_u64..80_000).prop_map(|days| day(1990, 1, 1) + Days::new(days))
    }

    fn any_policy() -> impl Strategy<Value = PeriodPolicy> {
        (0_u64..365, 0_u32..=365).prop_map(|(at, notice)| {
            let end = day(2025, 1, 1) + Days::new(at);
            policy(end.month(), end.day(), notice)
        })
    }

    proptest! {
        #[test]
        fn a_first_period_holds_its_start_and_is_no_longer_than_a_year(start in any_day(), policy in any_policy()) {
            let end = first_end(start, &policy);
            prop_assert!(end >= start);
            prop_assert!((end - start).num_days() < 366);
            prop_assert_eq!((end.month(), end.day()), (policy.ends_month, policy.ends_day));
        }

        #[test]
        fn a_renewal_is_the_same_day_a_year_on(start in any_day(), policy in any_policy()) {
            let end = first_end(start, &policy);
            let renewed = renewed_end(end, &policy);
            prop_assert_eq!(renewed.year(), end.year() + 1);
            prop_assert_eq!((renewed.month(), renewed.day()), (end.month(), end.day()));
        }

        #[test]
        fn renewing_one_by_one_comes_to_the_same_end_as_at_once(
            start in any_day(), later in any_day(), policy in any_policy()
        ) {
            let first = first_end(start, &policy);
            let mut end = first;
            while end < later {
                end = renewed_end(end, &policy);
            }
            prop_assert_eq!(current_end(first, later, &policy), end);
        }

        #[test]
        fn a_termination_in_time_ends_with_the_period_and_a_late_one_a_year_on(
            start in any_day(), filed in any_day(), policy in any_policy()
        ) {
            let end = first_end(start, &policy);
            let current = current_end(end, filed, &policy);
            let ends = termination_end(filed, end, &policy);
            prop_assert!(ends >= filed);
            if (current - filed).num_days() >= i64::from(policy.notice_days) {
                prop_assert_eq!(ends, current);
            } else {
                prop_assert_eq!(ends, renewed_end(current, &policy));
                // Notice enough for that one.
                prop_assert!(filed <= last_notice_day(ends, &policy));
            }
        }
    }
}
