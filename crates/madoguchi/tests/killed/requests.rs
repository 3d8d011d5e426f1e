//! A request that is sent again after its server was killed is one: with one state, one mail, one consent, and one of
//! whatever comes of it.

use std::time::{Duration, Instant};

use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};
use serde_json::{Value, json};

use crate::databases::Place;
use crate::on_both_engines;
use crate::servers::{Answered, Client, Server};

on_both_engines!(a_request_sent_again_after_a_kill_is_one);

/// Requests that are sent while their server is killed.
const KILLS: u32 = 8;
/// So often each is sent again.
const TRIES: usize = 5;
/// An applicant of the demo.
const APPLICANT: (&str, &str) = ("id000001", "hoshi-no-yoru-826");

async fn a_request_sent_again_after_a_kill_is_one(place: Place) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let mut server = Server::start_with_demo(&place, &sink).await;
    let cookie = sign_in(&server.client()).await;
    let before = rows(&place).await;
    let usual = usual_duration(&server.client(), &cookie).await;
    let mut lost_after_commit = 0;
    for at in 1..=KILLS {
        let (id, tag) = filled_draft(&server.client(), &cookie, at).await;
        let (client, name) = (server.client(), format!("submission {at}"));
        // From long before the commit to well after it.
        let moment = usual.mul_f64(1.8) * at / KILLS;
        let dying = async {
            tokio::time::sleep(moment).await;
            server.kill();
        };
        let (lost, ()) = tokio::join!(submit(&client, &cookie, &id, &tag, &name), dying);
        let was_done = rows(&place).await.sent == before.sent + i64::from(at) + 1;
        lost_after_commit += usize::from(was_done && lost.is_none());

        server = Server::start_with_demo(&place, &sink).await;
        let mut answers = Vec::new();
        for _ in 0..TRIES {
            let again = submit(&server.client(), &cookie, &id, &tag, &name).await.unwrap();
            assert_eq!(again.status, 200, "{}", again.body);
            answers.push(again.body);
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        let now = rows(&place).await;
        let since = [
            now.sent - before.sent,
            now.events - before.events,
            now.mails - before.mails,
            now.audited - before.audited,
            now.consents - before.consents,
        ];
        assert_eq!(since, [i64::from(at) + 1; 5], "killed after {moment:?}");
        assert_eq!(now.contracts - before.contracts, now.made - before.made, "a request makes one contract at most");
    }
    println!("{lost_after_commit} answers were lost after the commit");
}

/// Rows of sent requests and of what comes of them.
struct Rows {
    sent: i64,
    events: i64,
    mails: i64,
    audited: i64,
    consents: i64,
    contracts: i64,
    made: i64,
}

async fn rows(place: &Place) -> Rows {
    let count = async |sql: &str| place.number(&format!("SELECT count(*) FROM {sql}")).await;
    Rows {
        sent: count("requests WHERE state = 'accepted'").await,
        events: count("request_events WHERE state = 'accepted'").await,
        mails: count("mails WHERE message = 'request_completed'").await,
        audited: count("audit_events WHERE action = 'request.submitted'").await,
        consents: count("consents WHERE portal = 'network'").await,
        contracts: count("contracts WHERE portal = 'network'").await,
        made: count("requests WHERE state = 'accepted' AND contract_id IS NOT NULL").await,
    }
}

async fn sign_in(client: &Client) -> String {
    let (contractor_id, password) = APPLICANT;
    let body = json!({ "identifiers": { "contractor_id": contractor_id }, "password": password });
    let started = client.ask("POST", "/sign-in-attempts", &[], body).await.unwrap();
    assert_eq!(started.status, 201, "{}", started.body);
    let attempt = started.cookie.unwrap();
    let path = format!("/sign-in-attempts/{}/session", started.body["id"].as_str().unwrap());
    let ended = client.ask("POST", &path, &[("cookie", &attempt)], json!({})).await.unwrap();
    assert_eq!(ended.status, 201, "{}", ended.body);
    ended.cookie.unwrap()
}

/// How long sending takes when nobody disturbs it.
async fn usual_duration(client: &Client, cookie: &str) -> Duration {
    let (id, tag) = filled_draft(client, cookie, 0).await;
    let started = Instant::now();
    let sent = submit(client, cookie, &id, &tag, "undisturbed").await.unwrap();
    assert_eq!(sent.status, 200, "{}", sent.body);
    started.elapsed()
}

/// Id and revision of a draft that is complete.
async fn filled_draft(client: &Client, cookie: &str, at: u32) -> (String, String) {
    let body = json!({ "kind": "new", "category": "viewing" });
    let opened = client.ask("POST", "/requests", &[("cookie", cookie)], body).await.unwrap();
    assert_eq!(opened.status, 201, "{}", opened.body);
    let id = opened.body["request"]["id"].as_str().unwrap().to_owned();
    let path = format!("/requests/{id}/answers");
    let saved = client.ask("PUT", &path, &[("cookie", cookie)], json!({ "answers": answers(at) })).await.unwrap();
    assert_eq!(saved.status, 200, "{}", saved.body);
    (id, saved.tag.unwrap())
}

async fn submit(client: &Client, cookie: &str, id: &str, tag: &str, name: &str) -> Option<Answered> {
    let headers = [("cookie", cookie), ("if-match", tag), ("idempotency-key", name)];
    let body = json!({ "terms_version": "2026-04-01" });
    client.ask("POST", &format!("/requests/{id}/submission"), &headers, body).await
}

fn answers(at: u32) -> Value {
    json!({
        "facility": {
            "facility_name": format!("みどり野第{at}診療所"),
            "facility_name_kana": "ミドリノシンリョウジョ",
            "postal_code": "1088001",
            "prefecture": "東京都",
            "address1": "港区芝",
            "phone": "0337986756",
            "facility_kind": "clinic",
            "records_place": "みどり野中央病院",
        },
        "pattern": { "pattern": "A" },
        "basic": { "viewing_kind": "manual", "sheets_by": "mail" },
    })
}
