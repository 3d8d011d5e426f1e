//! A disk that fills and is freed again, made with the limit on the size of the server's files: what is answered as
//! stored is stored, and the server says when it can store nothing.

use std::process::Command;

use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};
use serde_json::Value;

use crate::databases::{Engine, Place};
use crate::registrations::{from, registration, rows_of};
use crate::servers::{PATIENCE, Server, import};

#[test]
fn what_is_answered_as_stored_is_stored_after_a_full_disk() {
    crate::databases::run(Engine::Sqlite, a_disk_fills_and_is_freed);
}

async fn a_disk_fills_and_is_freed(place: Place) {
    import(&place);
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let server = Server::start_with_bounded_files(&place, &sink).await;
    let client = server.client();
    let send = async |at: usize| client.post("/registrations", &from(at), registration(at)).await.unwrap();
    assert_eq!(send(1).await.0, 202);

    limit(&server, "1");
    for (status, answer) in <[(u16, Value); 2]>::from(tokio::join!(send(2), send(3))) {
        assert_eq!((status, answer["code"].as_str()), (503, Some("database_unavailable")), "{answer}");
    }
    assert_eq!(send(4).await.0, 503);
    assert_eq!(until_ready_is(&server, 503).await, 503, "it says that it cannot write");

    limit(&server, "unlimited");
    assert_eq!(until_ready_is(&server, 200).await, 200);
    for at in 2..=6 {
        let (status, answer) = send(at).await;
        assert_eq!(status, 202, "{answer}");
    }
    server.kill();
    for at in 1..=6 {
        assert_eq!(rows_of(&place, at).await, [1; 5], "registration {at}: user, link, consent, mail, audit event");
    }
}

/// No file of the process grows beyond so many bytes from now on.
fn limit(server: &Server, bytes: &str) {
    let limit = format!("--fsize={bytes}:unlimited");
    let status = Command::new("prlimit").args(["--pid", &server.id().to_string(), &limit]).status().unwrap();
    assert!(status.success());
}

/// The status of `/readyz` when it is the one that is waited for, or after a long time.
async fn until_ready_is(server: &Server, status: u16) -> u16 {
    let deadline = std::time::Instant::now() + PATIENCE;
    loop {
        let now = server.client().status_of("/readyz").await;
        if now == status || std::time::Instant::now() > deadline {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}
