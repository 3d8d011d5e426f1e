//! A PostgreSQL for the API tests: the one that `TEST_DATABASE_URL` names, the machine's own, else a throw-away cluster.
//! Knows how to ask a server whether it lets us in, and no SQL.

use std::env;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;
use crate::{packages, process};

const DEFAULT_URL: &str = "postgres://postgres@127.0.0.1:5432/postgres";
const PRIVATE_PORT: u16 = 54329;
const PATIENCE: Duration = Duration::from_secs(5);

/// A server that answers; a throw-away cluster stops with it.
pub struct Server {
    url: String,
    private: Option<Cluster>,
}

impl Server {
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Finds or starts one.
pub fn answering(workspace: &Workspace) -> Result<Server> {
    if let Ok(url) = env::var("TEST_DATABASE_URL") {
        let answer = ask(&url).with_context(|| format!("TEST_DATABASE_URL ({}) does not answer", public(&url)))?;
        if answer == Answer::WantsPassword && !has_password(&url) {
            bail!("the server of TEST_DATABASE_URL wants a password, and the URL has none");
        }
        return Ok(Server { url, private: None });
    }
    if matches!(ask(DEFAULT_URL), Ok(Answer::LetsIn)) {
        return Ok(Server { url: DEFAULT_URL.to_owned(), private: None });
    }
    eprintln!("{DEFAULT_URL} does not let us in: starting a throw-away PostgreSQL on port {PRIVATE_PORT}");
    let cluster = Cluster::start(workspace).context(
        "the API tests need a PostgreSQL; start one, or set TEST_DATABASE_URL=postgres://user:password@host/db",
    )?;
    let url = format!("postgres://postgres@127.0.0.1:{PRIVATE_PORT}/postgres");
    Ok(Server { url, private: Some(cluster) })
}

#[derive(Debug, PartialEq, Eq)]
enum Answer {
    LetsIn,
    WantsPassword,
}

/// Sends the start-up message of PostgreSQL's protocol 3.0 and reads the first answer.
fn ask(url: &str) -> Result<Answer> {
    let (user, address, database) = parts(url)?;
    let address = address.to_socket_addrs()?.next().context("the host has no address")?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut body = 196_608_u32.to_be_bytes().to_vec();
    body.extend(format!("user\0{user}\0database\0{database}\0\0").as_bytes());
    let length = u32::try_from(body.len() + 4)?;
    stream.write_all(&length.to_be_bytes())?;
    stream.write_all(&body)?;
    // One letter, the length, and for 'R' the kind of authentication: 0 is none.
    let mut answer = [0; 9];
    stream.read_exact(&mut answer)?;
    match (answer[0], &answer[5..]) {
        (b'R', [0, 0, 0, 0]) => Ok(Answer::LetsIn),
        (b'R', _) => Ok(Answer::WantsPassword),
        (b'E', start) => {
            let mut rest = Vec::new();
            let _read_until_closed = stream.read_to_end(&mut rest);
            bail!("{}", String::from_utf8_lossy(&[start, &rest].concat()).replace('\0', " "))
        }
        _ => bail!("what answers on {address} is not PostgreSQL"),
    }
}

/// User, `host:port` and database of a URL.
fn parts(url: &str) -> Result<(&str, String, &str)> {
    let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"));
    let rest = rest.context("not a postgres:// URL")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (credentials, host) = authority.rsplit_once('@').unwrap_or(("postgres", authority));
    let user = credentials.split(':').next().unwrap_or(credentials);
    let database = path.split('?').next().filter(|name| !name.is_empty()).unwrap_or(user);
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    Ok((user, if has_port { host.to_owned() } else { format!("{host}:5432") }, database))
}

fn has_password(url: &str) -> bool {
    url.rsplit_once('@').is_some_and(|(before, _)| before.matches(':').count() > 1)
}

/// The URL without its credentials.
fn public(url: &str) -> &str {
    url.rsplit_once('@').map_or(url, |(_, rest)| rest)
}

/// A cluster of our own, without durability, that only this machine reaches.
struct Cluster {
    programs: PathBuf,
    data: PathBuf,
}

impl Cluster {
    fn start(workspace: &Workspace) -> Result<Self> {
        let programs = match programs() {
            Some(programs) => programs,
            None => {
                packages::install("PostgreSQL", &["postgresql"])?;
                programs().context("postgresql is installed, but there is no initdb in /usr/lib/postgresql")?
            }
        };
        // PostgreSQL refuses to run as root, and root's folders are closed to the user postgres.
        let folder = if packages::is_root() { PathBuf::from("/var/tmp") } else { workspace.target.clone() };
        let cluster = Self { programs, data: folder.join("madoguchi-test-postgres") };
        cluster.create()?;
        let socket = cluster.data.display();
        let settings = format!(
            "-p {PRIVATE_PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories={socket} -c max_connections=400 \
             -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        );
        let log = cluster.data.join("log");
        process::run(cluster.program("pg_ctl").args(["-w", "-s", "-o", &settings]).arg("-l").arg(log).arg("start"))?;
        Ok(cluster)
    }

    /// Initialises the folder anew: what an interrupted run left is worth nothing.
    fn create(&self) -> Result<()> {
        if self.data.join("postmaster.pid").exists() {
            self.stop();
        }
        if self.data.exists() {
            fs::remove_dir_all(&self.data)?;
        }
        process::capture(self.program("initdb").args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]))?;
        Ok(())
    }

    /// A program of this cluster's version, as a user that PostgreSQL accepts.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = if packages::is_root() {
            let mut command = process::command("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            process::command(path)
        };
        command.current_dir("/").arg("-D").arg(&self.data);
        command
    }

    fn stop(&self) {
        if let Err(error) = process::run(self.program("pg_ctl").args(["-w", "-s", "-m", "immediate", "stop"])) {
            eprintln!("{error:#}");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(cluster) = &self.private {
            cluster.stop();
            if let Err(error) = fs::remove_dir_all(&cluster.data) {
                eprintln!("{}: {error}", cluster.data.display());
            }
        }
    }
}

/// The folder with initdb and pg_ctl: in `PATH`, else the newest of Debian's.
fn programs() -> Option<PathBuf> {
    if let Some(initdb) = process::find("initdb") {
        return initdb.parent().map(Path::to_path_buf);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders = versions
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file())
        .collect::<Vec<_>>();
    folders.sort();
    folders.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_url() {
        let given = parts("postgres://app:se:cret@db.example.jp:6000/portal?sslmode=disable").unwrap();
        assert_eq!(given, ("app", "db.example.jp:6000".to_owned(), "portal"));
        let short = parts("postgresql://postgres@127.0.0.1").unwrap();
        assert_eq!(short, ("postgres", "127.0.0.1:5432".to_owned(), "postgres"));
        assert!(parts("sqlite://a.sqlite").is_err());
    }

    #[test]
    fn a_password_is_noticed_and_not_shown() {
        let url = "postgres://app:secret@db.example.jp/portal";
        assert!(has_password(url));
        assert_eq!(public(url), "db.example.jp/portal");
        assert!(!has_password(DEFAULT_URL));
    }
}
