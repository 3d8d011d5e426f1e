//! Knows the three documents' password rules, worded once more without the policy's types, and that the policies of the
//! portal files accept and refuse exactly the same.

use proptest::prelude::*;
use proptest::sample::select;

use super::{CharClass, LONGEST, PasswordContext, PasswordRule};
use crate::policy::Portal;

const NETWORK: &str = include_str!("../../../../portals/network.toml");
const RENTAL: &str = include_str!("../../../../portals/rental.toml");
const TELECOM: &str = include_str!("../../../../portals/telecom.toml");

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";
const SIGNS: &str = ".-_=+";
const RENTAL_CLASSES: &[&str] = &[LOWER, UPPER, DIGITS];
const TELECOM_CLASSES: &[&str] = &[LOWER, DIGITS];
/// Too long to come up in a generated password by chance.
const LOGIN_ID: &str = "Yamabiko7";

thread_local! {
    static POLICIES: [Portal; 3] = [NETWORK, RENTAL, TELECOM].map(|text| toml::from_str(text).unwrap());
}

/// The rules that a portal file finds broken.
fn broken(portal: usize, password: &str, login_id: &str, is_current: bool) -> Vec<PasswordRule> {
    let context = PasswordContext { login_id, mail: "", current_matches: Some(is_current) };
    POLICIES.with(|portals| portals[portal].passwords.check(password, &context))
}

fn codes(portal: usize, password: &str) -> Vec<&'static str> {
    broken(portal, password, LOGIN_ID, false).iter().map(|rule| rule.code().as_str()).collect()
}

const IN_NETWORK: usize = 0;
const IN_RENTAL: usize = 1;
const IN_TELECOM: usize = 2;

/// 8 characters or more of any kind; the product adds an upper end and refuses control characters, which nobody types.
fn network_document(password: &str) -> bool {
    password.chars().count() >= 8
        && password.chars().count() <= 128
        && !password.chars().any(|c| matches!(c, '\0'..='\x1f' | '\x7f'..='\u{9f}'))
}

/// 8 to 12 of letters, digits and `.-_=+`; upper case, lower case and a digit; not the login ID in it, in any case.
fn rental_document(password: &str, login_id: &str, is_current: bool) -> bool {
    let known = |c: u8| matches!(c, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'=' | b'+');
    let (bytes, name) = (password.as_bytes(), login_id.as_bytes());
    let named = !name.is_empty() && bytes.windows(name.len()).any(|part| part.eq_ignore_ascii_case(name));
    (8..=12).contains(&bytes.len())
        && bytes.iter().all(|&c| known(c))
        && RENTAL_CLASSES.iter().all(|class| password.contains(|c| class.contains(c)))
        && !named
        && !is_current
}

/// 8 to 32 of lower-case letters and digits, both in it.
fn telecom_document(password: &str) -> bool {
    (8..=32).contains(&password.len())
        && password.bytes().all(|c| matches!(c, b'a'..=b'z' | b'0'..=b'9'))
        && password.bytes().any(|c| c.is_ascii_lowercase())
        && password.bytes().any(|c| c.is_ascii_digit())
}

/// So many characters of the classes and of `more`, at least one of each class, in any order.
fn mixed(
    classes: &'static [&'static str],
    more: &'static str,
    length: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = String> {
    let one = |class: &&'static str| select(class.chars().collect::<Vec<char>>());
    let any: Vec<char> = classes.iter().flat_map(|class| class.chars()).chain(more.chars()).collect();
    let rest = length.start() - classes.len()..=length.end() - classes.len();
    (classes.iter().map(one).collect::<Vec<_>>(), proptest::collection::vec(select(any), rest))
        .prop_map(|(first, rest)| [first, rest].concat())
        .prop_shuffle()
        .prop_map(String::from_iter)
}

fn rental(length: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = String> {
    mixed(RENTAL_CLASSES, SIGNS, length)
}

fn telecom(length: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = String> {
    mixed(TELECOM_CLASSES, "", length)
}

/// Nothing that is typed is ruled out, kana, spaces and pictures least of all.
fn network(length: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = String> {
    let typed = prop_oneof![Just(' '), select("あ漢ｶＡ😀é!~".chars().collect::<Vec<_>>()), any::<char>()];
    let typed = typed.prop_filter("a control character", |c| !c.is_control());
    proptest::collection::vec(typed, length).prop_map(String::from_iter)
}

/// Far from every rule, near to each, and on both sides of the lengths.
fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "\\PC{0,140}",
        "[a-z0-9]{6,34}",
        "[a-zA-Z0-9.=+_-]{7,13}",
        "[aB1.Ａ１ é\n]{7,13}",
        "[xX]?[yY]amaBIKO7[aB1.]{0,3}",
    ]
}

/// `text` with `c` in place of the character at `at`, counted round.
fn with(text: &str, at: usize, c: char) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = at % chars.len();
    chars[at] = c;
    chars.into_iter().collect()
}

