//! Names as they stand in real exports, and as customers type them.

use super::*;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn key(name: &str) -> String {
    NameKey::of(name).into()
}

#[test]
fn kanji_are_told_from_kana_beside_a_legal_form() {
    for kana in ["スズキキョウコ", "すずき　きょうこ", "ｽｽﾞｷ ABC 123", "株式会社スズキ", "スズキ（株）", "㈲スズキ"]
    {
        assert!(is_kana_name(kana), "{kana}");
    }
    for kanji in ["鈴木京子", "スズキ京コ", "株式会社鈴木", "佐々木", "𠮷野", "髙橋"] {
        assert!(!is_kana_name(kanji), "{kanji}");
    }
    assert_eq!(katakana("すずき ゔぃら（株）"), "スズキ ヴィラ（株）");
}

#[test]
fn exports_and_customers_meet() {
    for (exported, typed) in [
        ("カ)ヴェルデ2", ["ヴェルデ2", "ｳﾞｪﾙﾃﾞ２", "ゔぇるで2", "ヴェルデ　2"]),
        ("ｶ)ｳﾞｪﾙﾃﾞ7", ["ヴェルデ7", "株式会社ヴェルデ7", "ヴェルデ７（カ", "㈱ヴェルデ7"]),
        ("ヴェルデカブシキガイシャ5", ["ヴェルデ5", "ヴェルデ5株式会社", "かぶしきがいしゃゔぇるで5", "カ）ヴェルデ5"]),
        (
            "イッパンシャダンホウジンホクトデンセツ4",
            ["ホクトデンセツ4", "ほくと でんせつ 4", "シヤ)ホクトデンセツ4", "ﾎｸﾄﾃﾞﾝｾﾂ４"],
        ),
        (
            "ｻﾝﾗｲｽﾞｷｶｸｶﾌﾞｼｷｶﾞｲｼｬ38",
            [
                "サンライズキカク38",
                "サンライズ・キカク38",
                "サンライズキカクカブシキカイシャ38",
                "さんらいずきかく３８",
            ],
        ),
        ("ﾕｳｹﾞﾝｶﾞｲｼｬﾊﾟﾙ･ｼｽﾃﾑｽﾞ8", ["パル・システムズ8", "パルシステムズ8", "ユ)ﾊﾟﾙｼｽﾃﾑｽﾞ8", "有限会社パル･システムズ8"]),
        ("ｽｽﾞｷ ｷｮｳｺ", ["スズキキョウコ", "すずき　きょうこ", "スズキ キヨウコ", "ｽｽﾞｷ・ｷｮｰｳｺ"]),
    ] {
        for typed in typed {
            assert_eq!(key(typed), key(exported), "{typed} / {exported}");
        }
    }
}

#[test]
fn abbreviations_count_only_with_their_brackets() {
    assert_eq!(key("カ)ヤマダ"), "ヤマダ");
    assert_eq!(key("ヤマダ(カ"), "ヤマダ");
    assert_eq!(key("ヤマダ(カ)ミナト(エイ"), "ヤマダミナト");
    assert_eq!(key("【株】山田"), "山田");
    assert_eq!(key("(有)山田"), "山田");
    assert_eq!(key("トクヒ)アオバ"), "アオバ");
    assert_eq!(key("カメヤマ"), "カメヤマ");
    assert_eq!(key("ヤマダカ"), "ヤマダカ");
    assert_eq!(key("アカ)ヤマダ"), "アカ)ヤマダ");
}

#[test]
fn the_longest_form_goes_first() {
    for form in LEGAL_FORMS {
        assert_eq!(key(&format!("{}青葉", form.name)), "青葉", "{}", form.name);
        assert_eq!(key(&format!("アオバ{}12", form.kana)), "アオバ12", "{}", form.kana);
        assert_eq!(key(&format!("{})アオバ", form.abbreviation)), "アオバ", "{}", form.abbreviation);
    }
}

#[test]
fn different_names_stay_different() {
    let names = ["ヴェルデ2", "ヴェルデ22", "ベルデ2", "ホクト2", "パル2", "ハル2", "バル2", "髙橋", "高橋"];
    let keys: std::collections::BTreeSet<String> = names.iter().map(|name| key(name)).collect();
    assert_eq!(keys.len(), names.len());
}

#[test]
fn a_bare_form_keeps_its_key() {
    assert_eq!(key("株式会社"), "株式会社");
    assert_eq!(key("㈱"), "(株)");
    assert!(NameKey::of("　・ー").is_empty());
}

#[test]
fn kana_names_are_hinted() {
    for name in ["カ)ヴェルデ2", "ｽｽﾞｷ ｷｮｳｺ", "ＡＢＣサービス", "すずき", "パル・システムズ８"]
    {
        assert!(looks_like_kana_name(name), "{name}");
    }
    for name in ["鈴木京子", "㈱ヴェルデ", "", "　", "・", "<b>カナ</b>"] {
        assert!(!looks_like_kana_name(name), "{name}");
    }
}

/// Full-width katakana to half-width, ASCII to full-width: the other width of everything.
fn other_width(name: &str) -> String {
    let half: std::collections::HashMap<String, char> =
        ('\u{FF61}'..='\u{FF9F}').map(|c| (std::iter::once(c).nfkc().collect(), c)).collect();
    let width = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
        c => half.get(&c.to_string()).copied().unwrap_or(c),
    };
    name.nfd().map(width).collect()
}

proptest! {
    #[test]
    fn a_key_is_its_own_key(name in "\\PC{0,16}") {
        let once = NameKey::of(&name);
        prop_assert_eq!(NameKey::of(once.as_str()), once.clone());
    }

    #[test]
    fn a_kana_key_is_its_own_key(name in "[ぁ-ゖァ-ヺー・()（）カユ株式会社法人゛゜ \u{3099}0-9]{0,16}") {
        let once = NameKey::of(&name);
        prop_assert_eq!(NameKey::of(once.as_str()), once.clone());
    }

    #[test]
    fn width_does_not_matter(name in "[ァ-ヴー・A-Za-z0-9() ]{0,16}") {
        prop_assert_eq!(NameKey::of(&other_width(&name)), NameKey::of(&name), "{}", other_width(&name));
    }

    #[test]
    fn hiragana_does_not_matter(name in "[ぁ-ゔ]{1,12}") {
        let katakana: String = name.chars().map(|c| char::from_u32(u32::from(c) + 0x60).unwrap()).collect();
        prop_assert_eq!(NameKey::of(&katakana), NameKey::of(&name));
    }

    #[test]
    fn the_form_does_not_matter(base in "[アイキクサシタナニマミヤラ]{2,8}", serial in "[0-9]{0,3}", form in 0..LEGAL_FORMS.len()) {
        let form = LEGAL_FORMS[form];
        let plain = NameKey::of(&format!("{base}{serial}"));
        for written in [
            format!("{}{base}{serial}", form.kana), format!("{base}{}{serial}", form.kana), format!("{base}{serial}{}", form.name),
            format!("{}){base}{serial}", form.abbreviation), format!("{base}{serial}({}", form.abbreviation),
            format!("{base}({}{serial}", form.abbreviation), format!("({}){base}{serial}", form.abbreviation),
        ] {
            prop_assert_eq!(NameKey::of(&written), plain.clone(), "{}", written);
        }
    }
}
