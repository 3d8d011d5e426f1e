//! Compares the running API with its own description: Schemathesis makes requests from `openapi/openapi.json`, as nobody, as a
//! customer and as a system, and looks at what is answered. Knows no operation.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{build, packages, process};

/// Requests that are made up for each operation, beside those that try each bound and each missing part of it.
const EXAMPLES: &str = "2";

/// Checks that say nothing here, each for its reason: what a schema allows the rules of the business may refuse (a postal code
/// that is none, a range turned round); and who may ask what is the matter of a test of its own.
const UNCHECKED: &str = "positive_data_acceptance,ignored_auth";

/// Runs the three askers one after the other against one server with demo data.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let python = installed(workspace)?;
    let server = Server::start(workspace)?;
    let login = json!({
        "portal": "network", "identifiers": { "contractor_id": "id000001" }, "password": "hoshi-no-yoru-826",
    });
    let description = workspace.root.join("openapi").join("openapi.json");
    let client = server.client("telecom", &description)?;
    let mut sum = Tally::default();
    for (who, name, value) in [
        ("nobody", "DESCRIPTION_LOGIN", String::new()),
        ("customer", "DESCRIPTION_LOGIN", login.to_string()),
        ("system", "DESCRIPTION_CLIENT", client),
    ] {
        println!("\n-- the description, as {who}");
        let report = workspace.target.join(format!("description-{who}.xml"));
        let mut asked = Command::new(python.join("schemathesis"));
        asked
            .current_dir(workspace.root.join("tests").join("description"))
            .env("SCHEMATHESIS_HOOKS", "hooks")
            .env("PYTHONPATH", ".")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("DESCRIPTION_ADDRESS", &server.address)
            .env("DESCRIPTION_WHO", who)
            .env(name, value)
            .arg("run")
            .arg(&description)
            .args(["--url", &server.address, "--checks", "all", "--exclude-checks", UNCHECKED])
            .args(["--phases", "coverage,fuzzing,stateful", "--max-examples", EXAMPLES, "--no-shrink"])
            .args(["--generation-deterministic", "--generation-database", "none"])
            .args(["--generation-with-security-parameters", "false", "--warnings", "off", "--no-color"])
            .args(["--continue-on-failure", "--suppress-health-check", "all", "--report", "junit"])
            .arg("--report-junit-path")
            .arg(&report);
        let status = asked.status().context("cannot start schemathesis")?;
        let mut tally = read_report(&fs::read_to_string(&report).context("schemathesis left no report")?)?;
        if !status.success() && tally.failed == 0 {
            tally += Tally::BROKEN;
        }
        sum += tally;
    }
    Ok(sum)
}

/// The programs of a Python with the packages of `tests/description/requirements.txt`, kept beside the builds.
fn installed(workspace: &Workspace) -> Result<PathBuf> {
    let wanted = workspace.root.join("tests").join("description").join("requirements.txt");
    let folder = workspace.target.join("description");
    let (programs, marker) = (folder.join("bin"), folder.join("requirements.txt"));
    let text = fs::read_to_string(&wanted)?;
    if fs::read_to_string(&marker).is_ok_and(|installed| installed == text) {
        return Ok(programs);
    }
    let makes_environments = || process::probe(process::command("python3").args(["-c", "import ensurepip"])).is_some();
    if !makes_environments() {
        packages::install("Python 3 with venv", &["python3", "python3-venv"])?;
    }
    process::run(process::command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    process::run(process::command(programs.join("python")).args(pip).arg(&wanted))?;
    fs::write(marker, text)?;
    Ok(programs)
}

/// A server with demo data and a database of its own, until it is dropped.
struct Server {
    binary: PathBuf,
    folder: PathBuf,
    settings: Vec<(&'static str, String)>,
    address: String,
    child: Child,
}

impl Server {
    fn start(workspace: &Workspace) -> Result<Self> {
        let binary = build::server(workspace, false)?;
        let folder = std::env::temp_dir().join(format!("madoguchi-description-{}", std::process::id()));
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

    /// A client of a portal with every scope that the description names, as JSON for `hooks.py`.
    fn client(&self, portal: &str, description: &Path) -> Result<String> {
        let description: Value = serde_json::from_str(&fs::read_to_string(description)?)?;
        let flow = &description["components"]["securitySchemes"]["client"]["flows"]["clientCredentials"];
        let scopes = flow["scopes"].as_object().context("the description names no scopes")?;
        let scopes: Vec<&str> = scopes.keys().map(String::as_str).collect();
        let mut create = in_folder(&self.binary, &self.folder, &self.settings);
        create.args(["clients", "create", portal, "--name", "description", "--scope", &scopes.join(",")]);
        let printed = process::capture(&mut create)?;
        let value = |label: &str| {
            let value = printed.lines().find_map(|line| line.split_once('\t').filter(|line| line.0 == label));
            value.map(|line| line.1).with_context(|| format!("no {label} in: {printed}"))
        };
        let client = json!({
            "portal": portal, "client_id": value("client_id")?, "client_secret": value("client_secret")?,
        });
        Ok(client.to_string())
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

/// Sums the attributes of a JUnit report's outermost element.
fn read_report(text: &str) -> Result<Tally> {
    let head = text.split_once("<testsuites").context("no <testsuites> in the report")?.1;
    let head = head.split_once('>').context("<testsuites> does not end")?.0;
    let number = |name: &str| {
        let value = head.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next());
        value.with_context(|| format!("no {name} in the report"))?.parse::<usize>().map_err(anyhow::Error::from)
    };
    let failed = number("failures")? + number("errors")?;
    Ok(Tally { passed: number("tests")?.saturating_sub(failed), failed, ..Tally::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_summed() {
        let text = r#"<?xml version="1.0"?><testsuites disabled="0" errors="1" failures="2" tests="9" time="1.5"><x/></testsuites>"#;
        assert_eq!(read_report(text).unwrap(), Tally { passed: 6, failed: 3, ..Tally::default() });
        assert!(read_report("<testsuites>").is_err());
    }
}
