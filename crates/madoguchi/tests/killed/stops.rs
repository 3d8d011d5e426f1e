//! SIGTERM lets a request under way end and takes no new one, answers what was sent already, and takes no longer than it
//! may whoever stalls.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};

use crate::databases::Place;
use crate::on_both_engines;
use crate::servers::{PATIENCE, Server, import};

on_both_engines!(
    a_request_under_way_is_answered_before_the_server_stops,
    who_kept_a_connection_is_answered_once_more,
    a_body_that_stalls_delays_no_stop,
);

const BODY: &str = r#"{ "mail_address": "slow@example.jp", "contract_number": "CAF0000000000", "postal_code": "8000353",
    "customer_name": "スズキ キョウコ", "terms_version": "2026-04-01" }"#;

async fn a_request_under_way_is_answered_before_the_server_stops(place: Place) {
    import(&place);
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let server = Server::start(&place, &sink).await;
    let address = server.address();
    let (first, rest) = BODY.split_at(60);
    let mut slow = begin(address, first);
    // The server must have read the first part before it is told.
    tokio::time::sleep(Duration::from_millis(300)).await;
    server.tell_to_stop();
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(TcpStream::connect(address).is_err(), "nobody new is let in");

    slow.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    let status = server.ended().await;
    assert_eq!(status.code(), Some(0), "{status}");
    assert_eq!(place.number("SELECT count(*) FROM users WHERE mail_address = 'slow@example.jp'").await, 1);
}

/// Clients that reuse their connections, as proxies do, send the next request without knowing that the server stops.
async fn who_kept_a_connection_is_answered_once_more(place: Place) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let server = Server::start(&place, &sink).await;
    let mut clients: Vec<TcpStream> = (0..32).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
    for client in &mut clients {
        client.set_read_timeout(Some(PATIENCE)).unwrap();
        assert!(!ask(client).contains("connection: close"));
    }
    server.tell_to_stop();
    tokio::time::sleep(Duration::from_millis(500)).await;
    for client in &mut clients {
        let answer = ask(client);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("connection: close"), "{answer}");
        let mut rest = Vec::new();
        assert_eq!(client.read_to_end(&mut rest).unwrap(), 0, "nothing follows, and nothing is reset");
    }
    let told = Instant::now();
    assert_eq!(server.ended().await.code(), Some(0));
    // Who asked whether the server is ready keeps a connection too, and has five seconds.
    assert!(told.elapsed() < Duration::from_secs(9), "{:?}", told.elapsed());
}

/// Asks and reads the answer, whose body is `ok`.
fn ask(client: &mut TcpStream) -> String {
    client.write_all(b"GET /healthz HTTP/1.1\r\nhost: my.example.jp\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\nok") {
        let mut byte = [0];
        client.read_exact(&mut byte).unwrap();
        answer.push(byte[0]);
    }
    String::from_utf8(answer).unwrap()
}

async fn a_body_that_stalls_delays_no_stop(place: Place) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let server = Server::start(&place, &sink).await;
    let mut stalled = begin(server.address(), "{");
    tokio::time::sleep(Duration::from_millis(300)).await;
    server.tell_to_stop();
    let told = Instant::now();
    assert_eq!(server.ended().await.code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(25), "{:?}", told.elapsed());
    let mut answer = String::new();
    stalled.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("body_timeout"), "{answer}");
}

/// A request whose body comes in two parts.
fn begin(address: SocketAddr, first: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!(
        "POST /api/v1/telecom/registrations HTTP/1.1\r\nhost: {address}\r\nx-madoguchi: 1\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        BODY.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(first.as_bytes()).unwrap();
    stream.flush().unwrap();
    stream
}
