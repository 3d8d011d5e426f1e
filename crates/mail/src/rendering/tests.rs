//! Every message in every language, with samples and with hostile values.

use super::*;

fn texts(locale: Locale) -> PortalTexts {
    let pick = |ja: &str, en: &str| locale.pick(ja, en).to_owned();
    PortalTexts {
        provider: pick("みなと通信株式会社", "Minato Communications"),
        service: pick("みなとひかり", "Minato Hikari"),
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

/// Every text of a message, and its number when it states one. Names each field, so that none is forgotten.
fn parts(message: &mut Message) -> (Vec<&mut String>, Option<u32>) {
    match message {
        Message::Registration { link, access_id, temporary_password, link_days, password_rules }
        | Message::AccessReissued { link, access_id, temporary_password, link_days, password_rules } => {
            let texts = [link, access_id, temporary_password].into_iter().chain(password_rules);
            (texts.collect(), Some(*link_days))
        }
        Message::OneTimePassword { one_time_password, minutes } => (vec![one_time_password], Some(*minutes)),
        Message::ContractorId { contractor_id: name, issued_password, issued_days, login_url }
        | Message::PasswordReissued { sign_in_name: name, issued_password, issued_days, login_url } => {
            (vec![name, issued_password, login_url], Some(*issued_days))
        }
        Message::IssuedPasswordRestored { sign_in_name, hours, login_url } => {
            (vec![sign_in_name, login_url], Some(*hours))
        }
        Message::PasswordSetting { link, hours, sign_in_name, password_rules } => {
            ([link, sign_in_name].into_iter().chain(password_rules).collect(), Some(*hours))
        }
        Message::PasswordForgotten { link, hours, password_rules } => {
            (std::iter::once(link).chain(password_rules).collect(), Some(*hours))
        }
        Message::PasswordChanged { at } | Message::AccountLocked { at } => (vec![at], None),
        Message::LoginNotice { at, address, browser, link } => (vec![at, address, browser, link], None),
        Message::SignInStopped { at, recovery_url } | Message::AccountUnlocked { at, recovery_url } => {
            (vec![at, recovery_url], None)
        }
        Message::UserManaged { change, person, by, at } => (vec![change, person, by, at], None),
        Message::MailChangeRequested { link, hours } | Message::MailChangeConfirmation { link, hours } => {
            (vec![link], Some(*hours))
        }
        Message::MailAddressChanged { new_mail_address, at, link, days } => {
            (vec![new_mail_address, at, link], Some(*days))
        }
        Message::UserDeleted { customer_name, at } => (vec![customer_name, at], None),
        Message::NoticePublished { title, url, important: _ } => (vec![title, url], None),
        Message::DocumentPublished { url, invoice: _ } => (vec![url], None),
        Message::InquiryReceived { number, kind, subject, lines, switched, effective_from, url } => {
            let texts = [number, kind, subject, url].into_iter().chain(lines).chain(switched).chain(effective_from);
            (texts.collect(), None)
        }
        Message::InquiryAnswered { number, subject, url } => (vec![number, subject, url], None),
        Message::SwitchChanged { switch, contract_number, turned_on: _, effective_from, at, url } => {
            ([switch, effective_from, at, url].into_iter().chain(contract_number).collect(), None)
        }
        Message::RequestCompleted { subject: _, done, link, keep, facts, url } => {
            let facts = facts.iter_mut().flat_map(|fact| [&mut fact.label, &mut fact.text]);
            ([done, link, keep, url].into_iter().chain(facts).collect(), None)
        }
        Message::RequestSettled { state: _, number, kind, title, reason, url } => {
            (vec![number, kind, title, reason, url], None)
        }
        Message::RequestApprovalAsked { number, kind, title, requester, amount, url } => {
            (vec![number, kind, title, requester, amount, url], None)
        }
        Message::RequestApprovalDecided { approved: _, number, kind, title, approver, reason, url } => {
            (vec![number, kind, title, approver, reason, url], None)
        }
        Message::RequestDraftEnding { number, kind, title, ends_on, url } => {
            (vec![number, kind, title, ends_on, url], None)
        }
        Message::ContractDocumentDelivered { document, contract_number, used_by, url } => {
            (vec![document, contract_number, used_by, url], None)
        }
        Message::SecondFactorChanged { change, at } => (vec![change, at], None),
        Message::RecoveryCodeUsed { at, address, left } => (vec![at, address], Some(*left)),
        Message::WebhookStopped { host, webhook_id, gone: _, since, at } => (vec![host, webhook_id, since, at], None),
    }
}

fn facts(message: &Message) -> Vec<String> {
    let mut message = message.clone();
    let (texts, number) = parts(&mut message);
    texts.into_iter().map(|text| text.clone()).chain(number.map(|number| number.to_string())).collect()
}

/// The match in `Message::name` is complete, or nothing compiles: its arms name every message there is.
fn every_name() -> Vec<&'static str> {
    let source = include_str!("../messages/names.rs");
    let arm =
        |line: &'static str| line.trim().strip_prefix("Self::")?.split_once("{ .. } => \"")?.1.strip_suffix("\",");
    source.lines().filter_map(arm).collect()
}

#[test]
fn there_is_one_sample_of_every_message() {
    let mut expected = every_name();
    expected.sort_unstable();
    assert!(expected.len() >= 16, "{expected:?}");
    for locale in Locale::ALL.iter().copied() {
        let mut sampled: Vec<_> = Message::samples(locale).iter().map(Message::name).collect();
        sampled.sort_unstable();
        assert_eq!(sampled, expected, "{locale}");
    }
}

#[test]
fn every_message_states_its_facts_in_every_language() {
    for locale in Locale::ALL.iter().copied() {
        for message in Message::samples(locale) {
            let place = format!("{} {locale}", message.name());
            let texts = texts(locale);
            let content = render(&message, locale, &texts).unwrap_or_else(|e| panic!("{place}: {e}"));
            for part in [&content.subject, &content.text, &content.html] {
                let unfilled = ["{{", "{%", "None", ">none"].iter().find(|mark| part.contains(**mark));
                assert_eq!(unfilled, None, "{place}: {part}");
            }
            match &message {
                // Its subject is the one of the provider's guide, and nothing else.
                Message::RequestCompleted { subject, .. } => assert_eq!(&content.subject, subject, "{place}"),
                _ => assert!(content.subject.contains(&texts.site_name), "{place}"),
            }
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

/// As the templates escape: the slashes of a URL too.
fn escaped(fact: &str) -> String {
    fact.replace('&', "&amp;").replace('\'', "&#x27;").replace('/', "&#x2f;")
}

#[test]
fn every_template_is_used_and_there_is_one_for_each_part() {
    let mut expected: Vec<String> = vec!["frame/html".into()];
    for locale in Locale::ALL {
        expected.extend(["html", "text"].map(|part| format!("frame/{part}.{locale}")));
        for name in every_name() {
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
    let texts = PortalTexts { support_phone: None, ..texts(Locale::Ja) };
    let content = render(&Message::samples(Locale::Ja)[1], Locale::Ja, &texts).unwrap();
    assert!(!content.text.contains("電話") && !content.html.contains("電話"));
    assert!(content.text.contains("受付時間: 平日 9:00～17:30\nメール: support@minato.example.jp\n"));
}

#[test]
fn values_cannot_become_markup_or_lines_of_a_subject() {
    let message = Message::OneTimePassword { one_time_password: "<b>1</b>\"".into(), minutes: 10 };
    let texts = PortalTexts { site_name: "A\r\nBcc: x@example.jp\u{2028}\0B".into(), ..texts(Locale::Ja) };
    let content = render(&message, Locale::Ja, &texts).unwrap();
    assert_eq!(content.subject, "【A Bcc: x@example.jp B】ワンタイムパスワード通知");
    assert!(!content.html.contains("<b>1"));
    assert!(content.html.contains("&lt;b&gt;1"));
    assert!(content.text.contains("<b>1</b>\""));
}

/// Every fact and every text of the portal is hostile at once, in every mail.
#[test]
fn no_value_starts_a_header_a_line_or_markup() {
    const EVIL: &str = "x\r\nBcc: thief@example.jp\r\n\r\n<script>\"'\u{2028}URL : https://thief.example.jp/";
    let texts = PortalTexts {
        provider: EVIL.into(),
        service: EVIL.into(),
        site_name: EVIL.into(),
        greeting: EVIL.into(),
        signature: EVIL.into(),
        support_department: EVIL.into(),
        support_hours: EVIL.into(),
        support_phone: Some(EVIL.into()),
        support_mail: EVIL.into(),
        from: EVIL.into(),
        color: EVIL.into(),
    };
    for (locale, mut message) in
        Locale::ALL.iter().copied().flat_map(|l| Message::samples(l).into_iter().map(move |m| (l, m)))
    {
        let place = format!("{} {locale}", message.name());
        parts(&mut message).0.into_iter().for_each(|text| *text = EVIL.to_owned());
        let content = render(&message, locale, &texts).unwrap();
        assert!(!content.subject.contains(|c: char| c.is_control() || c == '\u{2028}'), "{place}");
        assert!(!content.html.contains("<script") && !content.html.contains("\"'"), "{place}");
        let envelope = crate::Envelope {
            message_id: "1@example.jp".into(),
            from: "contact@example.jp".into(),
            from_name: EVIL.into(),
            to: "hanako@example.jp".into(),
            date: std::time::SystemTime::UNIX_EPOCH,
            content: content.clone(),
        };
        let mail = String::from_utf8(crate::compose(&envelope).unwrap().formatted()).unwrap();
        let head = mail.split("\r\n\r\n").next().unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{place}: {head}");
        for recipient in [EVIL, "hanako@example.jp\r\nBcc: thief@example.jp"] {
            let hostile = crate::Envelope { to: recipient.into(), ..envelope.clone() };
            assert!(crate::compose(&hostile).is_err(), "{place}");
        }
        // The portal's own texts may have lines, the facts of a mail have none.
        let content = render(&message, locale, &self::texts(locale)).unwrap();
        assert!(!content.text.lines().any(|line| line.starts_with("Bcc") || line.starts_with("<script")), "{place}");
        assert!(!content.text.contains(['\r', '\u{2028}']), "{place}");
    }
}

#[test]
fn a_restored_password_is_not_in_its_mail() {
    for locale in Locale::ALL.iter().copied() {
        let of = |name: &str| Message::samples(locale).into_iter().find(|message| message.name() == name).unwrap();
        let content = render(&of("issued_password_restored"), locale, &texts(locale)).unwrap();
        for label in ["初期パスワード :", "仮パスワード :", "Initial password:", "Temporary password:"] {
            assert!(!content.text.contains(label), "{locale}: {}", content.text);
        }
    }
}

#[test]
fn debug_output_keeps_the_secrets() {
    for message in Message::samples(Locale::Ja) {
        let content = render(&message, Locale::Ja, &texts(Locale::Ja)).unwrap();
        let shown = format!("{message:?} {content:?}");
        for fact in facts(&message).iter().filter(|fact| fact.len() > 2) {
            assert!(!shown.contains(fact), "{shown}");
        }
    }
}
