//! Knows what can be turned on and off and from which day that counts; must not know whose switch it is.

pub mod wishes;

use chrono::NaiveDate;

use crate::closed_sets::closed_sets;
use crate::dates::Month;

closed_sets! {
    /// Something a customer can turn on and off.
    pub enum SwitchKind {
        /// 通話明細記録の利用: one contract's, because the secrecy of communications is the contract holder's.
        CallRecords = "call_records",
        /// 開通案内の紙発送停止.
        OpeningNoticePaperStop = "opening_notice_paper_stop",
        /// 口座振替案内書の紙発送停止. Ordinary invoices stay on paper.
        DebitNoticePaperStop = "debit_notice_paper_stop",
    }
}

impl SwitchKind {
    /// Whether it is switched for one contract; otherwise for all that are billed together.
    #[must_use]
    pub fn is_of_contract(self) -> bool {
        self == Self::CallRecords
    }
}

/// A switch as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SwitchState {
    /// Turned on, or off.
    pub on: bool,
    /// First day, Asia/Tokyo, on which that counts.
    pub effective_from: NaiveDate,
}

impl SwitchState {
    /// Whether it counts on a day.
    #[must_use]
    pub fn is_in_force(self, day: NaiveDate) -> bool {
        self.effective_from <= day
    }
}

/// What a switch becomes when it is turned `on` or off today; none when it already is what was asked.
///
/// Changes count from the next month's records and dispatch on, in the provider's guide (chapters 10 and 11). Two count
/// at once: what takes call records from sight, and what only withdraws a change that does not count yet.
#[must_use]
pub fn switched(kind: SwitchKind, now: Option<SwitchState>, on: bool, today: NaiveDate) -> Option<SwitchState> {
    if now.is_some_and(|now| now.on) == on {
        return None;
    }
    Some(SwitchState { on, effective_from: effective_from(kind, now, on, today) })
}

/// First day on which a change made today would count.
#[must_use]
pub fn effective_from(kind: SwitchKind, now: Option<SwitchState>, on: bool, today: NaiveDate) -> NaiveDate {
    let ends_sight = kind == SwitchKind::CallRecords && !on;
    let withdraws = now.is_some_and(|now| now.on != on && !now.is_in_force(today));
    if ends_sight || withdraws { today } else { Month::of(today).next().first_day() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::jst_date;
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn state(on: bool, from: &str) -> SwitchState {
        SwitchState { on, effective_from: day(from) }
    }

    #[test]
    fn codes_name_one_switch_each_and_fit_their_column() {
        for &kind in SwitchKind::ALL {
            assert_eq!(SwitchKind::from_code(kind.as_str()), Some(kind));
            assert!(format!("switch.{}", kind.as_str()).len() <= 32);
        }
        assert_eq!(SwitchKind::from_code("CallRecords"), None);
    }

    #[test]
    fn turning_on_counts_from_the_next_month() {
        for &kind in SwitchKind::ALL {
            for (today, from) in [
                ("2026-11-20", "2026-12-01"),
                ("2026-12-01", "2027-01-01"),
                ("2026-12-31", "2027-01-01"),
                ("2027-01-31", "2027-02-01"),
                ("2028-02-29", "2028-03-01"),
            ] {
                assert_eq!(switched(kind, None, true, day(today)), Some(state(true, from)), "{kind:?} {today}");
            }
        }
    }

    /// Japan's month begins at 15:00Z of the day before.
    #[test]
    fn the_month_is_japans() {
        for (now, from) in [("2026-11-30T14:59:59Z", "2026-12-01"), ("2026-11-30T15:00:00Z", "2027-01-01")] {
            let today = jst_date(now.parse::<DateTime<Utc>>().unwrap());
            assert_eq!(switched(SwitchKind::CallRecords, None, true, today), Some(state(true, from)), "{now}");
        }
    }

    #[test]
    fn call_records_are_out_of_sight_at_once() {
        let (kind, today) = (SwitchKind::CallRecords, day("2026-11-20"));
        for from in ["2026-01-01", "2026-12-01"] {
            let off = switched(kind, Some(state(true, from)), false, today);
            assert_eq!(off, Some(state(false, "2026-11-20")), "{from}");
        }
        let again = switched(kind, Some(state(false, "2026-11-20")), true, today);
        assert_eq!(again, Some(state(true, "2026-12-01")));
    }

    #[test]
    fn paper_comes_back_with_the_next_months_dispatch() {
        let today = day("2026-11-20");
        for kind in [SwitchKind::OpeningNoticePaperStop, SwitchKind::DebitNoticePaperStop] {
            let off = switched(kind, Some(state(true, "2026-11-01")), false, today);
            assert_eq!(off, Some(state(false, "2026-12-01")));
        }
    }

    #[test]
    fn what_does_not_count_yet_is_simply_withdrawn() {
        let (kind, today) = (SwitchKind::DebitNoticePaperStop, day("2026-11-20"));
        let withdrawn = switched(kind, Some(state(true, "2026-12-01")), false, today);
        assert_eq!(withdrawn, Some(state(false, "2026-11-20")));
        let kept = switched(kind, Some(state(false, "2026-12-01")), true, today);
        assert_eq!(kept, Some(state(true, "2026-11-20")));
        assert_eq!(switched(kind, withdrawn, true, today), Some(state(true, "2026-12-01")));
    }

    #[test]
    fn asking_again_changes_nothing() {
        for &kind in SwitchKind::ALL {
            assert_eq!(switched(kind, Some(state(true, "2026-12-01")), true, day("2026-11-20")), None);
            assert_eq!(switched(kind, Some(state(false, "2026-11-01")), false, day("2026-11-20")), None);
            assert_eq!(switched(kind, None, false, day("2026-11-20")), None);
        }
    }

    proptest! {
        #[test]
        fn no_change_reaches_back(days in 0_i64..40_000, ahead in 0_u64..60, on: bool, before: bool) {
            let today = day("2000-01-01") + chrono::TimeDelta::days(days);
            let now = Some(SwitchState { on: before, effective_from: today + chrono::Days::new(ahead) });
            for &kind in SwitchKind::ALL {
                if let Some(next) = switched(kind, now, on, today) {
                    prop_assert!(next.effective_from >= today);
                    prop_assert!(next.effective_from <= today + chrono::Days::new(31));
                }
            }
        }
    }
}
