//! A registration is there as a whole or not at all, and its mail goes out once, whenever the process is killed.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};
use serde_json::{Value, json};

use crate::databases::Place;
use crate::letters::Letter;
use crate::on_both_engines;
use crate::servers::{Client, LEASE_SECONDS, Server, import, until};

on_both_engines!(
    the_mail_of_a_server_killed_while_delivering_goes_out_once,
    a_server_killed_while_registering_leaves_all_or_nothing,
);

const PASSWORD: &str = "hoshi4mori9umi";
/// Contracts of the demo export, each of another billing group: number, postal code, name.
pub const CONTRACTS: [(&str, &str, &str); 12] = [
    ("CAF0000000000", "8000353", "スズキ キョウコ"),
    ("7000000010", "0800573", "サイトウ ヒナ"),
    ("CAF0000000020", "6068263", "ヴェルデ2"),
    ("COP00000080", "1200005", "パル・システムズ8"),
    ("CAF0000000090", "4506404", "ヴェルデ9"),
    ("CAF0000000170", "4950036", "ヤマザキ ショウ"),
    ("CAF0000000180", "4610013", "サンライズキカク18"),
    ("CAF0000000190", "0460324", "イノウエ イチロウ"),
    ("CAF0000000700", "4400885", "サトウ ショウ"),
    ("CAF0000000740", "0861153", "ホクトデンセツ74"),
    ("COP00000970", "8240026", "コバヤシ ヒナ"),
    ("CAF0000001010", "6120886", "ヤマトフドウサン101"),
];

/// What the holder of a contract sends.
pub fn registration(at: usize) -> Value {
    let (contract_number, postal_code, customer_name) = CONTRACTS[at];
    json!({
        "mail_address": mail_address(at),
        "contract_number": contract_number,
        "postal_code": postal_code,
        "customer_name": customer_name,
        "terms_version": "2026-04-01",
    })
}

pub fn mail_address(at: usize) -> String {
    format!("customer{at}@example.jp")
}

/// Nobody shares an address, so that nobody has tried too often.
pub fn from(at: usize) -> String {
    format!("192.0.2.{}", at + 1)
}

async fn the_mail_of_a_server_killed_while_delivering_goes_out_once(place: Place) {
    import(&place);
    let deaf = SmtpSink::start(Behaviour::StallAfterData).await.unwrap();
    let server = Server::start(&place, &deaf).await;
    let (status, answer) = server.client().post("/registrations", &from(0), registration(0)).await.unwrap();
    assert_eq!(status, 202, "{answer}");
    until("the delivery has begun", || deaf.mails().len() == 1).await;
    server.kill();
    assert_eq!(place.number("SELECT count(*) FROM mails WHERE state = 'queued'").await, 1);
    assert_eq!(place.number("SELECT count(*) FROM jobs").await, 1);

    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let server = Server::start(&place, &sink).await;
    until("the mail arrives", || !sink.mails().is_empty()).await;
    // Long enough for another runner to take the job over, were it still there.
    tokio::time::sleep(Duration::from_secs(LEASE_SECONDS * 2)).await;
    let mails = sink.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, [mail_address(0)]);
    assert!(mails[0].header("Message-ID").is_some());
    assert_eq!(
        mails[0].header("Message-ID"),
        deaf.mails()[0].header("Message-ID"),
        "a repeated mail can be known as one"
    );
    assert_eq!(place.number("SELECT count(*) FROM mails WHERE state = 'sent'").await, 1);
    assert_eq!(place.number("SELECT count(*) FROM jobs").await, 0);
    complete(&server.client(), &Letter::of(&mails[0])).await;
}

