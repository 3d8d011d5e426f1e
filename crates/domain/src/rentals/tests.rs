use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn line(quantity: i64, first: &str, last: &str) -> RentalLine {
    RentalLine { quantity, first: day(first), last: day(last), ends: Vec::new() }
}

fn end(on: &str, quantity: i64) -> End {
    End { on: day(on), quantity }
}

#[test]
fn what_ends_leaves_the_others_their_own_end() {
    let line = line(5, "2027-12-28", "2028-01-29").ending(end("2028-01-20", 2)).ending(end("2028-01-10", 2));
    assert_eq!(line.open(), 1);
    let on = |text: &str| line.on(day(text));
    assert_eq!([on("2027-12-27"), on("2027-12-28"), on("2028-01-10"), on("2028-01-11")], [0, 5, 5, 3]);
    assert_eq!([on("2028-01-20"), on("2028-01-21"), on("2028-01-29"), on("2028-01-30")], [3, 1, 1, 0]);
    let stretches: Vec<_> = line.stretches().iter().map(|it| (it.first.to_string(), it.quantity)).collect();
    let expected = [("2027-12-28", 5), ("2028-01-11", 3), ("2028-01-21", 1)];
    assert_eq!(stretches, expected.map(|(first, quantity)| (first.to_owned(), quantity)));
    assert_eq!(line.stretches_from(day("2028-01-15"))[0].first, day("2028-01-15"));
    let longer = line.until(day("2028-02-29"));
    assert_eq!((longer.on(day("2028-02-29")), longer.on(day("2028-01-20"))), (1, 3));
}

#[test]
fn each_refusal_has_its_code() {
    let line = line(3, "2027-01-31", "2027-03-31").ending(end("2027-02-28", 1));
    let today = day("2027-02-10");
    let refused = |on: &str, quantity| {
        let refusals = line.refusals(end(on, quantity), today);
        (refusals.on.map(FieldCode::as_str), refusals.quantity.map(FieldCode::as_str))
    };
    assert_eq!(refused("2027-02-10", 2), (None, None));
    assert_eq!(refused("2027-03-31", 1), (None, None));
    assert_eq!(refused("2027-02-09", 1), (Some("before_today"), None));
    assert_eq!(refused("2027-01-30", 1), (Some("outside_rental"), None));
    assert_eq!(refused("2027-04-01", 1), (Some("outside_rental"), None));
    assert_eq!(refused("2027-02-10", 3), (None, Some("above_in_rent")));
    assert_eq!(refused("2027-02-10", 0), (None, Some("out_of_range")));
    // A cancelled rest: nothing is left to cancel.
    let rest = line.clone().ending(end("2027-03-01", 2));
    assert_eq!(rest.refusals(end("2027-03-01", 1), today).quantity, Some(FieldCode::AboveInRent));
    // Over: nothing of it is in rent.
    assert_eq!(line.refusals(end("2027-03-31", 1), day("2027-04-01")).quantity, Some(FieldCode::AboveInRent));
    assert!(line.is_over(day("2027-04-01")) && !line.is_over(day("2027-03-31")));
}

/// One step of the life of a line.
#[derive(Clone, Debug)]
enum Step {
    /// So many units end after so many days; taken by the provider, or not.
    Cancel { quantity: i64, after: i64, is_taken: bool },
    /// The last day moves on; taken or not.
    Extend { days: i64, is_taken: bool },
    /// Days go by.
    Wait { days: i64 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let cancel = (-1..7_i64, -5..70_i64, any::<bool>());
    let cancel = cancel.prop_map(|(quantity, after, is_taken)| Step::Cancel { quantity, after, is_taken });
    let extend = (0..40_i64, any::<bool>()).prop_map(|(days, is_taken)| Step::Extend { days, is_taken });
    let wait = (0..20_i64).prop_map(|days| Step::Wait { days });
    prop::collection::vec(prop_oneof![3 => cancel, 1 => extend, 1 => wait], 0..12)
}

proptest! {
    /// Against a model of its own: each unit has its own last day, and nothing else is known.
    #[test]
    fn every_unit_has_its_days(quantity in 1..6_i64, length in 0..60_i64, steps in steps()) {
        let first = day("2027-12-28");
        let mut line = RentalLine { quantity, first, last: first + TimeDelta::days(length), ends: Vec::new() };
        let mut today = first;
        let mut own_last = line.last;
        // Units that keep the own end, and those that were cancelled, with their day.
        let (mut kept, mut gone) = (quantity, Vec::<NaiveDate>::new());
        for step in steps {
            match step {
                Step::Wait { days } => today += TimeDelta::days(days),
                Step::Extend { days, is_taken } => {
                    let last = own_last + TimeDelta::days(days);
                    if is_taken && kept > 0 && own_last >= today {
                        line = line.until(last);
                        own_last = last;
                    }
                }
                Step::Cancel { quantity, after, is_taken } => {
                    let on = first + TimeDelta::days(after);
                    let may = on >= first && on <= own_last && on >= today && quantity >= 1 && quantity <= kept;
                    let end = End { on, quantity };
                    prop_assert_eq!(line.refusals(end, today).is_empty(), may, "{:?} {:?}", line, end);
                    // What is refused or taken back never blocks: the line is as it was.
                    if may && is_taken {
                        line = line.ending(end);
                        kept -= quantity;
                        gone.extend((0..quantity).map(|_| on));
                    }
                }
            }
        }
        for offset in -2..(length + 500) {
            let day = first + TimeDelta::days(offset);
            let of_model = if day < first {
                0
            } else {
                let kept = if day <= own_last { kept } else { 0 };
                kept + i64::try_from(gone.iter().filter(|last| **last >= day).count()).unwrap()
            };
            prop_assert_eq!(line.on(day), of_model, "{}", day);
            let by_stretch: i64 = line.stretches().iter().filter(|it| it.first <= day && day <= it.last).map(|it| it.quantity).sum();
            prop_assert_eq!(by_stretch, of_model, "{}", day);
        }
        let unit_days: i64 = line.groups().iter().map(|it| it.quantity * ((it.last - it.first).num_days() + 1)).sum();
        let of_model: i64 = gone.iter().map(|last| (*last - first).num_days() + 1).sum::<i64>()
            + kept * ((own_last - first).num_days() + 1);
        prop_assert_eq!(unit_days, of_model);
        prop_assert!(line.stretches().windows(2).all(|pair| pair[0].quantity > pair[1].quantity && pair[0].last < pair[1].first));
    }
}
