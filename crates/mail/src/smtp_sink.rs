//! A small SMTP server for tests: knows the answers of RFC 5321 and keeps what arrives; must not know the client.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// How the server treats mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes every mail.
    Accept,
    /// Answers each recipient with 451, as greylisting does.
    Tempfail,
    /// Answers each recipient with 550, as for an unknown mailbox.
    Reject,
    /// Takes the whole mail (it is in `received`) and never answers: the client cannot know.
    StallAfterData,
}

/// A mail as it came over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedMail {
    /// Return path, without angle brackets.
    pub from: String,
    /// Recipients, without angle brackets.
    pub to: Vec<String>,
    /// Headers and body, still encoded, lines ended by CR LF, dots unstuffed.
    pub data: String,
}

impl ReceivedMail {
    /// The value of a header, unfolded but still encoded; the name in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.data.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}

/// The running server; it ends when this is dropped.
#[derive(Debug)]
pub struct SmtpSink {
    /// Where it listens, on this host.
    pub addr: SocketAddr,
    /// Mails taken, in the order of arrival.
    pub received: Arc<Mutex<Vec<ReceivedMail>>>,
    behaviour: Arc<Mutex<Behaviour>>,
    server: JoinHandle<()>,
}

impl SmtpSink {
    /// Starts a server on a free port.
    ///
    /// # Errors
    /// When no port can be opened.
    pub async fn start(behaviour: Behaviour) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let addr = listener.local_addr()?;
        let received = Arc::new(Mutex::new(Vec::new()));
        let behaviour = Arc::new(Mutex::new(behaviour));
        let (inbox, mood) = (Arc::clone(&received), Arc::clone(&behaviour));
        let server = tokio::spawn(async move {
            let mut sessions = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                sessions.spawn(converse(stream, Arc::clone(&inbox), Arc::clone(&mood)));
            }
        });
        Ok(Self { addr, received, behaviour, server })
    }

    /// Changes the behaviour from the next command on.
    pub fn set_behaviour(&self, behaviour: Behaviour) {
        *lock(&self.behaviour) = behaviour;
    }

    /// A copy of the mails taken so far.
    #[must_use]
    pub fn mails(&self) -> Vec<ReceivedMail> {
        lock(&self.received).clone()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One client's session; ends at QUIT, at the end of the stream, or at the first error of the stream.
async fn converse(
    stream: TcpStream,
    received: Arc<Mutex<Vec<ReceivedMail>>>,
    behaviour: Arc<Mutex<Behaviour>>,
) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    answer(&mut stream, "220 sink.example.jp ESMTP").await?;
    let mut mail = ReceivedMail { from: String::new(), to: Vec::new(), data: String::new() };
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.trim_end().to_ascii_uppercase();
        let mood = *lock(&behaviour);
        let reply = match command.get(..4).unwrap_or_default() {
            "EHLO" => "250-sink.example.jp\r\n250-8BITMIME\r\n250 SMTPUTF8",
            "HELO" | "NOOP" => "250 OK",
            "MAIL" => {
                mail = ReceivedMail { from: path(&line), to: Vec::new(), data: String::new() };
                "250 2.1.0 OK"
            }
            "RCPT" => recipient(&mut mail, path(&line), mood),
            "DATA" if mail.to.is_empty() => "503 5.5.1 no recipient",
            "DATA" => {
                answer(&mut stream, "354 go ahead").await?;
                mail.data = read_data(&mut stream).await?;
                lock(&received).push(mail.clone());
                if mood == Behaviour::StallAfterData {
                    std::future::pending::<()>().await;
                }
                "250 2.0.0 taken"
            }
            "QUIT" => return answer(&mut stream, "221 2.0.0 bye").await,
            "RSET" => {
                mail.to.clear();
                "250 2.0.0 OK"
            }
            _ => "502 5.5.1 not known here",
        };
        answer(&mut stream, reply).await?;
    }
}

fn recipient(mail: &mut ReceivedMail, path: String, behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::Tempfail => "451 4.7.1 try again later",
        Behaviour::Reject => "550 5.1.1 no such mailbox",
        Behaviour::Accept | Behaviour::StallAfterData => {
            mail.to.push(path);
            "250 2.1.5 OK"
        }
    }
}

async fn answer(stream: &mut BufReader<TcpStream>, text: &str) -> io::Result<()> {
    stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).await
}

/// Reads up to the lone dot and removes the dot that the client put before each line starting with one.
async fn read_data(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

fn path(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(path, _)| path.to_owned()).unwrap_or_default()
}