/// From the mailed link to the own password.
async fn complete(server: &Client, letter: &Letter) {
    let (token, at) = (&letter.token, from(0));
    let post = async |path: &str, body: Value| server.post(path, &at, body).await.unwrap();
    assert_eq!(post("/registrations/link", json!({ "token": token })).await.0, 200);
    let (access_id, password) = (&letter.access_id, &letter.temporary_password);
    let proof = json!({ "token": token, "access_id": access_id, "temporary_password": password });
    let (status, answer) = post("/registrations/verification", proof).await;
    assert_eq!(status, 200, "{answer}");
    let choice = json!({ "token": token, "ticket": answer["ticket"], "password": PASSWORD });
    assert_eq!(post("/registrations/password", choice).await.0, 204);
    let (status, answer) = post("/registrations/link", json!({ "token": token })).await;
    assert_eq!((status, answer["code"].as_str()), (410, Some("link_used")));
}

async fn a_server_killed_while_registering_leaves_all_or_nothing(place: Place) {
    import(&place);
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let mut server = Server::start(&place, &sink).await;
    let mut moment = usual_duration(&server.client()).await / 2;

    let mut registered = BTreeSet::from([0]);
    let kills = CONTRACTS.len() - 1;
    for at in 1..=kills {
        let (client, address) = (server.client(), from(at));
        let dying = async {
            tokio::time::sleep(moment).await;
            server.kill();
        };
        let (answer, ()) = tokio::join!(client.post("/registrations", &address, registration(at)), dying);
        let rows = rows_of(&place, at).await;
        assert!(
            rows == [0; 5] || rows == [1; 5],
            "killed after {moment:?}: user, link, consent, mail, audit are {rows:?}"
        );
        assert!(answer.is_none_or(|(status, _)| status == 202 && rows == [1; 5]), "what was promised is there");
        // The next kill comes nearer to the commit, from the one side or the other.
        if rows == [1; 5] {
            registered.insert(at);
            moment = moment.mul_f64(0.8);
        } else {
            moment = moment.mul_f64(1.4);
        }
        server = Server::start(&place, &sink).await;
    }
    assert!(
        registered.len() > 1 && registered.len() <= kills,
        "the kills hit both sides of the commit: {registered:?}"
    );

    // Nothing stands in the way of those who try again.
    for at in (1..=kills).filter(|at| !registered.contains(at)) {
        let (status, answer) = server.client().post("/registrations", &from(at), registration(at)).await.unwrap();
        assert_eq!(status, 202, "{answer}");
        assert_eq!(rows_of(&place, at).await, [1; 5]);
    }
    let of = |at: usize| sink.mails().into_iter().filter(move |mail| mail.to == [mail_address(at)]).collect::<Vec<_>>();
    until("everybody has a mail", || (0..=kills).all(|at| !of(at).is_empty())).await;
    for at in 0..=kills {
        let names: BTreeSet<_> = of(at).iter().map(|mail| mail.header("Message-ID").unwrap()).collect();
        assert_eq!(names.len(), 1, "one mail to {}", mail_address(at));
    }
}

/// How long the request takes when nobody disturbs it.
pub async fn usual_duration(server: &Client) -> Duration {
    let started = Instant::now();
    let (status, answer) = server.post("/registrations", &from(0), registration(0)).await.unwrap();
    assert_eq!(status, 202, "{answer}");
    started.elapsed()
}

/// Rows of a registration: user, link, consent, mail, audit event.
pub async fn rows_of(place: &Place, at: usize) -> [i64; 5] {
    let mail = mail_address(at);
    let user = format!("SELECT id FROM users WHERE mail_address = '{mail}'");
    let rows = [
        format!("SELECT count(*) FROM users WHERE mail_address = '{mail}'"),
        format!("SELECT count(*) FROM one_time_links WHERE user_id IN ({user})"),
        format!("SELECT count(*) FROM consents WHERE user_id IN ({user})"),
        format!("SELECT count(*) FROM mails WHERE recipient = '{mail}'"),
        format!("SELECT count(*) FROM audit_events WHERE action = 'registration.started' AND user_id IN ({user})"),
    ];
    let mut counts = [0; 5];
    for (count, sql) in counts.iter_mut().zip(rows) {
        *count = place.number(&sql).await;
    }
    counts
}
