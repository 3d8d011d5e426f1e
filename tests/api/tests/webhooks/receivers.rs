//! A system that receives webhooks, well or badly: speaks HTTP by hand, so that it can do what no server does, and checks
//! signatures by its own computation.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How a call is answered.
#[derive(Clone, Debug)]
pub enum Manner {
    Status(u16),
    /// Sends the caller somewhere else.
    Redirect(String),
    /// Takes the call and says nothing.
    Hang,
    /// Says yes, and then talks for ever.
    Endless,
    /// Headers for ever.
    EndlessHeaders,
    /// Hangs up.
    Close,
}

/// A call as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub line: String,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        let found: Vec<_> = self.headers.iter().filter(|(header, _)| header == name).collect();
        let [(_, value)] = found.as_slice() else { panic!("{name} stands there {} times", found.len()) };
        value
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Holds the signatures to those of the secrets, in their order.
    pub fn verify(&self, secrets: &[&str]) {
        let (id, at) = (self.header("webhook-id"), self.header("webhook-timestamp"));
        let signed = [format!("{id}.{at}.").as_bytes(), &self.body].concat();
        let expected: Vec<String> = secrets
            .iter()
            .map(|secret| {
                let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
                assert!((24..=64).contains(&key.len()), "the convention's length of a key");
                format!("v1,{}", BASE64_STANDARD.encode(hmac(&key, &signed)))
            })
            .collect();
        assert_eq!(self.header("webhook-signature"), expected.join(" "));
    }
}

/// HMAC-SHA256 as RFC 2104 writes it, for keys of one block at most.
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let (inner, outer) = (block.map(|byte| byte ^ 0x36), block.map(|byte| byte ^ 0x5c));
    let inner = Sha256::new().chain_update(inner).chain_update(message).finalize();
    Sha256::new().chain_update(outer).chain_update(inner).finalize().into()
}

/// The system, until the test ends.
#[derive(Clone)]
pub struct Receiver {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    manners: Arc<Mutex<VecDeque<Manner>>>,
}

impl Receiver {
    /// One that says 200 to everything.
    pub fn start() -> Self {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let receiver =
            Self { address: listener.local_addr().unwrap(), received: Arc::default(), manners: Arc::default() };
        let listener = TcpListener::from_std(listener).unwrap();
        let own = receiver.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let own = own.clone();
                actix_web::rt::spawn(async move { own.serve(stream).await });
            }
        });
        receiver
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The next calls are answered so, one each; then it is 200 again.
    pub fn answer(&self, manners: impl IntoIterator<Item = Manner>) {
        self.manners.lock().unwrap().extend(manners);
    }

    /// The calls so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    async fn serve(&self, mut stream: TcpStream) {
        let Some(received) = read(&mut stream).await else { return };
        self.received.lock().unwrap().push(received);
        let manner = self.manners.lock().unwrap().pop_front().unwrap_or(Manner::Status(200));
        // Whoever called may be gone by then.
        let _gone = respond(&mut stream, manner).await;
    }
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&part[..count]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let line = lines.next().unwrap().to_owned();
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length: usize = length.map_or(0, |(_, length)| length.parse().unwrap());
        let body = bytes[end + 4..].to_vec();
        if body.len() >= length {
            return Some(Received { line, headers, body });
        }
    }
}

async fn respond(stream: &mut TcpStream, manner: Manner) -> std::io::Result<()> {
    match manner {
        Manner::Status(status) => {
            stream.write_all(format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n").as_bytes()).await
        }
        Manner::Redirect(to) => {
            let head = format!("HTTP/1.1 307 X\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n");
            stream.write_all(head.as_bytes()).await
        }
        Manner::Hang => std::future::pending().await,
        Manner::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await?;
            loop {
                stream.write_all(format!("1000\r\n{}\r\n", "x".repeat(0x1000)).as_bytes()).await?;
            }
        }
        Manner::EndlessHeaders => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
            loop {
                stream.write_all(format!("x: {}\r\n", "x".repeat(0x1000)).as_bytes()).await?;
            }
        }
        Manner::Close => Ok(()),
    }
}
