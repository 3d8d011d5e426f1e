//! A body that stalls is given up: the sender is told, its connection ends, and its place is free again.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use api_tests::{App, BODY_PATIENCE, on_both_engines};

on_both_engines!(a_stalled_form_is_given_up, a_stalled_upload_is_given_up, a_slow_body_that_goes_on_is_taken);

fn begin(app: &App, path: &str, cookie: &str, length: usize, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(app.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!(
        "POST /api/v1/telecom{path} HTTP/1.1\r\nhost: {}\r\nx-madoguchi: 1\r\ncookie: {cookie}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}",
        app.address()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

/// All that comes until the server closes. Waits off the thread that drives the test.
async fn answer(mut stream: TcpStream) -> String {
    let read = move || {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    tokio::task::spawn_blocking(read).await.unwrap()
}

async fn a_stalled_form_is_given_up(app: App) {
    let started = Instant::now();
    let answer = answer(begin(&app, "/recoveries", "", 200, "{ \"way\": ")).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("\"body_timeout\""), "{answer}");
    assert!(answer.to_lowercase().contains("connection: close"), "{answer}");
    assert!(started.elapsed() >= BODY_PATIENCE);
}

async fn a_stalled_upload_is_given_up(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let cookie = format!("{}={}", browser.session_cookie(), browser.cookie(&browser.session_cookie()).unwrap());
    let stalled = || begin(&app, "/inquiry-attachments?file_name=a.pdf", &cookie, 9_000_000, "%PDF-1.7");
    let (one, other) = tokio::join!(answer(stalled()), answer(stalled()));
    for answer in [one, other] {
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("\"body_timeout\""), "{answer}");
    }
    let _place_is_free = browser.attach("b.pdf").await;
}

async fn a_slow_body_that_goes_on_is_taken(app: App) {
    let body = r#"{ "way": "contract_facts", "mail_address": "a@example.jp" }"#;
    let (first, rest) = body.split_at(20);
    let (second, third) = rest.split_at(20);
    let mut stream = begin(&app, "/recoveries", "", body.len(), first);
    for part in [second, third] {
        tokio::time::sleep(BODY_PATIENCE / 2).await;
        stream.write_all(part.as_bytes()).unwrap();
    }
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let answer = answer(stream).await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
}
