//! Composition with hostile values, and real conversations with an SMTP server on this host.

use super::*;
use crate::smtp_sink::{Behaviour, ReceivedMail, SmtpSink};
use std::time::{Duration, Instant};

fn envelope() -> Envelope {
    Envelope {
        message_id: "0198c3f2-1@minato.example.jp".to_owned(),
        from: "contact@minato.example.jp".to_owned(),
        from_name: "みなと通信マイページ".to_owned(),
        to: "hanako@customer.example.jp".to_owned(),
        date: SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000),
        content: Content {
            subject: "【みなと通信マイページ】仮パスワード発行のお知らせ".to_owned(),
            text: "本文\n.\n..二つの点\nFrom here".to_owned(),
            html: "<p lang=\"ja\">本文</p>".to_owned(),
        },
    }
}

fn header_names(envelope: &Envelope) -> Vec<String> {
    let mail = String::from_utf8(compose(envelope).unwrap().formatted()).unwrap();
    let head = mail.split("\r\n\r\n").next().unwrap();
    head.split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| line.split_once(':').unwrap().0.to_owned())
        .collect()
}

fn settings(host: String, port: u16) -> SmtpSettings {
    SmtpSettings { host, port, security: SmtpSecurity::None, username: None, password: None, timeout_seconds: 20 }
}

fn settings_of(sink: &SmtpSink) -> SmtpSettings {
    settings(sink.addr.ip().to_string(), sink.addr.port())
}

async fn delivered(behaviour: Behaviour) -> (Result<(), DeliveryError>, Vec<ReceivedMail>) {
    let sink = SmtpSink::start(behaviour).await.unwrap();
    let outcome = Transport::smtp(&settings_of(&sink)).unwrap().deliver(&envelope()).await;
    (outcome, sink.mails())
}

#[test]
fn line_breaks_in_names_and_subject_make_no_header() {
    let honest = header_names(&envelope());
    assert_eq!(
        honest,
        ["From", "To", "Date", "Message-ID", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type"]
    );
    for evil in
        ["x\r\nBcc: a@example.jp", "x\nBcc: a@example.jp", "x\rBcc: a@example.jp", "\r\n\r\nbody", "あ\r\nBcc: い"]
    {
        let mut hostile = envelope();
        hostile.from_name = evil.to_owned();
        hostile.content.subject = evil.to_owned();
        assert_eq!(header_names(&hostile), honest, "{evil:?}");
        let mail = String::from_utf8(compose(&hostile).unwrap().formatted()).unwrap();
        assert!(!mail.replace("\r\n", "").contains(['\r', '\n']), "{evil:?}: a bare CR or LF");
        // Nor do they hide inside an encoded word, for a careless reader to decode.
        if evil.starts_with('x') {
            assert!(mail.contains("\r\nSubject: x Bcc: a@example.jp\r\n"), "{evil:?}: {mail}");
        }
    }
}

#[test]
fn malformed_addresses_and_message_ids_are_refused_for_good() {
    let cases: [fn(&mut Envelope, String); 3] = [|e, v| e.from = v, |e, v| e.to = v, |e, v| e.message_id = v];
    for set in cases {
        for evil in [
            "a@example.jp\r\nBcc: b@example.jp",
            "\"a\r\nRCPT TO:<b@example.jp>\"@example.jp",
            "a@example.jp>\r\nDATA",
            "a@example.jp, b@example.jp",
            "a\u{7f}@example.jp",
            "@example.jp",
            "",
        ] {
            let mut hostile = envelope();
            set(&mut hostile, evil.to_owned());
            assert!(matches!(compose(&hostile), Err(DeliveryError::Permanent(_))), "{evil:?}");
        }
    }
}

#[tokio::test]
async fn an_accepted_mail_arrives_as_composed() {
    let (outcome, mails) = delivered(Behaviour::Accept).await;
    assert_eq!(outcome, Ok(()));
    let [mail] = mails.as_slice() else { panic!("{} mails", mails.len()) };
    assert_eq!(mail.from, "contact@minato.example.jp");
    assert_eq!(mail.to, ["hanako@customer.example.jp"]);
    assert_eq!(mail.header("message-id").as_deref(), Some("<0198c3f2-1@minato.example.jp>"));
    assert_eq!(mail.header("date").as_deref(), Some("Mon, 21 Sep 2026 14:13:20 +0000"));
    assert_eq!(mail.header("auto-submitted").as_deref(), Some("auto-generated"));
    assert!(mail.header("content-type").unwrap().starts_with("multipart/alternative"));
    assert!(mail.header("subject").unwrap().starts_with("=?utf-8?b?"));
    assert!(mail.data.is_ascii() && mail.data.lines().all(|line| line.len() <= 998));
    let (plain, html) = (mail.data.find("text/plain; charset=utf-8"), mail.data.find("text/html; charset=utf-8"));
    assert!(plain.unwrap() < html.unwrap(), "the last alternative is the preferred one");
}

#[tokio::test]
async fn addresses_of_old_mobile_phones_are_delivered_in_quotes() {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    for (to, written) in [
        ("a..b.@docomo.example.jp", "\"a..b.\"@docomo.example.jp"),
        (".a@docomo.example.jp", "\".a\"@docomo.example.jp"),
        ("a.b@docomo.example.jp", "a.b@docomo.example.jp"),
    ] {
        let mail = Envelope { to: to.to_owned(), ..envelope() };
        // The mailbox of the demo takes what a server takes, and nothing else.
        assert_eq!(Transport::Mailbox.deliver(&mail).await, Ok(()), "{to}");
        assert_eq!(Transport::smtp(&settings_of(&sink)).unwrap().deliver(&mail).await, Ok(()), "{to}");
        let arrived = sink.mails().pop().unwrap();
        assert_eq!(arrived.to, [written], "{to}");
        assert_eq!(arrived.header("to").as_deref(), Some(written));
    }
}

#[tokio::test]
async fn brackets_around_the_message_id_change_nothing() {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let bracketed = Envelope { message_id: "<0198c3f2-1@minato.example.jp>".to_owned(), ..envelope() };
    Transport::smtp(&settings_of(&sink)).unwrap().deliver(&bracketed).await.unwrap();
    assert_eq!(sink.mails()[0].header("Message-ID").as_deref(), Some("<0198c3f2-1@minato.example.jp>"));
}

#[tokio::test]
async fn the_servers_answer_decides_about_another_try() {
    let (outcome, mails) = delivered(Behaviour::Tempfail).await;
    assert!(matches!(&outcome, Err(DeliveryError::Temporary(why)) if why.contains("451")), "{outcome:?}");
    assert!(mails.is_empty());
    let (outcome, mails) = delivered(Behaviour::Reject).await;
    assert!(matches!(&outcome, Err(DeliveryError::Permanent(why)) if why.contains("550")), "{outcome:?}");
    assert!(mails.is_empty());
}

#[tokio::test]
async fn a_refused_connection_is_temporary() {
    // Bound, so that nobody else gets the port, but not listening.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let port = socket.local_addr().unwrap().port();
    let transport = Transport::smtp(&settings("127.0.0.1".to_owned(), port)).unwrap();
    let outcome = transport.deliver(&envelope()).await;
    assert!(matches!(outcome, Err(DeliveryError::Temporary(_))), "{outcome:?}");
}

#[tokio::test]
async fn a_silent_server_costs_only_the_time_limit_and_the_next_mail_is_unharmed() {
    let sink = SmtpSink::start(Behaviour::StallAfterData).await.unwrap();
    let transport = Transport::smtp(&SmtpSettings { timeout_seconds: 1, ..settings_of(&sink) }).unwrap();
    let started = Instant::now();
    let outcome = transport.deliver(&envelope()).await;
    assert!(matches!(outcome, Err(DeliveryError::Temporary(_))), "{outcome:?}");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    sink.set_behaviour(Behaviour::Accept);
    assert_eq!(transport.deliver(&envelope()).await, Ok(()));
    let ids: Vec<_> = sink.mails().iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1], "the receiver can tell that it is the same mail");
}

