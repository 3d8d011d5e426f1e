//! A server as it ships, with the demo data, for tests that come from outside. Knows how it is started, not what is asked of it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::workspace::Workspace;
use crate::{build, process};

/// A server with demo data and a database of its own, until it is dropped.
pub struct Server {
    binary: PathBuf,
    folder: PathBuf,
    settings: Vec<(&'static str, String)>,
    pub address: String,
    child: Child,
}

impl Server {
    /// Builds and starts it; it is up when this returns.
    pub fn start(workspace: &Workspace) -> Result<Self> {
        let binary = build::server(workspace, false)?;
        let folder = std::env::temp_dir().join(format!("madoguchi-demo-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("http://localhost:{port}");
        let path = |name: &str| folder.join(name).display().to_string();
        let settings = vec![
            ("MADOGUCHI_SERVER__PORT", port.to_string()),
            ("MADOGUCHI_SERVER__BASE_URL", address.clone()),
            ("MADOGUCHI_DATABASE__URL", format!("sqlite://{}", path("madoguchi.sqlite"))),
            ("MADOGUCHI_SECURITY__KEY_FILE", path("master.key")),
            ("MADOGUCHI_FILES__FOLDER", path("files")),
            ("MADOGUCHI_LOG__FILTER", "error".to_owned()),
        ];
        let mut child = in_folder(&binary, &folder, &settings)
            .args(["serve", "--demo"])
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", binary.display()))?;
        let printed = child.stdout.take().context("no output")?;
        let mut lines = BufReader::new(printed).lines().map_while(Result::ok);
        let is_up = lines.any(|line| line.contains("Madoguchi is up."));
        // What it says further must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        let server = Self { binary, folder, settings, address, child };
        if is_up { Ok(server) } else { bail!("the server did not come up") }
    }

    /// A client of a portal with every scope that the description names: its id and secret, portal and server.
    pub fn client(&self, portal: &str, description: &Path) -> Result<Value> {
        let description: Value = serde_json::from_str(&fs::read_to_string(description)?)?;
        let flow = &description["components"]["securitySchemes"]["client"]["flows"]["clientCredentials"];
        let scopes = flow["scopes"].as_object().context("the description names no scopes")?;
        let scopes: Vec<&str> = scopes.keys().map(String::as_str).collect();
        let mut create = in_folder(&self.binary, &self.folder, &self.settings);
        create.args(["clients", "create", portal, "--name", "tests", "--scope", &scopes.join(",")]);
        let printed = process::capture(&mut create)?;
        let value = |label: &str| {
            let value = printed.lines().find_map(|line| line.split_once('\t').filter(|line| line.0 == label));
            value.map(|line| line.1).with_context(|| format!("no {label} in: {printed}"))
        };
        Ok(json!({
            "address": self.address,
            "portal": portal,
            "client_id": value("client_id")?,
            "client_secret": value("client_secret")?,
        }))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _waited = self.child.wait();
        let _removed = fs::remove_dir_all(&self.folder);
    }
}

fn in_folder(binary: &Path, folder: &Path, settings: &[(&'static str, String)]) -> Command {
    let mut command = process::command(binary);
    command.current_dir(folder).envs(settings.iter().map(|(name, value)| (*name, value)));
    command
}
