use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

const OTDR: RentalPrices = RentalPrices { daily: Yen(9_800), monthly: Some(Yen(98_000)) };

fn parts(estimate: &Estimate) -> Vec<(ChargeUnit, u32, i64)> {
    estimate.parts.iter().map(|part| (part.unit, part.count, part.amount.0)).collect()
}

#[test]
fn both_ends_are_counted() {
    assert_eq!(days(day(2027, 12, 28), day(2028, 1, 29)), Ok(33), "as in the document");
    assert_eq!(days(day(2028, 2, 29), day(2028, 2, 29)), Ok(1));
    assert_eq!(days(day(2028, 2, 28), day(2028, 3, 1)), Ok(3), "2028 is a leap year");
    assert_eq!(days(day(2028, 1, 2), day(2028, 1, 1)), Err(RentalError::Reversed));
    assert_eq!(days(day(2028, 1, 1), day(2038, 1, 1)), Err(RentalError::TooLong));
}

#[test]
fn months_end_as_the_civil_code_says() {
    for (from, months, end) in [
        (day(2027, 12, 28), 1, day(2028, 1, 27)),
        (day(2027, 1, 1), 1, day(2027, 1, 31)),
        (day(2027, 1, 31), 1, day(2027, 2, 28)),
        (day(2028, 1, 31), 1, day(2028, 2, 29)),
        (day(2027, 1, 31), 2, day(2027, 3, 30)),
        (day(2027, 1, 31), 3, day(2027, 4, 30)),
        (day(2027, 1, 30), 1, day(2027, 2, 28)),
        (day(2027, 1, 29), 1, day(2027, 2, 28)),
        (day(2027, 1, 28), 1, day(2027, 2, 27)),
        (day(2027, 3, 31), 1, day(2027, 4, 30)),
        (day(2028, 2, 29), 12, day(2029, 2, 28)),
        (day(2027, 5, 5), 0, day(2027, 5, 4)),
    ] {
        assert_eq!(months_end(from, months), Some(end), "{from} + {months}");
    }
}

#[test]
fn the_cheaper_way_counts() {
    let short = estimate(OTDR, day(2027, 12, 28), day(2028, 1, 2)).unwrap();
    assert_eq!((short.by, short.amount, short.otherwise), (ChargedBy::Days, Yen(58_800), Some(Yen(58_800))));
    let document = estimate(OTDR, day(2027, 12, 28), day(2028, 1, 29)).unwrap();
    assert_eq!((document.days, document.months, document.days_over), (33, 1, 2));
    assert_eq!(
        (document.by, document.amount, document.otherwise),
        (ChargedBy::Months, Yen(117_600), Some(Yen(323_400)))
    );
    assert_eq!(parts(&document), [(ChargeUnit::Month, 1, 98_000), (ChargeUnit::Day, 2, 19_600)]);
    assert_eq!(document.of_units(3), Some(Yen(352_800)));
}

#[test]
fn days_left_over_never_cost_more_than_a_month() {
    let rest = estimate(OTDR, day(2027, 12, 28), day(2028, 2, 20)).unwrap();
    assert_eq!((rest.months, rest.days_over, rest.amount), (1, 24, Yen(196_000)));
    assert_eq!(parts(&rest), [(ChargeUnit::Month, 2, 196_000)]);
    let eleven = estimate(OTDR, day(2028, 3, 1), day(2028, 3, 11)).unwrap();
    assert_eq!((eleven.by, eleven.amount), (ChargedBy::Months, Yen(98_000)), "a month is cheaper than eleven days");
}

#[test]
fn a_short_month_is_a_month_and_never_dearer_than_its_days() {
    let prices = RentalPrices { daily: Yen(100), monthly: Some(Yen(2_900)) };
    let february = estimate(prices, day(2027, 2, 1), day(2027, 2, 28)).unwrap();
    assert_eq!((february.by, february.amount, february.otherwise), (ChargedBy::Days, Yen(2_800), Some(Yen(2_900))));
    let from_the_31st = estimate(OTDR, day(2027, 1, 31), day(2027, 2, 28)).unwrap();
    assert_eq!((from_the_31st.months, from_the_31st.days_over), (1, 0));
}

#[test]
fn without_a_monthly_price_days_count() {
    let prices = RentalPrices { daily: Yen(500), monthly: None };
    let month = estimate(prices, day(2027, 3, 1), day(2027, 3, 31)).unwrap();
    assert_eq!((month.by, month.amount, month.otherwise), (ChargedBy::Days, Yen(15_500), None));
    assert_eq!(
        estimate(RentalPrices { daily: Yen(i64::MAX), monthly: None }, day(2027, 3, 1), day(2027, 3, 2)),
        Err(RentalError::TooLong)
    );
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_i64..20_000).prop_map(|days| day(2000, 1, 1) + TimeDelta::days(days))
}

proptest! {
    #[test]
    fn an_estimate_adds_up(from in any_day(), length in 0_i64..3_600, daily in 0_i64..100_000, monthly in 0_i64..1_000_000) {
        let until = from + TimeDelta::days(length);
        let prices = RentalPrices { daily: Yen(daily), monthly: Some(Yen(monthly)) };
        let found = estimate(prices, from, until).unwrap();
        prop_assert_eq!(i64::from(found.days), length + 1);
        prop_assert_eq!(Yen::checked_sum(found.parts.iter().map(|part| part.amount)), Some(found.amount));
        prop_assert!(found.parts.iter().all(|part| part.count > 0));
        prop_assert!(found.amount.0 <= daily * i64::from(found.days));
        prop_assert!(found.amount.0 <= monthly * i64::from(found.months + 1));
        prop_assert!(found.otherwise.is_some_and(|other| other >= found.amount));
        // Whole months and the rest are the period, and the rest is no month.
        let end = months_end(from, found.months).unwrap();
        prop_assert_eq!(end + TimeDelta::days(found.days_over.into()), until);
        prop_assert!(months_end(from, found.months + 1).unwrap() > until);
    }

    #[test]
    fn a_day_more_never_costs_less(from in any_day(), length in 0_i64..1_000, daily in 0_i64..100_000, monthly in 0_i64..1_000_000) {
        let prices = RentalPrices { daily: Yen(daily), monthly: Some(Yen(monthly)) };
        let until = from + TimeDelta::days(length);
        let (short, long) = (estimate(prices, from, until).unwrap(), estimate(prices, from, free_from(until)).unwrap());
        prop_assert!(short.amount <= long.amount);
        prop_assert_eq!(short.days + 1, long.days);
    }

    #[test]
    fn months_follow_one_another(from in any_day(), months in 0_u32..120) {
        let (end, next) = (months_end(from, months).unwrap(), months_end(from, months + 1).unwrap());
        prop_assert!((28..=31).contains(&(next - end).num_days()), "{} to {}", end, next);
    }
}
