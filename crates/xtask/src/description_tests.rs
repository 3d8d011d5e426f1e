//! Compares the running API with its own description: Schemathesis makes requests from `openapi/openapi.json`, as nobody, as a
//! customer and as a system, and looks at what is answered. Knows no operation.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::demo_servers::Server;
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{openapi, python};

/// Requests that are made up for each operation, beside those that try each bound and each missing part of it.
const EXAMPLES: &str = "2";

/// Checks that say nothing here, each for its reason: what a schema allows the rules of the business may refuse (a postal code
/// that is none, a range turned round); who may ask what, and by what header, is the matter of tests of their own, and is said here with every
/// request.
const UNCHECKED: &str = "positive_data_acceptance,ignored_auth,missing_required_header";

/// Afterwards the customer would be nobody.
const ENDS_THE_SESSION: [&str; 5] =
    ["end_session", "end_other_sessions", "delete_session", "change_password", "delete_user"];

/// Runs the three askers one after the other against one server with demo data.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let python = python::installed(workspace, "description")?;
    let server = Server::start(workspace)?;
    let login = json!({
        "portal": "network", "identifiers": { "contractor_id": "id000001" }, "password": "hoshi-no-yoru-826",
    });
    let description = openapi::path(workspace);
    let client = server.client("telecom", &description)?.to_string();
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
            .arg("--generation-deterministic")
            .args(["--generation-with-security-parameters", "false", "--warnings", "off", "--no-color"])
            .args(ENDS_THE_SESSION.iter().flat_map(|operation| ["--exclude-operation-id", operation]))
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
