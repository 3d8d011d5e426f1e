//! Every message in every language, with samples and with hostile values.

use super::*;

fn texts(locale: &str) -> PortalTexts {
    let pick = |ja: &str, en: &str| if locale == "en" { en.to_owned() } else { ja.to_owned() };
    PortalTexts {
        provider: pick("みなと通信株式会社", "Minato Communications"),
        site_name: pick("みなと通信マイページ", "Minato My Page"),
        greeting: pick(
            "平素より弊社サービス等をご利用頂き、厚く御礼申し上げます。",
            "Thank you for using our services.",
        ),
        signature: pick("みなと通信株式会社\nお客様サポート係", "Minato Communications\nCustomer support"),
        support_department: pick("マイページ窓口", "My Page desk"),
        support_hours: pick("平日 9:00～17:30", "Weekdays 9:00-17:30"),
        support_phone: Some("03-0000-0000".to_owned()),
        support_mail: "support@minato.example.jp".to_owned(),
        from: "contact@minato.example.jp".to_owned(),
        color: "#0b5d7a".to_owned(),
    }
}

fn facts(message: &Message) -> Vec<String> {
    match message.clone() {
        Message::Registration { link, access_id, temporary_password, link_days, password_rules } => {
            [vec![link, access_id, temporary_password, link_days.to_string()], password_rules].concat()
        }
        Message::OneTimePassword { one_time_password, minutes } => {
            vec![one_time_password, minutes.to_string()]
        }
    }
}

#[test]
fn every_message_states_its_facts_in_every_language() {
    for locale in LOCALES {
        for message in Message::samples(locale) {
            let place = format!("{} {locale}", message.name());
            let texts = texts(locale);
            let content = render(&message, locale, &texts).unwrap_or_else(|e| panic!("{place}: {e}"));
            for part in [&content.subject, &content.text, &content.html] {
                let unfilled = ["{{", "{%", "None", ">none"].iter().find(|mark| part.contains(**mark));
                assert_eq!(unfilled, None, "{place}: {part}");
            }
            assert!(content.subject.contains(&texts.site_name), "{place}");
            assert!(!content.text.contains("\n\n\n"), "{place}: gap in {}", content.text);
            assert!(content.html.contains(&format!("<html lang=\"{locale}\">")), "{place}");
            for fact in facts(&message) {
                assert!(content.text.contains(&fact), "{place}: text lacks {fact}");
                assert!(content.html.contains(&escaped(&fact)), "{place}: html lacks {fact}");
                assert!(!content.subject.contains(&fact), "{place}: subject shows {fact}");
            }
            for line in texts.signature.lines().chain([&*texts.greeting, &*texts.support_mail]) {
                assert!(content.text.contains(line) && content.html.contains(line), "{place}: {line}");
            }
        }
    }
}

/// The slashes of a URL are escaped too.
fn escaped(fact: &str) -> String {
    fact.replace('/', "&#x2f;")
}

#[test]
fn every_template_is_used_and_there_is_one_for_each_part() {
    let mut expected: Vec<String> = vec!["frame/html".into()];
    for locale in LOCALES {
        expected.extend(["html", "text"].map(|part| format!("frame/{part}.{locale}")));
        for message in Message::samples(locale) {
            let name = message.name();
            expected.extend(["html", "subject", "text"].map(|part| format!("{name}/{part}.{locale}")));
        }
    }
    let mut present: Vec<String> = Templates::iter().map(|name| name.into_owned()).collect();
    expected.sort();
    present.sort();
    assert_eq!(present, expected);
}

#[test]
fn a_missing_phone_leaves_no_empty_line() {
    let texts = PortalTexts { support_phone: None, ..texts("ja") };
    let content = render(&Message::samples("ja")[1], "ja", &texts).unwrap();
    assert!(!content.text.contains("電話") && !content.html.contains("電話"));
    assert!(content.text.contains("受付時間: 平日 9:00～17:30\nメール: support@minato.example.jp\n"));
}

#[test]
fn values_cannot_become_markup_or_lines_of_a_subject() {
    let message = Message::OneTimePassword { one_time_password: "<b>1</b>\"".into(), minutes: 10 };
    let texts = PortalTexts { site_name: "A\r\nBcc: x@example.jp\u{2028}\0B".into(), ..texts("ja") };
    let content = render(&message, "ja", &texts).unwrap();
    assert_eq!(content.subject, "【A Bcc: x@example.jp B】ワンタイムパスワードのお知らせ");
    assert!(!content.html.contains("<b>1"));
    assert!(content.html.contains("&lt;b&gt;1"));
    assert!(content.text.contains("<b>1</b>\""));
}

#[test]
fn unknown_languages_are_japanese_and_regions_do_not_matter() {
    let message = &Message::samples("ja")[1];
    let subject = |locale: &str| render(message, locale, &texts("ja")).unwrap().subject;
    for locale in ["ja", "ja-JP", "fr", "", "../en"] {
        assert_eq!(subject(locale), "【みなと通信マイページ】ワンタイムパスワードのお知らせ", "{locale}");
    }
    for locale in ["en", "en-GB", "EN_us"] {
        assert_eq!(subject(locale), "[みなと通信マイページ] Your one-time password", "{locale}");
    }
}

#[test]
fn debug_output_keeps_the_secrets() {
    for message in Message::samples("ja") {
        let content = render(&message, "ja", &texts("ja")).unwrap();
        let shown = format!("{message:?} {content:?}");
        for fact in facts(&message).iter().filter(|fact| fact.len() > 2) {
            assert!(!shown.contains(fact), "{shown}");
        }
    }
}
