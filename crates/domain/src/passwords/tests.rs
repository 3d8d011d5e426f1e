//! The three portals' policies, and the promise that `check` and the rules agree.

use super::*;
use proptest::prelude::*;

fn telecom() -> PasswordPolicy {
    PasswordPolicy {
        min: 8,
        max: Some(32),
        allowed: AllowedCharacters { lower: true, digits: true, ..AllowedCharacters::default() },
        require: vec![CharClass::Lower, CharClass::Digit],
        differs_from_current: false,
        not_containing_login_id: false,
        context_words: Vec::new(),
    }
}

fn rental() -> PasswordPolicy {
    PasswordPolicy {
        min: 8,
        max: Some(12),
        allowed: AllowedCharacters {
            lower: true,
            upper: true,
            digits: true,
            symbols: ".-_=+".into(),
            any_character: false,
        },
        require: vec![CharClass::Upper, CharClass::Lower, CharClass::Digit],
        differs_from_current: true,
        not_containing_login_id: true,
        context_words: Vec::new(),
    }
}

fn network() -> PasswordPolicy {
    PasswordPolicy {
        min: 8,
        max: None,
        allowed: AllowedCharacters { any_character: true, ..AllowedCharacters::default() },
        require: vec![],
        differs_from_current: false,
        not_containing_login_id: false,
        context_words: Vec::new(),
    }
}

fn broken(policy: &PasswordPolicy, password: &str) -> Vec<&'static str> {
    let context =
        PasswordContext { login_id: "Rec1", mail: "taro@example.jp", current_matches: Some(password == "Old1.pass") };
    policy.check(password, &context).iter().map(|rule| rule.code().as_str()).collect()
}

#[test]
fn telecom_takes_lower_case_and_digits_only() {
    assert!(broken(&telecom(), "mkt7vwrd").is_empty());
    assert!(broken(&telecom(), &"a1".repeat(16)).is_empty());
    assert_eq!(broken(&telecom(), "mkt7vwr"), ["min_length"]);
    assert_eq!(broken(&telecom(), &format!("{}1", "a1".repeat(16))), ["max_length"]);
    assert_eq!(broken(&telecom(), "Mkt7vwrd"), ["allowed_characters"]);
    assert_eq!(broken(&telecom(), "mkt7vwrd "), ["allowed_characters"]);
    assert_eq!(broken(&telecom(), "mktxvwrd"), ["contains"]);
    assert_eq!(broken(&telecom(), "ｍｋｔ７ｖｗｒｄ"), ["allowed_characters", "contains", "contains"]);
    assert_eq!(broken(&telecom(), ""), ["min_length", "contains", "contains"]);
}

#[test]
fn rental_takes_three_classes_and_five_signs() {
    assert!(broken(&rental(), "Tz.8kfq-2w").is_empty());
    assert_eq!(broken(&rental(), "Tz.8kfq-2w_=+"), ["max_length"]);
    assert_eq!(broken(&rental(), "Tz!8kfq-2w"), ["allowed_characters"]);
    assert_eq!(broken(&rental(), "tz.8kfq-2w"), ["contains"]);
    assert_eq!(broken(&rental(), "Old1.pass"), ["differs_from_current"]);
    assert_eq!(broken(&rental(), "Tz.rEC1fq"), ["not_containing_login_id"]);
    let unknown = PasswordContext::default();
    assert!(rental().check("Old1.pass", &unknown).is_empty(), "the browser cannot know the current password");
}

#[test]
fn network_takes_anything_of_eight_characters() {
    for password in ["青い空と白い雲", "p q r s t u", "abcdefgh"] {
        assert_eq!(broken(&network(), password).is_empty(), password.chars().count() >= 8, "{password}");
    }
    assert_eq!(broken(&network(), &"x".repeat(129)), ["max_length"]);
    assert_eq!(broken(&network(), "abcdefg\n"), ["allowed_characters"]);
}

#[test]
fn policies_that_nobody_can_meet_are_refused() {
    for policy in [telecom(), rental(), network()] {
        assert_eq!(policy.validate(), Ok(()));
    }
    let wrong = |change: fn(&mut PasswordPolicy)| {
        let mut policy = telecom();
        change(&mut policy);
        policy.validate()
    };
    assert_eq!(wrong(|p| p.min = 33), Err(PasswordPolicyError::Lengths));
    assert_eq!(wrong(|p| p.min = 0), Err(PasswordPolicyError::Lengths));
    assert_eq!(wrong(|p| p.max = Some(129)), Err(PasswordPolicyError::Lengths));
    assert_eq!(wrong(|p| p.allowed = AllowedCharacters::default()), Err(PasswordPolicyError::NothingAllowed));
    assert_eq!(wrong(|p| p.allowed.symbols = "あ".into()), Err(PasswordPolicyError::Symbols));
    assert_eq!(wrong(|p| p.require.push(CharClass::Upper)), Err(PasswordPolicyError::Required));
}

proptest! {
    #[test]
    fn check_is_empty_exactly_when_each_rule_holds(password in "[a-cA-C0-2._!あ]{0,14}", same in proptest::option::of(any::<bool>())) {
        let context = PasswordContext { login_id: "ab", mail: "", current_matches: same };
        for policy in [telecom(), rental(), network()] {
            let broken = policy.check(&password, &context);
            for rule in policy.rules() {
                prop_assert_eq!(rule.holds(&password, &context), !broken.contains(&rule));
            }
        }
    }

    #[test]
    fn rental_agrees_with_its_document(password in "[a-cA-C0-2.=!]{6,14}") {
        // Worded once more, from the document and not from the rules.
        let fine = (8..=12).contains(&password.len())
            && password.chars().all(|c| c.is_ascii_alphanumeric() || ".-_=+".contains(c))
            && password.chars().any(|c| c.is_ascii_uppercase())
            && password.chars().any(|c| c.is_ascii_lowercase())
            && password.chars().any(|c| c.is_ascii_digit());
        prop_assert_eq!(rental().check(&password, &PasswordContext::default()).is_empty(), fine);
    }
}
