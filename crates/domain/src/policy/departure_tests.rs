//! Knows for each rule of the guidance one policy that departs from it and one that keeps it, and that the presets write
//! a reason for exactly what they depart from.

use super::departures::RULES;
use super::{Departure, Portal, RecoveryWay, RegistrationStart, SecondFactorMethod, SecondFactorMode};
use crate::passwords::{AllowedCharacters, CharClass};

const PRESETS: [&str; 3] = [
    include_str!("../../../../portals/network.toml"),
    include_str!("../../../../portals/rental.toml"),
    include_str!("../../../../portals/telecom.toml"),
];
const NIST_PASSWORDS: &str = "NIST SP 800-63B-4 3.1.1.2";
const NIST_MAIL: &str = "NIST SP 800-63B-4 3.1.3.1";

type Change = fn(&mut Portal);

fn presets() -> impl Iterator<Item = Portal> {
    PRESETS.into_iter().map(|text| toml::from_str(text).unwrap())
}

fn made(portal: &Portal) -> Vec<&'static str> {
    portal.departures_made().iter().map(|departure| departure.rule).collect()
}

/// The least change that keeps a rule, as the linter recommends it.
fn stricter(rule: &str) -> Change {
    match rule {
        "ASVS 6.2.1" => |p| p.passwords.min = p.passwords.min.max(8),
        "ASVS 6.2.5" => |p| {
            p.passwords.allowed = AllowedCharacters { any_character: true, ..AllowedCharacters::default() };
            p.passwords.require.clear();
        },
        "ASVS 6.2.9" => |p| p.passwords.max = Some(64),
        "ASVS 6.3.3" => |p| {
            p.sign_in.second_factor.mode = SecondFactorMode::Always;
            p.sign_in.second_factor.methods = vec![SecondFactorMethod::Passkey];
        },
        "ASVS 6.3.6" | NIST_MAIL => |p| p.sign_in.second_factor.methods.retain(|m| *m != SecondFactorMethod::Mail),
        "ASVS 6.3.8" => |p| p.registration.start = RegistrationStart::MailAddress,
        "ASVS 6.4.1" => |p| (p.issued_passwords.days, p.registration.link_days) = (1, 1),
        "ASVS 6.4.2" => |p| p.sign_in.mail_address_recovery = false,
        "ASVS 6.4.3" => |p| p.sign_in.recovery.retain(|way| *way != RecoveryWay::ReissueIssued),
        "ASVS 6.5.5" => |p| p.sign_in.second_factor.one_time_password.minutes = 10,
        "ASVS 7.1.2" => |p| p.sessions.concurrent = Some(5),
        "ASVS 7.3.1" => |p| p.sessions.idle_minutes = 30,
        "ASVS 7.3.2" => |p| p.sessions.absolute_hours = 12,
        "NIST SP 800-63B-4 2.2.2" => |p| p.sign_in.second_factor.methods = vec![SecondFactorMethod::Passkey],
        NIST_PASSWORDS => |p| {
            p.passwords.min = 15;
            p.passwords.require.clear();
            p.passwords.not_containing_login_id = false;
        },
        other => panic!("no stricter form of {other}"),
    }
}

fn strict(mut portal: Portal) -> Portal {
    RULES.iter().for_each(|(rule, ..)| stricter(rule)(&mut portal));
    portal
}

