//! Uploads wait for the verdict of a virus scanner: a small clamd that knows one virus, slow ones, silent ones, none at all.

use api_tests::{App, on_both_engines};
use madoguchi_api_types::inquiries::Attachment;
use madoguchi_entities::inquiry_attachments;
use madoguchi_services::scanner::Scanner;
use sea_orm::{EntityTrait, PaginatorTrait};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::signed_in;

on_both_engines!(a_file_waits_for_its_verdict, no_verdict_is_no_file);

const VIRUS: &[u8] = b"a virus that this scanner knows";

/// Reads one file as clamd does: the command, pieces with their lengths before them, an empty one.
async fn receive(stream: &mut TcpStream) -> Vec<u8> {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await.unwrap();
    assert_eq!(&command, b"zINSTREAM\0");
    let mut content = Vec::new();
    loop {
        let length = usize::try_from(stream.read_u32().await.unwrap()).unwrap();
        if length == 0 {
            return content;
        }
        let mut piece = vec![0; length];
        stream.read_exact(&mut piece).await.unwrap();
        content.extend(piece);
    }
}

/// A scanner that answers every file.
async fn clamd(answer: fn(&[u8]) -> &'static str) -> Scanner {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    actix_web::rt::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let content = receive(&mut stream).await;
            stream.write_all(answer(&content).as_bytes()).await.unwrap();
        }
    });
    format!("tcp://{address}").parse().unwrap()
}

async fn rows(app: &App) -> u64 {
    inquiry_attachments::Entity::find().count(app.db()).await.unwrap()
}

async fn a_file_waits_for_its_verdict(app: App) {
    let scanner = clamd(|content| match content.windows(VIRUS.len()).any(|part| part == VIRUS) {
        true => "stream: Test.Virus FOUND\0",
        false => "stream: OK\0",
    })
    .await;
    let app = app.beside_with(|services| services.scanner = Some(scanner));
    let (_, _, browser) = signed_in(&app).await;
    // Of several pieces, the virus across the border of two.
    let mut large = vec![b'a'; 256 * 1024 - 7];
    let clean: Attachment = browser.upload("メモ.txt", large.clone()).await.expect(201).json();
    assert_eq!(clean.size, 256 * 1024 - 7);
    large.extend(VIRUS);
    browser.upload("メモ.txt", large).await.refused(422, "file_infected");
    browser.upload("メモ.txt", VIRUS.to_vec()).await.refused(422, "file_infected");
    assert_eq!(rows(&app).await, 1, "nothing is left of what was refused");
}

async fn no_verdict_is_no_file(app: App) {
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    let gone: Scanner = format!("tcp://{closed}").parse().unwrap();
    let nowhere: Scanner = "unix:///nowhere/clamd.ctl".parse().unwrap();
    let full = clamd(|_| "INSTREAM size limit exceeded. ERROR\0").await;
    let silent = clamd(|_| "").await;
    for scanner in [gone, nowhere, full, silent] {
        let app = app.beside_with(|services| services.scanner = Some(scanner));
        let (_, _, browser) = signed_in(&app).await;
        browser.upload("メモ.txt", b"text".to_vec()).await.refused(503, "file_scan_unavailable");
    }
    assert_eq!(rows(&app).await, 0);
    for wrong in ["", "clamd", "http://localhost", "tcp://localhost", "unix://relative"] {
        assert!(wrong.parse::<Scanner>().is_err(), "{wrong}");
    }
}
