//! The log names the person and the session of each request, by ids that say nothing outside, and no secret.

use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};
use serde_json::{Value, json};

use crate::databases::{Engine, Place};
use crate::servers::{Server, command, output};

const PASSWORD: &str = "Kawa7.ishi3";
/// Secret of a calendar's address; whether it is in force makes no difference to a log.
const CALENDAR: &str = "00112233445566778899AABBCCDDEEFF";

#[test]
fn a_request_of_somebody_who_is_logged_in_says_whose_it_is() {
    crate::databases::run(Engine::Sqlite, a_person_asks_for_the_session);
}

async fn a_person_asks_for_the_session(place: Place) {
    let person = ["--customer-number", "R1", "--customer-name", "株式会社みずうみ建設", "--login-id", "mizuumi01"];
    let mut add = command(&place, &["users", "add", "rental", "--mail", "tanaka@example.jp"]);
    let added = output({
        add.args(person).args(["--first-password", PASSWORD]);
        add
    });
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let server = Server::start_with_log(&place, &sink).await;
    let (cookie, id) = log_in(&server).await;
    let answer = ask(&server, &cookie).await;
    assert_eq!(answer["user"]["mail_address"], "tanaka@example.jp");
    read_calendar(&server).await;
    server.kill();

    let log = std::fs::read_to_string(place.folder().join("server.log")).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let asked = |line: &&Value| {
        line["route"].as_str().is_some_and(|route| route.ends_with("/session")) && line["span"]["method"] == "GET"
    };
    let line = lines.iter().find(asked).unwrap_or_else(|| panic!("no line of the request in {log}"));
    for name in ["user", "session"] {
        assert_eq!(line["span"][name].as_str().map(str::len), Some(36), "{name}: {line}");
    }
    let read =
        |line: &&Value| line["route"].as_str().is_some_and(|route| route.ends_with("/calendar-feeds/{secret}.ics"));
    assert!(lines.iter().any(|line| read(&line)), "the reading of a calendar is logged by its pattern: {log}");
    for secret in [CALENDAR, PASSWORD, cookie.as_str(), "tanaka@example.jp", id.as_str()] {
        assert!(!log.contains(secret), "{secret} stands in the log");
    }
}

/// The session's cookie and the id of the login.
async fn log_in(server: &Server) -> (String, String) {
    let http = reqwest::Client::new();
    let root = format!("http://{}/api/v1/rental/sign-in-attempts", server.address());
    let identifiers = json!({ "login_id": "mizuumi01", "mail_address": "tanaka@example.jp" });
    let body = json!({ "identifiers": identifiers, "password": PASSWORD });
    let begun = http.post(&root).header("x-madoguchi", "1").json(&body).send().await.unwrap();
    let cookies = cookies(&begun);
    let attempt: Value = serde_json::from_slice(&begun.bytes().await.unwrap()).unwrap();
    let id = attempt["id"].as_str().unwrap_or_else(|| panic!("{attempt}")).to_owned();
    let end = http.post(format!("{root}/{id}/session")).header("x-madoguchi", "1").header("cookie", cookies);
    let ended = end.json(&json!({})).send().await.unwrap();
    assert_eq!(ended.status(), 201);
    (self::cookies(&ended), id)
}

async fn ask(server: &Server, cookie: &str) -> Value {
    let url = format!("http://{}/api/v1/rental/session", server.address());
    let answer = reqwest::Client::new().get(url).header("cookie", cookie).send().await.unwrap();
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

async fn read_calendar(server: &Server) {
    let url = format!("http://{}/api/v1/rental/calendar-feeds/{CALENDAR}.ics", server.address());
    assert_eq!(reqwest::Client::new().get(url).send().await.unwrap().status(), 404);
}

/// What a browser would send back.
fn cookies(answer: &reqwest::Response) -> String {
    let set = answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let pairs = set.filter_map(|cookie| cookie.split(';').next()).filter(|pair| !pair.ends_with('='));
    pairs.collect::<Vec<_>>().join("; ")
}
