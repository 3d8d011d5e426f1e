//! PostgreSQL gone for some seconds under load: nobody is told of an internal error, nobody waits long, and the server
//! recovers by itself. The way to the database is cut in a relay between the two.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::databases::{Engine, Place};
use crate::registrations::{from, registration};
use crate::servers::{PATIENCE, Server, import};

/// How long the database is gone.
const GONE: Duration = Duration::from_secs(4);
/// Who asks at once.
const CLIENTS: usize = 8;
/// By now the server knows that the database is gone.
const KNOWN_AFTER: Duration = Duration::from_secs(2);
/// Longest answer after that, on a machine that has other work as well.
const SOON: Duration = Duration::from_secs(2);

#[test]
fn a_database_that_is_gone_for_a_while_is_no_internal_error() {
    crate::databases::run(Engine::Postgres, the_way_to_the_database_is_cut);
}

async fn the_way_to_the_database_is_cut(place: Place) {
    import(&place);
    let relay = Relay::start(place.server_address()).await;
    let behind = place.reached_at(relay.address);
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let server = Server::start(&behind, &sink).await;

    let (began, stop) = (Instant::now(), Arc::new(AtomicBool::new(false)));
    let mut clients = JoinSet::new();
    for at in 0..CLIENTS {
        let (client, stop) = (server.client(), stop.clone());
        clients.spawn(async move {
            let mut answers = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let asked = Instant::now();
                // An unknown contract: it is looked for each time, in a transaction and outside of one.
                let mut body = registration(0);
                body["contract_number"] = format!("CAF99{at:08}").into();
                let (status, answer) = client.post("/registrations", &from(at), body).await.unwrap();
                answers.push((asked, status, answer["code"].as_str().unwrap_or_default().to_owned(), asked.elapsed()));
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            answers
        });
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    relay.cut();
    let cut = Instant::now();
    tokio::time::sleep(GONE).await;
    relay.mend();
    let deadline = Instant::now() + PATIENCE;
    while server.client().status_of("/readyz").await != 200 {
        assert!(Instant::now() < deadline, "the server does not recover");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    stop.store(true, Ordering::Relaxed);
    let answers: Vec<_> = clients.join_all().await.into_iter().flatten().collect();

    let mut counts: BTreeMap<(u16, String), usize> = BTreeMap::new();
    for (asked, status, code, took) in &answers {
        *counts.entry((*status, code.clone())).or_default() += 1;
        let in_the_gap = *asked > cut + KNOWN_AFTER && *asked < cut + GONE;
        assert!(!in_the_gap || *took < SOON, "{status} {code} after {took:?}, {:?} after the start", *asked - began);
    }
    assert!(counts.keys().all(|(status, _)| *status != 500), "{counts:?}");
    assert!(counts.contains_key(&(503, "database_unavailable".to_owned())), "{counts:?}");
    let (status, answer) = server.client().post("/registrations", "192.0.2.99", registration(1)).await.unwrap();
    assert_eq!(status, 202, "{answer}");
}

/// Passes bytes on to PostgreSQL until it is cut.
struct Relay {
    address: std::net::SocketAddr,
    is_cut: tokio::sync::watch::Sender<bool>,
}

impl Relay {
    async fn start(target: String) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (is_cut, mut cut) = tokio::sync::watch::channel(false);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                // Taken and dropped: the other side sees its connection end at once.
                if *cut.borrow_and_update() {
                    continue;
                }
                let (target, mut cut) = (target.clone(), cut.clone());
                tokio::spawn(async move {
                    let mut far = TcpStream::connect(target).await.unwrap();
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = cut.wait_for(|is_cut| *is_cut) => {}
                    }
                });
            }
        });
        Self { address, is_cut }
    }

    fn cut(&self) {
        self.is_cut.send_replace(true);
    }

    fn mend(&self) {
        self.is_cut.send_replace(false);
    }
}
