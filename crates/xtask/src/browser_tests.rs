//! Runs Playwright against the server as it ships; knows Playwright's JSON report, not the tests.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::tally::Tally;
use crate::wasm::Quality;
use crate::workspace::Workspace;
use crate::{build, chromium, fonts, loads, node, process, site};

/// Builds site and server, then runs `tests/browser`, which starts the server that `MADOGUCHI_BIN` names. `fonts` is a
/// folder with a Japanese font, empty where the system has one.
pub fn run(workspace: &Workspace, fonts: &str, filter: Option<&str>) -> Result<Tally> {
    let folder = workspace.root.join("tests").join("browser");
    if !folder.join("package-lock.json").is_file() {
        bail!("{} has no package-lock.json: there are no browser tests", folder.display());
    }
    site::build(workspace, Quality::Shipped)?;
    let server = build::server(workspace, false)?;
    node::install(&folder)?;
    let browser = chromium::find(&folder)?;

    let report = workspace.target.join("playwright.json");
    let loads = workspace.target.join("loads.jsonl");
    for written in [&report, &loads] {
        if written.exists() {
            fs::remove_file(written)?;
        }
    }
    let mut playwright = process::command("npx");
    playwright.current_dir(&folder).env("MADOGUCHI_BIN", &server).env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    playwright.env("MADOGUCHI_LOADS", &loads).args(["playwright", "test", "--reporter=list,json"]);
    if let Some(browser) = browser {
        playwright.env("CHROMIUM_PATH", browser);
    }
    if !fonts.is_empty() {
        playwright.env("MADOGUCHI_DOCUMENTS__FONTS", fonts::as_setting(Path::new(fonts)));
    }
    if let Some(filter) = filter {
        playwright.args(["--pass-with-no-tests", "--grep", filter]);
    }
    let status = playwright.status().context("cannot start npx")?;
    if loads.exists() {
        println!("{}", loads::table(&fs::read_to_string(&loads)?)?);
        println!("kept in {}", loads.display());
    }
    let text = fs::read_to_string(&report).context("Playwright left no report")?;
    let mut tally = read_report(&text)?;
    if !status.success() && tally.failed == 0 {
        tally += Tally::BROKEN;
    }
    Ok(tally)
}

/// Sums Playwright's `stats`. An error outside tests counts as a failed test; a test that passed only when it was repeated
/// (`retries` of the configuration, in CI) counts as passed, and the end of the run names it.
fn read_report(text: &str) -> Result<Tally> {
    let report: Value = serde_json::from_str(text)?;
    let number = |kind: &str| {
        let count = report["stats"][kind].as_u64().with_context(|| format!("no stats.{kind} in the report"))?;
        anyhow::Ok(usize::try_from(count)?)
    };
    let errors = report["errors"].as_array().map_or(0, Vec::len);
    let mut failures = Vec::new();
    named(&report, &mut failures);
    Ok(Tally {
        passed: number("expected")? + number("flaky")?,
        failed: number("unexpected")? + errors,
        skipped: number("skipped")?,
        failures,
    })
}

/// Names each test below a suite that failed, or passed at the second go only.
fn named(suite: &Value, lines: &mut Vec<String>) {
    let list = |name: &str| suite[name].as_array().map_or(&[][..], Vec::as_slice);
    for spec in list("specs") {
        let said = |name: &str| spec[name].as_str().unwrap_or_default();
        for test in spec["tests"].as_array().map_or(&[][..], Vec::as_slice) {
            let project = test["projectName"].as_str().unwrap_or_default();
            let name = format!("{project} › {} › {}", said("file"), said("title"));
            match test["status"].as_str() {
                Some("unexpected") => lines.push(format!("failed: {name}")),
                Some("flaky") => lines.push(format!("passed only when repeated: {name}")),
                _ => {}
            }
        }
    }
    for suite in list("suites") {
        named(suite, lines);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_summed() {
        let text = r#"{
            "errors": [{}],
            "stats": {"expected": 7, "skipped": 1, "unexpected": 2, "flaky": 1},
            "suites": [{"specs": [], "suites": [{"specs": [
                {"file": "walk.spec.ts", "title": "a walk", "tests": [{"status": "flaky", "projectName": "phone"}]},
                {"file": "walk.spec.ts", "title": "a run", "tests": [{"status": "expected"}]},
                {"file": "login.spec.ts", "title": "a login", "tests": [{"status": "unexpected", "projectName": "desktop"}]}
            ]}]}]
        }"#;
        let failures = vec![
            "passed only when repeated: phone › walk.spec.ts › a walk".to_owned(),
            "failed: desktop › login.spec.ts › a login".to_owned(),
        ];
        assert_eq!(read_report(text).unwrap(), Tally { passed: 8, failed: 3, skipped: 1, failures });
        assert!(read_report("{}").is_err());
    }
}
