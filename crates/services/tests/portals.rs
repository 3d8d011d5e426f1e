//! Portal files as an operator meets them: the presets are served, a wrong file is refused with its name, line and reason.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use madoguchi_domain::locales::Locale;
use madoguchi_mail::{Message, render};
use madoguchi_services::portals::{Portals, mail_texts, parse};

const NETWORK: &str = include_str!("../../../portals/network.toml");
const RENTAL: &str = include_str!("../../../portals/rental.toml");
const TELECOM: &str = include_str!("../../../portals/telecom.toml");

/// What is said of a preset in which `from` became `to`, and the line where `to` stands.
fn refusal(preset: &str, from: &str, to: &str) -> (String, usize) {
    assert!(preset.contains(from), "the preset has no {from}");
    let text = preset.replacen(from, to, 1);
    let line = text.lines().position(|line| line.contains(to)).unwrap() + 1;
    (parse("portal.toml", &text).unwrap_err().to_string(), line)
}

#[track_caller]
fn assert_refused(preset: &str, from: &str, to: &str, reason: &str) {
    let (message, line) = refusal(preset, from, to);
    assert!(message.starts_with(&format!("portal.toml line {line}: ")), "expected line {line}: {message}");
    assert!(message.contains(reason), "{message}");
}

#[test]
fn the_presets_are_served() {
    let keys = ["network", "rental", "telecom"].map(str::to_owned);
    let portals = Portals::presets(&keys).unwrap();
    assert_eq!(portals.all().map(|portal| portal.key.as_str()).collect::<Vec<_>>(), keys);
}

/// The portal's file says the whole of it, in the words of the provider's guide.
fn has_own_subject(message: &Message) -> bool {
    matches!(message, Message::RequestCompleted { .. })
}

#[test]
fn every_mail_of_every_preset_renders_in_every_language() {
    let presets = Portals::every_preset().unwrap();
    assert_eq!(presets.all().count(), 3);
    for (portal, locale) in presets.all().flat_map(|portal| Locale::ALL.iter().map(move |locale| (portal, *locale))) {
        let texts = mail_texts(portal, locale);
        for message in Message::samples(locale) {
            let place = format!("{} {} {locale}", portal.key, message.name());
            let content = render(&message, locale, &texts).unwrap_or_else(|error| panic!("{place}: {error}"));
            if !has_own_subject(&message) {
                assert!(content.subject.contains(portal.name.get(locale)), "{place}: {}", content.subject);
            }
            for line in texts.signature.lines().chain([&*texts.greeting, &*portal.support.mail]) {
                assert!(content.text.contains(line), "{place}: {line}");
            }
            assert!(content.html.contains(&portal.brand.color), "{place}");
            assert!(!content.text.contains("\n\n\n"), "{place}: gap in {}", content.text);
        }
    }
}

/// The words that the providers' guides show of their mails: preset, message, subject, lines of the text.
const DOCUMENTS: [(&str, &str, &str, &[&str]); 6] = [
    (
        "telecom",
        "registration",
        "",
        &["受信メールをご確認ください！", "【ご案内内容】", "▼お客様ログイン情報", "▼パスワードの設定について"],
    ),
    ("telecom", "one_time_password", "", &["受信メールをご確認ください！", "ワンタイムパスワードが発行されました。"]),
    ("rental", "one_time_password", "ワンタイムパスワード通知", &["ワンタイムパスワード : "]),
    ("rental", "password_setting", "パスワード設定依頼", &["URL : "]),
    (
        "network",
        "contractor_id",
        "ほしぞら連携サービスご契約ID通知",
        &[
            "（本メールは大切に保管してください。）",
            "ご契約ID : ",
            "初期パスワード : ",
            "※初期パスワードはログイン後に必ず変更してください。",
        ],
    ),
    (
        "network",
        "password_reissued",
        "ほしぞら連携サービス パスワードリセット通知",
        &[
            "パスワードのリセット処理が完了しました。",
            "ご契約ID : ",
            "再発行パスワード : ",
            "※再発行パスワードはログイン後に必ず変更してください。",
        ],
    ),
];

