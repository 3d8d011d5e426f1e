//! What everybody chooses, and what must stay allowed.

use super::*;
use proptest::prelude::*;

#[test]
fn knows_what_everybody_chooses() {
    for password in [
        "password1",
        "Password1",
        "p@ssw0rd",
        "P@ssw0rd123",
        "passw0rd1",
        "ｐａｓｓｗｏｒｄ１",
        "qwerty123",
        "1q2w3e4r",
        "q1w2e3r4t5",
        "1qaz2wsx",
        "zaq12wsx",
        "abc12345",
        "abcd1234",
        "asdf1234",
        "asdfghjk",
        "12345678",
        "87654321",
        "11111111",
        "aaaa1111",
        "a1a1a1a1",
        "12341234",
        "sakura2024",
        "sakura1234",
        "Hanako19850401",
        "19850401",
        "iloveyou1",
        "welcome1",
        "letmein1",
        "admin123",
        "admin1234",
        "1234admin",
        "test1234",
        "docomo2026",
        "dragon12",
        "passpass1",
        "qwer1234",
        "qwe123qwe",
        "123qwe123",
        "Summer2026!",
        "1q2w3e4r5t",
        "trustno1",
        "password12345678",
        "a1b2c3d4",
        "pass1234",
        "nihon0000",
        "qazwsx123",
        "baseball1",
    ] {
        assert!(is_common(password, &[]), "{password}");
    }
}

#[test]
fn leaves_other_passwords_alone() {
    for password in [
        "mkt7vwrd",
        "k3jx9q2p",
        "hn2smzr4",
        "Tz.8kfq-2w",
        "correcthorsebatterystaple",
        "mizuumi no soba 42",
        "sakura7tombo3",
        "passing8train",
        "青い空と白い雲",
        "admiral5hat",
        "abcmkt7vwrd",
        "Wq=4Lm+z9a",
        "sakura83729151",
    ] {
        assert!(!is_common(password, &["rec00001", "taro", "madoguchi"]), "{password}");
    }
}

#[test]
fn knows_the_words_around() {
    for password in ["rec00001", "Rec00001!", "rec00001ab", "taro1234", "2024taro", "madoguchi1", "MADOGUCHI2026"] {
        assert!(is_common(password, &["rec00001", "taro", "Madoguchi"]), "{password}");
    }
    assert!(!is_common("mkt7vwrd", &["", "m", "mk"]), "short words would forbid nearly everything");
}

#[test]
fn stands_for_more_than_a_thousand_telecom_passwords() {
    let suffixes = ["1", "12", "123", "1234", "2024", "0000", "777"];
    let made = WORDS.split_whitespace().flat_map(|word| suffixes.map(|suffix| format!("{word}{suffix}")));
    let listed: std::collections::BTreeSet<String> = made.filter(|p| p.len() >= 8 && is_common(p, &[])).collect();
    assert!(listed.len() > 1_000, "{}", listed.len());
}

#[test]
fn knows_the_words_around_in_every_spelling() {
    let context = ["Aoba Telecom", "aobatelecom", "aoba", "telecom", "Yamabiko", "やまびこ", "レンタル", "rental"];
    for password in [
        "aobatelecom1",
        "Yamabiko12",
        "yamabiko2026",
        "Y4m4b1k012",
        "ＹＡＭＡＢＩＫＯ１２",
        "te1ec0m1234",
        "4obatelec0m",
        "ヤマビコレンタル",
        "やまびこ1985",
        "ﾔﾏﾋﾞｺ2026",
        "telecomaoba99",
        "Rental.2026",
        "1234rental",
    ] {
        assert!(is_common(password, &context), "{password}");
    }
    for password in ["aoba7hizakura", "yama8kawa.umi", "Tz.8kfq-2w", "telekinesis-74x", "やまのぼりとそば"] {
        assert!(!is_common(password, &context), "{password}");
    }
}

proptest! {
    #[test]
    fn case_and_width_do_not_help(at in 0..WORDS.split_whitespace().count(), number in 0..9_999_u32) {
        let word = WORDS.split_whitespace().nth(at).unwrap();
        let password = format!("{}{number}", word.to_uppercase());
        let wide: String = password.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        prop_assert!(is_common(&password, &[]) && is_common(&wide, &[]), "{}", password);
    }

    #[test]
    fn judging_never_panics(password in "\\PC{0,20}", word in "\\PC{0,6}") {
        let _ = is_common(&password, &[&word]);
    }
}
