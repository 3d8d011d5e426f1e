//! The list is what the guide says, and its waits are as long as it says.

use std::collections::BTreeSet;

use super::*;
use crate::limits::counters::WIDE;

/// A row of the table of the guide.
fn row(limit: &Limit) -> String {
    let subject = match limit.subject {
        Subject::Person => "person",
        Subject::Customer => "customer",
        Subject::Account => "account",
        Subject::AccountAndPlace => "account and place",
        Subject::Network => "network",
        Subject::Site => "site",
        Subject::Claim => "claim",
        Subject::Portal => "portal",
        Subject::Client => "client",
    };
    let free = match limit.free {
        Free::Fixed(u32::MAX) => "–".to_owned(),
        Free::Fixed(free) => free.to_string(),
        Free::TriesPerHour => "`tries_per_hour`".to_owned(),
    };
    let window = match limit.window.num_minutes() {
        minutes if minutes % (24 * 60) == 0 => format!("{} d", minutes / (24 * 60)),
        minutes if minutes % 60 == 0 => format!("{} h", minutes / 60),
        minutes => format!("{minutes} min"),
    };
    let at_limit = match limit.at_limit {
        AtLimit::Window => "refused until the window is over",
        AtLimit::GrowingWait => "waits of 1, 2, 4 … 60 minutes",
        AtLimit::RobotCheck => "robot check, else waits of 1, 2, 4 … 60 minutes",
        AtLimit::Counted => "counted only",
    };
    format!("| `{}` | {subject} | {free} | {window} | {at_limit} |", limit.kind)
}

/// Neither can change alone.
#[test]
fn the_guide_says_the_same() {
    let guide = include_str!("../../../../../../docs/security.md");
    let section = guide.split("\n## Limits\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    let listed: Vec<String> = ALL.iter().map(row).collect();
    assert_eq!(rows, listed, "docs/security.md should read:\n{}", listed.join("\n"));
}

/// A limit that is not in the list would be in no guide.
#[test]
fn every_limit_is_listed() {
    let source = include_str!("../listed.rs");
    let named = source.lines().filter(|line| line.starts_with("pub const ") && line.contains(": Limit =")).count();
    assert_eq!(named, ALL.len());
}

#[test]
fn no_two_share_a_counter() {
    let kinds: BTreeSet<&str> = ALL.iter().map(|limit| limit.kind).collect();
    assert_eq!(kinds.len(), ALL.len());
    assert!(kinds.iter().all(|kind| kind.len() + WIDE.len() <= 32), "the column takes 32 characters");
}

#[test]
fn waits_grow_to_an_hour_and_windows_stay() {
    let waits = |limit: Limit, count| limit.delay(count, 5).map(|wait| wait.num_minutes());
    let growing = [4, 5, 6, 7, 10, 11, 500].map(|count| waits(CURRENT_PASSWORD, count));
    assert_eq!(growing, [None, Some(1), Some(2), Some(4), Some(32), Some(60), Some(60)]);
    assert_eq!([4, 5, 500].map(|count| waits(INQUIRY, count)), [None, Some(60), Some(60)]);
    assert_eq!(waits(SIGN_IN_PORTAL, 500), None);
}