/// Changes of a strict policy, each with the rules that it then departs from.
fn loosened() -> Vec<(Change, Vec<&'static str>)> {
    vec![
        (|p| p.passwords.min = 7, vec!["ASVS 6.2.1", NIST_PASSWORDS]),
        (|p| p.passwords.allowed.any_character = false, vec!["ASVS 6.2.5"]),
        (|p| p.passwords.require = vec![CharClass::Upper], vec!["ASVS 6.2.5", NIST_PASSWORDS]),
        (|p| p.passwords.max = Some(63), vec!["ASVS 6.2.9"]),
        (|p| p.sign_in.second_factor.mode = SecondFactorMode::ByChoice, vec!["ASVS 6.3.3"]),
        (|p| p.sign_in.second_factor.mode = SecondFactorMode::Never, vec!["ASVS 6.3.3"]),
        (|p| p.sign_in.second_factor.methods.push(SecondFactorMethod::Mail), vec!["ASVS 6.3.6", NIST_MAIL]),
        (|p| p.registration.start = RegistrationStart::ContractFacts, vec!["ASVS 6.3.8"]),
        (|p| p.registration.link_days = 2, vec!["ASVS 6.4.1"]),
        (|p| (p.issued_passwords.mailed, p.issued_passwords.days) = (true, 2), vec!["ASVS 6.4.1"]),
        (|p| p.sign_in.mail_address_recovery = true, vec!["ASVS 6.4.2"]),
        (|p| p.sign_in.recovery.push(RecoveryWay::ReissueIssued), vec!["ASVS 6.4.3"]),
        (
            |p| {
                p.sign_in.second_factor.methods.push(SecondFactorMethod::Mail);
                p.sign_in.second_factor.one_time_password.minutes = 11;
            },
            vec!["ASVS 6.3.6", "ASVS 6.5.5", NIST_MAIL],
        ),
        (|p| p.sessions.concurrent = None, vec!["ASVS 7.1.2"]),
        (|p| p.sessions.idle_minutes = 31, vec!["ASVS 7.3.1"]),
        (|p| p.sessions.absolute_hours = 13, vec!["ASVS 7.3.2"]),
        (|p| p.sign_in.second_factor.methods = vec![SecondFactorMethod::Totp], vec!["NIST SP 800-63B-4 2.2.2"]),
        (|p| p.passwords.not_containing_login_id = true, vec![NIST_PASSWORDS]),
        (
            |p| (p.sign_in.second_factor.mode, p.passwords.min) = (SecondFactorMode::ByChoice, 14),
            vec!["ASVS 6.3.3", NIST_PASSWORDS],
        ),
    ]
}

#[test]
fn presets_write_a_reason_for_exactly_what_they_depart_from() {
    for portal in presets() {
        let mut written: Vec<&str> = portal.departures.iter().map(|departure| departure.rule.as_str()).collect();
        assert!(portal.departures.iter().all(|d| portal.departure_reason(&d.rule).is_some()), "{}", portal.key);
        written.sort_unstable();
        let mut made = made(&portal);
        made.sort_unstable();
        assert_eq!(made, written, "{}", portal.key);
        assert!(portal.stale_departures().is_empty(), "{}", portal.key);
    }
}

#[test]
fn a_preset_made_strict_departs_from_nothing() {
    for portal in presets() {
        for rule in made(&portal) {
            let mut changed = portal.clone();
            stricter(rule)(&mut changed);
            assert!(!made(&changed).contains(&rule), "{}: {rule}", portal.key);
            assert!(changed.stale_departures().iter().any(|stale| stale.rule == rule), "{}: {rule}", portal.key);
        }
        assert_eq!(made(&strict(portal)), [""; 0]);
    }
}

#[test]
fn each_rule_is_departed_from_by_its_own_values() {
    let cases = loosened();
    for portal in presets() {
        for (at, (change, rules)) in cases.iter().enumerate() {
            let mut changed = strict(portal.clone());
            change(&mut changed);
            assert_eq!(made(&changed), *rules, "{} case {at}", portal.key);
        }
    }
    let covered = |rule: &str| cases.iter().any(|(_, rules)| rules.contains(&rule));
    assert!(RULES.iter().all(|(rule, ..)| covered(rule)));
}

#[test]
fn what_is_never_used_is_no_departure() {
    let mut portal = strict(presets().next().unwrap());
    portal.passwords.min = 8;
    assert_eq!(made(&portal), [""; 0], "8 characters beside a second factor");
    (portal.issued_passwords.mailed, portal.issued_passwords.days) = (false, 30);
    assert_eq!(made(&portal), [""; 0], "no issued password is mailed");
    (portal.passwords.min, portal.sign_in.second_factor.mode) = (15, SecondFactorMode::Never);
    portal.sign_in.second_factor.methods = vec![SecondFactorMethod::Mail];
    portal.sign_in.second_factor.one_time_password.minutes = 60;
    assert_eq!(made(&portal), ["ASVS 6.3.3"], "methods that are never asked");
}

#[test]
fn an_empty_reason_is_none() {
    let mut portal = strict(presets().next().unwrap());
    portal.departures = vec![Departure { rule: "ASVS 6.2.1".to_owned(), reason: " ".to_owned() }];
    assert_eq!(portal.departure_reason("ASVS 6.2.1"), None);
    portal.departures[0].reason = "Because.".to_owned();
    assert_eq!(portal.departure_reason("ASVS 6.2.1"), Some("Because."));
}
