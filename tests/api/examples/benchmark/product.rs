//! The product's own binary as a process: started in a folder of its own, asked over HTTP, ended when this is dropped.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use api_tests::{PORTAL, User, solve};
use madoguchi_api_types::sessions::SignInAttempt;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::memory;
use crate::options::OPTIONS;

/// Between two tries to reach it.
const PAUSE: Duration = Duration::from_millis(1);
/// Longest wait for its first answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server under way.
pub struct Product {
    child: Child,
    address: SocketAddr,
    client: Client,
}

impl Product {
    /// Starts it on whatever database the folder has, and tells how long it took to its first answer.
    pub fn start(binary: &Path, folder: &Path) -> (Self, Duration) {
        let address = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
        let mut command = Command::new(binary);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("MADOGUCHI_")) {
            command.env_remove(name);
        }
        command
            .arg("serve")
            .current_dir(folder)
            .env_remove("RUST_LOG")
            .env("MADOGUCHI_LOG__FILTER", "error")
            .env("MADOGUCHI_DATABASE__URL", database(folder))
            .env("MADOGUCHI_PORTALS__DIRECTORY", folder.join("portals"))
            .env("MADOGUCHI_SERVER__BASE_URL", "https://my.example.jp")
            .env("MADOGUCHI_SERVER__PORT", address.port().to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let start = Instant::now();
        let mut child = command.spawn().unwrap();
        while !answers(address) {
            assert!(child.try_wait().unwrap().is_none(), "the server ended");
            assert!(start.elapsed() < PATIENCE, "the server does not answer");
            thread::sleep(PAUSE);
        }
        let took = start.elapsed();
        (Self { child, address, client: Client::builder().no_proxy().build().unwrap() }, took)
    }

    /// Resident megabytes (1,000,000 bytes), after it was left alone for as long as the options say.
    pub async fn idle_megabytes(&self) -> Option<f64> {
        tokio::time::sleep(Duration::from_secs_f64(OPTIONS.idle_seconds)).await;
        memory::resident_of(&self.child.id().to_string()).map(|bytes| bytes as f64 / 1e6)
    }

    /// Logs in and gives the cookies of the session.
    pub async fn sign_in(&self, user: &User) -> String {
        let body = json!({ "identifiers": user.identifiers(), "password": api_tests::PASSWORD });
        let started = self.send(self.client.post(self.url("/sign-in-attempts")).json(&body), "").await;
        let cookies = cookies(&started);
        let attempt: SignInAttempt = started.json().await.unwrap();
        let solution = attempt.robot_challenge.as_ref().map_or(Value::Null, |_| solve(&attempt));
        let body = json!({ "one_time_password": "", "robot_solution": solution });
        let path = format!("/sign-in-attempts/{}/session", attempt.id);
        let session = self.send(self.client.post(self.url(&path)).json(&body), &cookies).await;
        format!("{cookies}; {}", self::cookies(&session))
    }

    /// Reads a path below the portal to its end.
    pub async fn get(&self, path: &str, cookies: &str) {
        self.send(self.client.get(self.url(path)), cookies).await.bytes().await.unwrap();
    }

    /// Uploads a file for an inquiry.
    pub async fn upload(&self, content: Vec<u8>, cookies: &str) {
        let request = self.client.post(self.url("/inquiry-attachments?file_name=a.pdf"));
        self.send(request.header("content-type", "application/octet-stream").body(content), cookies).await;
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}/api/v1/{PORTAL}{path}", self.address)
    }

    async fn send(&self, request: RequestBuilder, cookies: &str) -> Response {
        let answer = request.header("x-madoguchi", "1").header("cookie", cookies).send().await.unwrap();
        assert!(answer.status().is_success(), "{} {}", answer.url(), answer.status());
        answer
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _status = self.child.wait();
    }
}

/// The binary that the options name, or that of the same build as this program.
pub fn binary() -> Option<PathBuf> {
    let own = || {
        let own = std::env::current_exe().ok()?;
        Some(own.parent()?.parent()?.join(format!("madoguchi{}", std::env::consts::EXE_SUFFIX)))
    };
    OPTIONS.binary.clone().or_else(own).filter(|binary| binary.exists())
}

/// Seconds until the binary ends that is only asked for its version: what any process of it costs.
pub fn bare_start(binary: &Path) -> f64 {
    let start = Instant::now();
    let status = Command::new(binary).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.unwrap();
    start.elapsed().as_secs_f64()
}

/// Where the database of a folder is.
pub fn database(folder: &Path) -> String {
    format!("sqlite://{}/madoguchi.sqlite", folder.display())
}

/// A folder with portals: one that lets people in by their password alone, since no mails are read here.
pub fn write_portals(folder: &Path) {
    let portal = include_str!("../../../../portals/telecom.toml");
    let portal = portal.replacen("mode = \"always\"", "mode = \"by_choice\"", 1);
    fs::create_dir_all(folder.join("portals")).unwrap();
    fs::write(folder.join("portals").join("telecom.toml"), portal).unwrap();
}

fn answers(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let mut answer = String::new();
    let asked = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
}

/// What an answer sets, as it is sent back.
fn cookies(answer: &Response) -> String {
    let pairs =
        answer.headers().get_all("set-cookie").iter().filter_map(|header| header.to_str().ok()?.split(';').next());
    pairs.collect::<Vec<_>>().join("; ")
}
