//! Heavy work has its places: when they are taken, one more is told to come back, before its body is read; and what is
//! light goes on.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use api_tests::{App, Browser, on_both_engines};
use madoguchi_services::limits::{Slot, Work};
use madoguchi_services::sessions;

on_both_engines!(
    a_person_whose_places_are_taken_comes_back_later,
    others_are_served_meanwhile,
    stalled_uploads_of_one_person_block_nobody,
);

/// Takes all places of a person for a work, and all in the queue: what the next request finds.
async fn crowd(app: &App, browser: &Browser, work: Work) -> (Vec<Slot>, Vec<tokio::task::JoinHandle<()>>) {
    let token = browser.cookie(&browser.session_cookie()).unwrap();
    let portal = app.services().portals.get(browser.portal()).unwrap();
    let scope = sessions::authenticate(app.services(), portal, Some(&token)).await.unwrap().scope;
    let mut taken = Vec::new();
    while let Ok(Ok(slot)) =
        tokio::time::timeout(Duration::from_millis(50), app.services().slots.take(work, &scope)).await
    {
        taken.push(slot);
    }
    let mut waiting = Vec::new();
    for _ in 0..20 {
        let (app, scope) = (app.clone(), scope.clone());
        waiting.push(tokio::task::spawn_local(async move {
            let _place = app.services().slots.take(work, &scope).await;
        }));
    }
    tokio::task::yield_now().await;
    (taken, waiting)
}

fn busy(answer: &api_tests::Answer) {
    answer.refused(503, "busy");
    assert_eq!(answer.header("retry-after"), Some("5"));
}

async fn a_person_whose_places_are_taken_comes_back_later(app: App) {
    let owner = app.subscriber().await;
    let browser = app.signed_in(&app.user(&owner.group).await).await;
    let records = format!("/contracts/{}/call-records", owner.contract.id);
    for (work, path) in [
        (Work::Report, format!("{records}/charts")),
        (Work::Report, format!("{records}/totals?hour=3")),
        (Work::Report, format!("{records}?order=charge_descending")),
        (Work::Download, format!("{records}.csv")),
        (Work::Download, format!("{records}.xlsx")),
    ] {
        let _free = browser.get(&path).await.expect(200);
        let (taken, waiting) = crowd(&app, &browser, work).await;
        busy(&browser.get(&path).await);
        let _light = browser.get(&records).await.expect(200);
        drop(taken);
        for waiter in waiting {
            waiter.await.unwrap();
        }
        let _free_again = browser.get(&path).await.expect(200);
    }
    let (_taken, _waiting) = crowd(&app, &browser, Work::Upload).await;
    busy(&browser.upload("a.pdf", "%PDF-1.7\n").await);
}

async fn others_are_served_meanwhile(app: App) {
    let (owner, other) = (app.subscriber().await, app.subscriber().await);
    let greedy = app.signed_in(&app.user(&owner.group).await).await;
    let (_taken, _waiting) = crowd(&app, &greedy, Work::Report).await;
    let browser = app.signed_in(&app.user(&other.group).await).await;
    let _served = browser.get(&format!("/contracts/{}/call-records/charts", other.contract.id)).await.expect(200);
}

/// Uploads that send a head and no body hold the places of their person, and of nobody else.
async fn stalled_uploads_of_one_person_block_nobody(app: App) {
    let greedy = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let cookie = format!("{}={}", greedy.session_cookie(), greedy.cookie(&greedy.session_cookie()).unwrap());
    let stalled: Vec<TcpStream> = (0..12)
        .map(|_| {
            let mut stream = TcpStream::connect(app.address()).unwrap();
            let head = format!(
                "POST /api/v1/telecom/inquiry-attachments?file_name=a.pdf HTTP/1.1\r\nhost: {}\r\nx-madoguchi: 1\r\n\
                 cookie: {cookie}\r\ncontent-length: 10000000\r\n\r\n%PDF-1.7",
                app.address()
            );
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    busy(&greedy.upload("a.pdf", "%PDF-1.7\n").await);
    let other = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let _kept = other.attach("b.pdf").await;
    drop(stalled);
}
