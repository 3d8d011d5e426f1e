//! The calls of the demo: made up, the same whenever they are asked for, at the rates of the provider's price list. Knows
//! neither files nor bills.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDateTime, NaiveTime};
use madoguchi_domain::dates::Month;

use super::contracts::Contract;

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Start, in Japan.
    pub started_at: NaiveDateTime,
    /// The provider's word.
    pub kind: &'static str,
    /// Number that was called.
    pub callee: String,
    /// Seconds.
    pub duration: u64,
    /// Yen.
    pub charge: i64,
}

/// What a call costs: so many yen for each time begun, in seconds.
#[derive(Clone, Copy, Debug)]
struct Rate {
    kind: &'static str,
    yen: i64,
    seconds: u64,
    /// Numbers that are called so: a prefix, and how many digits follow.
    numbers: &'static [(&'static str, u32)],
    /// Of a hundred calls.
    share: u64,
}

/// Numbers are invented; prefixes and lengths are those of Japan.
const RATES: [Rate; 5] = [
    Rate {
        kind: "ひかり電話・県内", yen: 8, seconds: 180, numbers: &[("06123456", 2), ("07212345", 2)], share: 36
    },
    Rate {
        kind: "ひかり電話・県間", yen: 8, seconds: 180, numbers: &[("03123456", 2), ("05212345", 2)], share: 20
    },
    Rate { kind: "PSTN・県間", yen: 8, seconds: 180, numbers: &[("09212345", 2), ("01112345", 2)], share: 12 },
    Rate {
        kind: "移動体",
        yen: 16,
        seconds: 60,
        numbers: &[("0901234", 4), ("0801234", 4), ("0701234", 4)],
        share: 24,
    },
    Rate { kind: "フリーダイヤル", yen: 0, seconds: 60, numbers: &[("0120123", 3), ("08001234", 3)], share: 8 },
];

/// The contract that calls most: its month fills more than one page.
const TALKATIVE: &str = "300000193";
/// Its calls of a month.
const MANY: usize = 241;
/// Calls of a month of anybody else: from so many, and so many more at most.
const FEW: (u64, u64) = (12, 20);
/// Whole minutes from half past eight to eight in the evening, when most people call.
const DAYTIME: (u64, u64) = (8 * 60 + 30, 11 * 60 + 30);

/// The calls of a contract in a month, by their start; no two at the same second.
pub fn of_month(contract: &Contract, month: Month) -> Vec<Call> {
    if contract.phone.is_empty() || !contract.is_billed(month) {
        return Vec::new();
    }
    let mut chance = Chance::of(&contract.number, month);
    let count = if contract.number == TALKATIVE {
        MANY
    } else {
        usize::try_from(FEW.0 + chance.below(FEW.1)).unwrap_or_default()
    };
    let mut calls = BTreeMap::new();
    while calls.len() < count {
        let call = call(&mut chance, month);
        calls.insert(call.started_at, call);
    }
    // Of the month in which a contract begins or ends, only its own days.
    calls.into_values().filter(|call| contract.is_used_on(call.started_at.date())).collect()
}

fn call(chance: &mut Chance, month: Month) -> Call {
    let day = month.day(1 + u32::try_from(chance.below(month.last_day().day().into())).unwrap_or_default());
    // One call of eight at any time of the day.
    let minute = if chance.below(8) == 0 { chance.below(24 * 60) } else { DAYTIME.0 + chance.below(DAYTIME.1) };
    let second = u32::try_from(minute * 60 + chance.below(60)).unwrap_or_default();
    let time = NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap_or_default();
    let rate = rate(chance);
    // Most are short: the product of two chances.
    let duration = 5 + chance.below(40) * chance.below(40);
    let begun = i64::try_from(duration.div_ceil(rate.seconds)).unwrap_or_default();
    Call {
        started_at: day.and_time(time),
        kind: rate.kind,
        callee: number(chance, rate.numbers),
        duration,
        charge: begun * rate.yen,
    }
}

fn rate(chance: &mut Chance) -> Rate {
    let mut left = chance.below(RATES.iter().map(|rate| rate.share).sum());
    let found = RATES.iter().find(|rate| {
        let is_it = left < rate.share;
        left = left.saturating_sub(rate.share);
        is_it
    });
    *found.unwrap_or(&RATES[0])
}

fn number(chance: &mut Chance, numbers: &[(&str, u32)]) -> String {
    let at = chance.below(numbers.len() as u64);
    let (prefix, digits) = usize::try_from(at).ok().and_then(|at| numbers.get(at)).copied().unwrap_or(("0312345", 3));
    let width = digits as usize;
    format!("{prefix}{:0width$}", chance.below(10_u64.pow(digits)))
}

/// Numbers that look like chance and are the same for the same seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn of(number: &str, month: Month) -> Self {
        // FNV-1a.
        let seed = format!("{number} {month}");
        Self(
            seed.bytes()
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)),
        )
    }

    /// From 0 to below a bound.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }
}
