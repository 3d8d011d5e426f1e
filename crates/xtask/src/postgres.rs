//! A PostgreSQL for the API tests: the one that `TEST_DATABASE_URL` names, the machine's own, else a throw-away cluster.
//! Knows how to ask a server whether it lets us in, and no SQL.

use std::env;
use std::fs;
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use url::Url;

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

/// One for tests, of which each makes and drops a database: a server that survives a power cut writes each of these to disk,
/// so a throw-away cluster goes before the machine's own.
pub fn for_tests(workspace: &Workspace) -> Result<Server> {
    if env::var_os("TEST_DATABASE_URL").is_none() && programs().is_some() {
        match Cluster::start(workspace) {
            Ok(cluster) => return Ok(cluster.into()),
            Err(error) => eprintln!("no throw-away PostgreSQL on port {PRIVATE_PORT}: {error:#}"),
        }
    }
    answering(workspace)
}

/// Finds or starts one.
pub fn answering(workspace: &Workspace) -> Result<Server> {
    if let Ok(url) = env::var("TEST_DATABASE_URL") {
        ask(&url).with_context(|| format!("TEST_DATABASE_URL ({}) does not let us in", public(&url)))?;
        return Ok(Server { url, private: None });
    }
    if ask(DEFAULT_URL).is_ok() {
        return Ok(Server { url: DEFAULT_URL.to_owned(), private: None });
    }
    eprintln!("{DEFAULT_URL} does not let us in: starting a throw-away PostgreSQL on port {PRIVATE_PORT}");
    let cluster = Cluster::start(workspace).context(
        "the API tests need a PostgreSQL; start one, or set TEST_DATABASE_URL=postgres://user:password@host/db",
    )?;
    Ok(cluster.into())
}

/// Asks the server to let us in, by PostgreSQL's own client. Where there is none, whether anything answers has to be enough:
/// the tests then say what is wrong.
fn ask(url: &str) -> Result<()> {
    let client = process::find("psql").or_else(|| Some(programs()?.join("psql"))).filter(|client| client.is_file());
    let Some(client) = client else {
        let address = address(url)?.to_socket_addrs()?.next().context("the host has no address")?;
        TcpStream::connect_timeout(&address, PATIENCE)?;
        return Ok(());
    };
    let mut psql = process::command(client);
    psql.env("PGCONNECT_TIMEOUT", PATIENCE.as_secs().to_string());
    // No start-up file, no question for a password.
    let output = psql.args(["--no-psqlrc", "--no-password", "--quiet", "--command=", "--dbname", url]).output()?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

/// `host:port` of a URL.
fn address(url: &str) -> Result<String> {
    let url = Url::parse(url)?;
    if !matches!(url.scheme(), "postgres" | "postgresql") {
        bail!("not a postgres:// URL");
    }
    Ok(format!("{}:{}", url.host_str().context("the URL names no host")?, url.port().unwrap_or(5432)))
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

impl From<Cluster> for Server {
    fn from(cluster: Cluster) -> Self {
        Self { url: format!("postgres://postgres@127.0.0.1:{PRIVATE_PORT}/postgres"), private: Some(cluster) }
    }
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
    fn the_address_of_a_url() {
        let given = address("postgres://app:se:cret@db.example.jp:6000/portal?sslmode=disable").unwrap();
        assert_eq!(given, "db.example.jp:6000");
        assert_eq!(address("postgresql://postgres@127.0.0.1").unwrap(), "127.0.0.1:5432");
        assert!(address("sqlite://a.sqlite").is_err());
    }

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(public("postgres://app:secret@db.example.jp/portal"), "db.example.jp/portal");
        assert_eq!(public("postgres://db.example.jp/portal"), "postgres://db.example.jp/portal");
    }
}
