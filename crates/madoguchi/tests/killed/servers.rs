//! Starts the binary, waits until it answers, kills it or tells it to stop.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use madoguchi_mail::smtp_sink::SmtpSink;
use serde_json::{Value, json};

use crate::databases::Place;

/// Longest wait for anything that must happen.
pub const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(20);
/// Seconds after which a job of a dead process is taken over.
pub const LEASE_SECONDS: u64 = 2;

/// The invented customers that the repository holds.
pub fn demo_export() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/exports/telecom").canonicalize().unwrap()
}

/// The binary with the configuration of a place and nothing of this machine's.
pub fn command(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_madoguchi"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("MADOGUCHI_")) {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .current_dir(place.folder())
        .env_remove("RUST_LOG")
        .env("MADOGUCHI_LOG__FILTER", "warn")
        .env("MADOGUCHI_DATABASE__URL", place.database_url())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs the binary to its end.
pub fn output(mut command: Command) -> Output {
    command.output().unwrap()
}

/// Loads the demo export, as an operator does.
pub fn import(place: &Place) {
    let output = output(command(place, &["import", "telecom", demo_export().to_str().unwrap()]));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A server under way; killed when this is dropped.
pub struct Server {
    child: Child,
    client: Client,
}

/// Asks a server, while it lives and after.
#[derive(Clone)]
pub struct Client {
    address: SocketAddr,
    http: reqwest::Client,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    /// `ETag`.
    pub tag: Option<String>,
    /// Names and values of the cookies that were set, as they are sent back.
    pub cookie: Option<String>,
    pub body: Value,
}

impl Server {
    /// Serves without demo, mailing to a sink, and waits until it is ready.
    pub async fn start(place: &Place, mail: &SmtpSink) -> Self {
        Self::start_as(command(place, &["serve"]), mail).await
    }

    /// The same with the people of the demo; mails stay in the table.
    pub async fn start_with_demo(place: &Place, mail: &SmtpSink) -> Self {
        Self::start_as(command(place, &["serve", "--demo"]), mail).await
    }

    /// The same; a file that may not grow fails the write, and does not end the process. Its log is a file too.
    pub async fn start_with_bounded_files(place: &Place, mail: &SmtpSink) -> Self {
        let serve = command(place, &["serve"]);
        Self::start_as(shell(place, &serve, "trap '' XFSZ; exec \"$0\" serve 2>> server.log"), mail).await
    }

    /// The same; each request is a line of `server.log`.
    pub async fn start_with_log(place: &Place, mail: &SmtpSink) -> Self {
        let mut serve = command(place, &["serve"]);
        serve.env("MADOGUCHI_LOG__FILTER", "info").env("MADOGUCHI_LOG__FORMAT", "json");
        Self::start_as(shell(place, &serve, "exec \"$0\" serve 2>> server.log"), mail).await
    }

    async fn start_as(mut command: Command, mail: &SmtpSink) -> Self {
        let address = free_address();
        let mail = format!("{{ host = '127.0.0.1', port = {}, security = 'none' }}", mail.addr.port());
        command
            .env("MADOGUCHI_SERVER__PORT", address.port().to_string())
            .env("MADOGUCHI_SERVER__BASE_URL", "https://my.example.jp")
            .env("MADOGUCHI_SERVER__TRUSTED_PROXIES", "['127.0.0.1']")
            .env("MADOGUCHI_MAIL__SMTP", mail)
            .env("MADOGUCHI_JOBS__LEASE_SECONDS", LEASE_SECONDS.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit());
        madoguchi_services::files::install_tls();
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        let mut server = Self { child: command.spawn().unwrap(), client: Client { address, http } };
        server.wait_until_ready().await;
        server
    }

    async fn wait_until_ready(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let ready = self.client.get("/readyz").await;
            if ready.is_ok_and(|answer| answer.status() == 200) {
                return;
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("the server ended with {status}");
            }
            assert!(Instant::now() < deadline, "the server is not ready");
            tokio::time::sleep(PAUSE).await;
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.client.address
    }

    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process at once, wherever it is: `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends SIGTERM.
    pub fn tell_to_stop(&self) {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for the end of the process.
    pub async fn ended(mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "the server does not stop");
            tokio::time::sleep(PAUSE).await;
        }
    }
}

impl Client {
    async fn get(&self, path: &str) -> reqwest::Result<reqwest::Response> {
        self.http.get(self.url(path)).send().await
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Status of a path.
    pub async fn status_of(&self, path: &str) -> u16 {
        self.get(path).await.unwrap().status().as_u16()
    }

    /// Sends JSON to an operation of the portal; nothing when the server goes away meanwhile.
    pub async fn post(&self, path: &str, from: &str, body: Value) -> Option<(u16, Value)> {
        self.send(self.http.post(self.url(&format!("/api/v1/telecom{path}"))), from, body).await
    }

    /// The same with a name, by which the server knows a request that it answered before.
    pub async fn post_named(&self, path: &str, from: &str, name: &str, body: Value) -> Option<(u16, Value)> {
        let request = self.http.post(self.url(&format!("/api/v1/telecom{path}")));
        self.send(request.header("idempotency-key", name), from, body).await
    }

    /// Asks an operation of the portal of applications; nothing when the server goes away meanwhile.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Value) -> Option<Answered> {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.http.request(method, self.url(&format!("/api/v1/network{path}")));
        request = request.header("x-madoguchi", "1").json(&body);
        request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let answer = request.send().await.ok()?;
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let cookies = answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
        let kept = cookies.filter(|cookie| !cookie.contains("Max-Age=0"));
        let kept: Vec<&str> = kept.map(|cookie| cookie.split(';').next().unwrap_or_default()).collect();
        let cookie = (!kept.is_empty()).then(|| kept.join("; "));
        let (status, tag) = (answer.status().as_u16(), header("etag"));
        let body = serde_json::from_slice(&answer.bytes().await.ok()?).unwrap_or(json!(null));
        Some(Answered { status, tag, cookie, body })
    }

    async fn send(&self, request: reqwest::RequestBuilder, from: &str, body: Value) -> Option<(u16, Value)> {
        let request = request.header("x-madoguchi", "1").header("x-forwarded-for", from).json(&body);
        let answer = request.send().await.ok()?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await.ok()?;
        Some((status, serde_json::from_slice(&body).unwrap_or(json!(null))))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _status = self.child.wait();
    }
}

/// A shell that does what a script says with the environment of a command, whose program is `$0`.
pub fn shell(place: &Place, command: &Command, script: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(command.get_program()).stdin(Stdio::null()).current_dir(place.folder());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}

/// An address of this host that nobody listens on now.
pub fn free_address() -> SocketAddr {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap()
}

/// Waits until something is so.
pub async fn until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}: still not so");
        tokio::time::sleep(PAUSE).await;
    }
}