/// `text` with every character of one class made one of another.
fn without(text: &str, class: &str, instead: &str) -> String {
    let other = |c: char| class.find(c).and_then(|at| instead.chars().nth(at % instead.len())).unwrap_or(c);
    text.chars().map(other).collect()
}

fn lacks(portal: usize, password: &str) -> Vec<CharClass> {
    let class = |rule: PasswordRule| match rule {
        PasswordRule::Contains { class, .. } => class,
        other => panic!("{password}: {}", other.code()),
    };
    broken(portal, password, LOGIN_ID, false).into_iter().map(class).collect()
}

proptest! {
    #[test]
    fn what_the_documents_allow_is_accepted(
        network in network(8..=128), rental in rental(8..=12), telecom in telecom(8..=32),
    ) {
        prop_assert!(network_document(&network) && telecom_document(&telecom));
        prop_assert!(rental_document(&rental, LOGIN_ID, false));
        prop_assert_eq!(codes(IN_NETWORK, &network), [""; 0]);
        prop_assert_eq!(codes(IN_RENTAL, &rental), [""; 0]);
        prop_assert_eq!(codes(IN_TELECOM, &telecom), [""; 0]);
    }

    #[test]
    fn any_text_is_judged_as_the_documents_say(
        password in anything(), login_id in "|[a-zA-Z0-9]{1,3}|yamabiko7", is_current in any::<bool>(),
    ) {
        let accepted = |portal| broken(portal, &password, &login_id, is_current).is_empty();
        // The network's document does not say so, but a change that changes nothing is none.
        prop_assert_eq!(accepted(IN_NETWORK), network_document(&password) && !is_current);
        prop_assert_eq!(accepted(IN_RENTAL), rental_document(&password, &login_id, is_current));
        prop_assert_eq!(accepted(IN_TELECOM), telecom_document(&password));
    }

    #[test]
    fn a_wrong_length_is_refused_as_such(
        short in (network(0..=7), rental(3..=7), telecom(2..=7)),
        long in (network(129..=200), rental(13..=40), telecom(33..=LONGEST as usize)),
    ) {
        for (portal, short, long) in
            [(IN_NETWORK, short.0, long.0), (IN_RENTAL, short.1, long.1), (IN_TELECOM, short.2, long.2)]
        {
            prop_assert_eq!(codes(portal, &short), ["min_length"]);
            prop_assert_eq!(codes(portal, &long), ["max_length"]);
        }
    }

    #[test]
    fn a_foreign_character_is_refused_as_such(
        rental in rental(8..=11), telecom in telecom(8..=31), network in network(8..=127), at in any::<usize>(),
        foreign in select(" !/:@,~　あＡ１é\n".chars().collect::<Vec<_>>()),
        sign in select("ABZ.-_=+".chars().collect::<Vec<_>>()),
        control in select(vec!['\0', '\n', '\t', '\u{7f}', '\u{9f}']),
    ) {
        // One more character in front leaves the classes and lengths as they are.
        prop_assert_eq!(codes(IN_RENTAL, &format!("{foreign}{rental}")), ["allowed_characters"]);
        prop_assert_eq!(codes(IN_TELECOM, &format!("{foreign}{telecom}")), ["allowed_characters"]);
        prop_assert_eq!(codes(IN_TELECOM, &format!("{telecom}{sign}")), ["allowed_characters"]);
        prop_assert_eq!(codes(IN_NETWORK, &with(&network, at, control)), ["allowed_characters"]);
    }

    #[test]
    fn a_missing_class_is_refused_by_its_name(rental in rental(8..=12), telecom in telecom(8..=32)) {
        prop_assert_eq!(lacks(IN_RENTAL, &without(&rental, UPPER, SIGNS)), [CharClass::Upper]);
        prop_assert_eq!(lacks(IN_RENTAL, &without(&rental, LOWER, SIGNS)), [CharClass::Lower]);
        prop_assert_eq!(lacks(IN_RENTAL, &without(&rental, DIGITS, SIGNS)), [CharClass::Digit]);
        prop_assert_eq!(lacks(IN_TELECOM, &without(&telecom, LOWER, DIGITS)), [CharClass::Lower]);
        prop_assert_eq!(lacks(IN_TELECOM, &without(&telecom, DIGITS, LOWER)), [CharClass::Digit]);
    }

    #[test]
    fn the_login_id_in_any_case_and_the_current_password_are_refused(
        rental in rental(8..=12), from in 0_usize..8, length in 1_usize..5, upper in any::<bool>(),
    ) {
        let part: String = rental.chars().skip(from).take(length).collect();
        let login_id = if upper { part.to_uppercase() } else { part.to_lowercase() };
        let codes = |login_id: &str, is_current| -> Vec<&str> {
            broken(IN_RENTAL, &rental, login_id, is_current).iter().map(|rule| rule.code().as_str()).collect()
        };
        prop_assert_eq!(codes(&login_id, false), ["not_containing_login_id"]);
        prop_assert_eq!(codes(LOGIN_ID, true), ["differs_from_current"]);
    }
}
