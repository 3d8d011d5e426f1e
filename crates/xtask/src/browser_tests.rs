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

/// Sums Playwright's `stats`. A test that passed only when repeated counts as failed, and so does an error outside tests.
fn read_report(text: &str) -> Result<Tally> {
    let report: Value = serde_json::from_str(text)?;
    let number = |kind: &str| {
        let count = report["stats"][kind].as_u64().with_context(|| format!("no stats.{kind} in the report"))?;
        anyhow::Ok(usize::try_from(count)?)
    };
    let errors = report["errors"].as_array().map_or(0, Vec::len);
    Ok(Tally {
        passed: number("expected")?,
        failed: number("unexpected")? + number("flaky")? + errors,
        skipped: number("skipped")?,
        ..Tally::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_summed() {
        let text = r#"{"errors": [], "stats": {"expected": 7, "skipped": 1, "unexpected": 2, "flaky": 1}}"#;
        assert_eq!(read_report(text).unwrap(), Tally { passed: 7, failed: 3, skipped: 1, ..Tally::default() });
        assert!(read_report("{}").is_err());
    }
}
