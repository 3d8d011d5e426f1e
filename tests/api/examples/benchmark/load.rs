//! The same request over and over on several connections, by a client that costs little: one thread a connection, the
//! request ready as bytes. Knows as much HTTP/1.1 as our answers need.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::options::OPTIONS;
use crate::times::Times;

/// Connections, as many as `wrk` was given for the goals.
pub const CONNECTIONS: usize = 8;
/// The share of the time that is spent before the first request that counts.
const WARM_UP: f64 = 0.25;

/// A request that can be sent again.
#[derive(Clone, Debug)]
pub struct Target {
    address: SocketAddr,
    request: Arc<[u8]>,
}

impl Target {
    /// Reads a path, uncompressed.
    pub fn get(address: SocketAddr, path: &str, cookie: Option<&str>) -> Self {
        let cookie = cookie.map(|cookie| format!("cookie: {cookie}\r\n")).unwrap_or_default();
        let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\naccept-encoding: identity\r\n{cookie}\r\n");
        Self { address, request: request.into_bytes().into() }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Load {
    /// Of each request.
    pub times: Times,
    /// Answers of a second, over all connections.
    pub per_second: f64,
}

/// Sends it for as long as the options say, after a while that does not count.
pub async fn run(target: &Target) -> Load {
    let time = Duration::from_secs_f64(OPTIONS.seconds);
    let warm_up = start(target);
    tokio::time::sleep(time.mul_f64(WARM_UP)).await;
    warm_up.stop();
    let running = start(target);
    tokio::time::sleep(time).await;
    running.stop()
}

/// Requests under way.
#[derive(Debug)]
pub struct Running {
    began: Instant,
    has_ended: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Vec<Duration>>>,
}

/// Sends it until it is stopped.
pub fn start(target: &Target) -> Running {
    let has_ended = Arc::new(AtomicBool::new(false));
    let thread = |_| {
        let (target, has_ended) = (target.clone(), has_ended.clone());
        std::thread::spawn(move || ask(&target, &has_ended))
    };
    let threads = (0..CONNECTIONS).map(thread).collect();
    Running { began: Instant::now(), has_ended, threads }
}

impl Running {
    /// Waits for the answers that are under way.
    pub fn stop(self) -> Load {
        self.has_ended.store(true, Ordering::Relaxed);
        let times: Vec<_> = self.threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        let per_second = times.len() as f64 / self.began.elapsed().as_secs_f64();
        Load { times: Times::of(times), per_second }
    }
}

/// At least one request.
fn ask(target: &Target, has_ended: &AtomicBool) -> Vec<Duration> {
    let stream = TcpStream::connect(target.address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut stream = BufReader::new(stream);
    let (mut times, mut body) = (Vec::new(), Vec::new());
    loop {
        let start = Instant::now();
        stream.get_mut().write_all(&target.request).unwrap();
        read_answer(&mut stream, &mut body);
        times.push(start.elapsed());
        if has_ended.load(Ordering::Relaxed) {
            return times;
        }
    }
}

fn read_answer(stream: &mut impl BufRead, body: &mut Vec<u8>) {
    let mut line = String::new();
    let mut next = || {
        line.clear();
        stream.read_line(&mut line).unwrap();
        line.trim_end().to_ascii_lowercase()
    };
    let status = next();
    assert!(status.starts_with("http/1.1 200"), "{status}");
    let mut length = None;
    loop {
        let header = next();
        if header.is_empty() {
            break;
        }
        length = length.or_else(|| header.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    }
    body.resize(length.expect("an answer without a length"), 0);
    stream.read_exact(body).unwrap();
}