#[tokio::test]
async fn a_server_without_starttls_gets_no_mail() {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let strict = SmtpSettings { security: SmtpSecurity::StartTls, ..settings_of(&sink) };
    let outcome = Transport::smtp(&strict).unwrap().deliver(&envelope()).await;
    assert!(matches!(outcome, Err(DeliveryError::Temporary(_))), "{outcome:?}");
    assert!(sink.mails().is_empty());
}

#[tokio::test]
async fn memory_keeps_the_mail_and_refuses_what_smtp_would_refuse() {
    let list = Arc::new(Mutex::new(Vec::new()));
    let memory = Transport::Memory(Arc::clone(&list));
    assert_eq!(memory.deliver(&envelope()).await, Ok(()));
    assert_eq!(*list.lock().unwrap(), [envelope()]);
    let broken = Envelope { to: "nobody".to_owned(), ..envelope() };
    for transport in [memory, Transport::Mailbox] {
        assert!(matches!(transport.deliver(&broken).await, Err(DeliveryError::Permanent(_))));
    }
    assert_eq!(list.lock().unwrap().len(), 1);
}

#[test]
fn settings_that_contradict_themselves_are_refused() {
    let parse = |text: &str| serde_json::from_str::<SmtpSettings>(text).unwrap();
    let base = r#""host":"mail.example.jp","port":465"#;
    let of = |rest: &str| Transport::smtp(&parse(&format!("{{{base}{rest}}}")));
    assert!(of("").is_ok());
    assert!(of(r#","username":"u","password":"p","security":"start_tls""#).is_ok());
    let clear = of(r#","username":"u","password":"p","security":"none""#);
    assert!(matches!(clear, Err(SettingsError::PasswordInClearText)));
    assert!(matches!(of(r#","username":"u""#), Err(SettingsError::HalfCredentials)));
    assert!(matches!(of(r#","timeout_seconds":0"#), Err(SettingsError::NoTime)));
    let shown = format!("{:?}", parse(&format!(r#"{{{base},"username":"u","password":"geheim"}}"#)));
    assert!(!shown.contains("geheim"), "{shown}");
}
