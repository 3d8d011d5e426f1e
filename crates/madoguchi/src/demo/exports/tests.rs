//! The export of any day, checked as a provider would check it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days};
use madoguchi_services::Portals;

use super::*;

const CUSTOMERS: &str = include_str!("../../../../../portals/demo/telecom/customers.csv");
const CONTRACTS: &str = include_str!("../../../../../portals/demo/telecom/contracts.csv");

fn portal() -> std::sync::Arc<Portal> {
    Portals::presets(&["telecom".to_owned()]).unwrap().get("telecom").unwrap()
}

fn of(today: NaiveDate) -> Export {
    Export::of(&portal(), CUSTOMERS, CONTRACTS, today).unwrap()
}

/// First and last days of months, leap days and days around the day of issue, in five years.
fn days() -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = Vec::new();
    for year in 2026..=2030 {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        for month in (0..12).map(|months| first + chrono::Months::new(months)) {
            let last = month + chrono::Months::new(1) - Days::new(1);
            days.extend([month, month + Days::new(7), month + Days::new(8), month + Days::new(27), last]);
        }
    }
    days
}

#[test]
fn fourteen_months_are_billed_and_thirteen_called_whatever_the_day() {
    for today in days() {
        let export = of(today);
        let last = export.billed.last().unwrap();
        assert_eq!((export.billed.len(), export.called.len()), (14, 13), "{today}");
        let expected = if today.day() < 9 { -2 } else { -1 };
        assert_eq!(Some(*last), days::month(today, expected), "{today}");
        assert_eq!(export.called.last().copied(), days::month(today, -1), "{today}");
        for (before, after) in export.billed.iter().zip(&export.billed[1..]) {
            assert_eq!(before.next(), *after);
        }
        let calls = export.call_records(*export.called.last().unwrap()).unwrap();
        assert_eq!(calls.lines().filter(|line| line.starts_with("300000193,")).count(), 241, "{today}");
    }
}

#[test]
fn a_contract_that_ended_is_billed_no_more_and_one_that_begins_not_yet() {
    for today in days().into_iter().step_by(7) {
        let export = of(today);
        assert!(export.contracts.iter().any(|contract| contract.started_on > today), "{today}: nothing begins");
        assert!(export.contracts.iter().any(|contract| contract.ended_on.is_some()), "{today}: nothing ended");
        let bills = export.invoice_lines().unwrap();
        for contract in &export.contracts {
            let months = bills.lines().filter(|line| line.contains(&format!(",{},", contract.number)));
            let months: BTreeSet<Month> =
                months.map(|line| Month::parse(line.split(',').nth(2).unwrap()).unwrap()).collect();
            for month in months {
                assert!(contract.started_on <= month.last_day(), "{today} {}: {month}", contract.number);
                assert!(contract.ended_on.is_none_or(|ended_on| ended_on >= month.first_day()), "{today} {month}");
            }
        }
    }
}

#[test]
fn the_calls_of_a_month_come_to_what_is_billed_for_them() {
    let export = of(NaiveDate::from_ymd_opt(2028, 2, 29).unwrap());
    let mut billed: BTreeMap<(String, String), i64> = BTreeMap::new();
    for line in export.invoice_lines().unwrap().lines().filter(|line| line.contains(",通話料,")) {
        let cells: Vec<&str> = line.split(',').collect();
        let month = Month::parse(cells[2]).unwrap().to_string();
        let _none = billed.insert((cells[3].to_owned(), month), cells[5].parse().unwrap());
    }
    let mut compared = 0;
    for month in export.called.iter().filter(|month| export.billed.contains(month)) {
        let mut called: BTreeMap<String, i64> = BTreeMap::new();
        for line in export.call_records(*month).unwrap().lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            *called.entry(cells[0].to_owned()).or_default() += cells[6].parse::<i64>().unwrap();
        }
        for (contract, charge) in called {
            assert_eq!(billed.get(&(contract.clone(), month.to_string())), Some(&charge), "{contract} {month}");
            compared += 1;
        }
    }
    assert!(compared > 80, "{compared}");
}

#[test]
fn calls_have_numbers_and_rates_that_there_are() {
    let export = of(NaiveDate::from_ymd_opt(2026, 11, 28).unwrap());
    let mut kinds = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for month in &export.called {
        for line in export.call_records(*month).unwrap().lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let [_, at, kind, caller, callee, duration, charge] = cells[..] else { panic!("{line}") };
            assert!(seen.insert(line.to_owned()), "twice: {line}");
            let parts: Vec<i64> = duration.split(':').map(|part| part.parse().unwrap()).collect();
            let seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
            let charge: i64 = charge.parse().unwrap();
            let begun = |every: i64| (seconds + every - 1) / every;
            let mobile = ["070", "080", "090"].iter().any(|prefix| callee.starts_with(prefix));
            let free = callee.starts_with("0120") || callee.starts_with("0800");
            match kind {
                "移動体" => assert!(mobile && callee.len() == 11 && charge == begun(60) * 16, "{line}"),
                "フリーダイヤル" => {
                    let digits = if callee.starts_with("0120") { 10 } else { 11 };
                    assert!(free && callee.len() == digits && charge == 0, "{line}");
                }
                _ => assert!(!mobile && !free && callee.len() == 10 && charge == begun(180) * 8, "{line}"),
            }
            assert!(caller.len() == 10 && caller.starts_with('0') && at.len() == 19, "{line}");
            let _new = kinds.insert(kind.to_owned());
        }
    }
    assert_eq!(kinds.len(), 5);
}
