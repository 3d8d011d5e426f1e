//! Clients that others' generators make of `openapi/openapi.json`, each of which runs a scenario against a running server. Knows how
//! they are made and started, not what they do.

use std::fs;

use anyhow::Result;

use crate::demo_servers::Server;
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{node, openapi, process, python};

/// What a scenario gets: `address`, `portal`, `client_id` and `client_secret` as JSON.
const CLIENT: &str = "MADOGUCHI_CLIENT";

/// Makes both, then runs one after the other; a generator or compiler that complains is a failure.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let server = Server::start(workspace)?;
    let client = server.client("telecom", &openapi::path(workspace))?.to_string();
    let mut sum = Tally::default();
    for (name, scenario) in [("typescript", typescript as fn(&Workspace, &str) -> Result<()>), ("python", python)] {
        println!("-- {name}");
        match scenario(workspace, &client) {
            Ok(()) => sum += Tally { passed: 1, ..Tally::default() },
            Err(error) => {
                let said = format!("failed: the client in {name}: {error:#}");
                println!("{said}");
                sum += Tally { failed: 1, failures: vec![said], ..Tally::default() };
            }
        }
    }
    Ok(sum)
}

fn typescript(workspace: &Workspace, client: &str) -> Result<()> {
    let folder = workspace.root.join("tests").join("clients").join("typescript");
    node::install(&folder)?;
    fs::create_dir_all(folder.join("generated"))?;
    for script in ["generate", "build", "scenario"] {
        process::run(
            process::command("npm").current_dir(&folder).env(CLIENT, client).args(["run", "--silent", script]),
        )?;
    }
    Ok(())
}

fn python(workspace: &Workspace, client: &str) -> Result<()> {
    let programs = python::installed(workspace, "clients")?;
    let (folder, made) = (workspace.root.join("tests").join("clients"), workspace.target.join("python-client"));
    let mut generate = process::command(programs.join("openapi-python-client"));
    generate
        .args(["generate", "--overwrite", "--meta", "none", "--fail-on-warning", "--path"])
        .arg(openapi::path(workspace))
        .arg("--config")
        .arg(folder.join("config.yaml"))
        .arg("--output-path")
        .arg(made.join("madoguchi"));
    fs::create_dir_all(&made)?;
    process::run(&mut generate)?;
    let mut scenario = process::command(programs.join("python"));
    process::run(scenario.arg(folder.join("scenario.py")).env("PYTHONPATH", &made).env(CLIENT, client))
}