#[test]
fn mails_have_the_words_of_the_documents() {
    let presets = Portals::every_preset().unwrap();
    for (key, name, subject, lines) in DOCUMENTS {
        let texts = mail_texts(&presets.get(key).unwrap(), Locale::Ja);
        let message = Message::samples(Locale::Ja).into_iter().find(|message| message.name() == name).unwrap();
        let content = render(&message, Locale::Ja, &texts).unwrap();
        assert!(content.subject.ends_with(subject), "{key} {name}: {}", content.subject);
        for line in lines {
            assert!(content.text.contains(line), "{key} {name} lacks {line}: {}", content.text);
        }
    }
}

/// A mail stands among those of others: its subject says whose it is.
#[test]
fn subjects_name_the_provider() {
    let presets = Portals::every_preset().unwrap();
    for (portal, locale) in presets.all().flat_map(|portal| Locale::ALL.iter().map(move |locale| (portal, *locale))) {
        let texts = mail_texts(portal, locale);
        if let Some(requests) = &portal.requests {
            let (subject, brand) = (requests.completion.subject.get(locale), &portal.brand);
            let names = [brand.provider.get(locale), brand.service.get(locale)];
            assert!(names.iter().any(|name| subject.contains(name)), "{}: {subject}", portal.key);
        }
        for message in Message::samples(locale).into_iter().filter(|message| !has_own_subject(message)) {
            let subject = render(&message, locale, &texts).unwrap().subject;
            assert!(
                subject.contains(portal.brand.provider.get(locale)),
                "{} {}: {subject}",
                portal.key,
                message.name()
            );
        }
    }
}

#[test]
fn a_name_without_a_preset_is_refused() {
    let error = Portals::presets(&["hotel".to_owned()]).unwrap_err();
    assert_eq!(error.to_string(), "hotel.toml: no preset has this name");
}

#[test]
fn an_unknown_key_is_refused() {
    assert_refused(RENTAL, "login_notice = true", "login_notise = true", "unknown field `login_notise`");
    assert_refused(NETWORK, "read_only = true", "readonly = true", "unknown field `readonly`");
}

#[test]
fn a_value_of_another_type_is_refused() {
    assert_refused(RENTAL, "page_size = 20", "page_size = \"twenty\"", "invalid type");
    assert_refused(
        NETWORK,
        "mail_change = \"new_address_confirms\"",
        "mail_change = \"never\"",
        "unknown variant `never`",
    );
}

#[test]
fn a_colour_that_white_text_cannot_be_read_on_is_refused() {
    assert_refused(
        TELECOM,
        "color = \"#0b5d4b\"",
        "color = \"#ffcc00\"",
        "brand.color: white text on it has a contrast of 1.5",
    );
    assert_refused(RENTAL, "color = \"#a3400f\"", "color = \"orange\"", "brand.color: must be written #rrggbb");
}

#[test]
fn a_wrong_registration_number_is_refused() {
    let inline = TELECOM.lines().find(|line| line.starts_with("issuer = ")).unwrap();
    let table = "\n[invoices.issuer]\nname = \"あおばテレコム株式会社\"\nregistration_number = \"T7123456789012\"";
    let preset = TELECOM.replacen(inline, table, 1);
    let reason = "invoices.issuer.registration_number: a registration number is T and 13 digits";
    assert_refused(&preset, "\"T7123456789012\"", "\"T712345678901\"", reason);
}

#[test]
fn a_form_that_is_used_but_not_described_is_refused() {
    let reason = "registration.forms: form `contracter` is used by `registration` but not described";
    assert_refused(NETWORK, "forms = [\"contractor\", ", "forms = [\"contracter\", ", reason);
    let (message, _) = refusal(NETWORK, "forms = [\"termination\"]", "forms = [\"end\"]");
    assert!(message.contains("form `end` is used by `termination` but not described"), "{message}");
}

#[test]
fn a_password_policy_that_no_password_meets_is_refused() {
    let (message, _) = refusal(RENTAL, "max = 12", "max = 7");
    assert_eq!(
        message.split_once("passwords: ").map(|(_, reason)| reason),
        Some("min must be at least 1 and at most max, and max at most 128")
    );
}
