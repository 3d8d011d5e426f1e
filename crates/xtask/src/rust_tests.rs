//! Builds all Rust test binaries once and runs some of them; knows libtest's result line.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::process;
use crate::tally::Tally;
use crate::workspace::Workspace;

/// All test binaries of the workspace: one build for every suite, because cargo compiles a dependency again for each
/// other selection of packages that asks for other features of it.
pub struct Binaries(Vec<Binary>);

struct Binary {
    package: String,
    target: String,
    /// Tests expect the package's folder as the current one, as cargo gives it.
    folder: PathBuf,
    executable: PathBuf,
}

impl Binaries {
    pub fn build(workspace: &Workspace) -> Result<Self> {
        std::fs::create_dir_all(&workspace.site)?;
        let mut cargo = process::cargo(workspace);
        cargo.args(["test", "--no-run", "--message-format=json-render-diagnostics"]);
        let messages = process::capture(cargo.args(SELECTION))?;
        let mut binaries = messages.lines().filter_map(Binary::parse).collect::<Vec<_>>();
        binaries.sort_by(|one, other| (&one.package, &one.target).cmp(&(&other.package, &other.target)));
        Ok(Self(binaries))
    }

    /// Runs the binaries of the packages that `wanted` accepts and sums their results.
    pub fn run(
        &self,
        wanted: impl Fn(&str) -> bool,
        environment: &[(&str, &str)],
        filter: Option<&str>,
    ) -> Result<Tally> {
        let mut sum = Tally::default();
        for binary in self.0.iter().filter(|binary| wanted(&binary.package)) {
            println!("-- {} ({})", binary.package, binary.target);
            let mut command = process::command(&binary.executable);
            command
                .current_dir(&binary.folder)
                .env("CARGO_MANIFEST_DIR", &binary.folder)
                .envs(environment.iter().copied())
                .args(filter);
            sum += count(&mut command)?;
        }
        Ok(sum)
    }
}

/// All packages, as `cargo xtask check` takes them. The browser app is among them: what needs no browser in it is tested
/// on this machine.
pub const SELECTION: [&str; 2] = ["--workspace", "--all-features"];

impl Binary {
    /// Reads one of cargo's messages; nothing unless it tells of a test binary.
    fn parse(message: &str) -> Option<Self> {
        let message: Value = serde_json::from_str(message).ok()?;
        let is_test = message["profile"]["test"].as_bool()?;
        let executable = PathBuf::from(message["executable"].as_str()?);
        let manifest = PathBuf::from(message["manifest_path"].as_str()?);
        let folder = manifest.parent()?.to_path_buf();
        let target = message["target"]["name"].as_str()?.to_owned();
        let package = package_name(message["package_id"].as_str()?)?;
        is_test.then_some(Self { package, target, folder, executable })
    }
}

/// The name in a package id: `path+file:///p/crates/domain#madoguchi-domain@0.1.0`, or `…/crates/xtask#0.1.0` where the
/// folder is called like the package.
fn package_name(id: &str) -> Option<String> {
    let (path, fragment) = id.split_once('#')?;
    let name = match fragment.split_once('@') {
        Some((name, _version)) => name,
        None => path.rsplit('/').next()?,
    };
    Some(name.to_owned())
}

/// The tests in documentation comments.
pub fn documentation(workspace: &Workspace, filter: Option<&str>) -> Result<Tally> {
    println!("-- documentation");
    let mut cargo = process::cargo(workspace);
    cargo.args(["test", "--quiet", "--doc", "--no-fail-fast"]).args(SELECTION).arg("--").args(filter);
    count(&mut cargo)
}

/// Runs a command, passes its output on and adds up the result lines in it. Failing without a failed test counts as one.
fn count(command: &mut Command) -> Result<Tally> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start a test binary")?;
    let Some(output) = child.stdout.take() else { bail!("a test binary has no output") };
    let mut tally = Tally::default();
    let mut is_failure = false;
    for line in BufReader::new(output).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        println!("{line}");
        is_failure = line == "failures:" || is_failure && !line.starts_with("test result: ");
        tally += result_line(&line).unwrap_or_default();
        if is_failure {
            tally.failures.push(line);
        }
    }
    let is_success = child.wait()?.success();
    if !is_success && tally.failed == 0 {
        tally += Tally::BROKEN;
    }
    Ok(tally)
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`.
fn result_line(line: &str) -> Option<Tally> {
    let (_verdict, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let number = |kind: &str| counts.split("; ").find_map(|part| part.strip_suffix(kind)?.trim().parse::<usize>().ok());
    let (passed, failed, skipped) = (number("passed")?, number("failed")?, number("ignored")?);
    Some(Tally { passed, failed, skipped, ..Tally::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_line_is_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.01s";
        assert_eq!(result_line(line), Some(Tally { passed: 12, failed: 3, skipped: 1, ..Tally::default() }));
        assert_eq!(result_line("test contracts::list ... ok"), None);
    }

    #[test]
    fn a_package_id_gives_its_name() {
        let name = |id| package_name(id).unwrap();
        assert_eq!(name("path+file:///p/crates/domain#madoguchi-domain@0.1.0"), "madoguchi-domain");
        assert_eq!(name("path+file:///p/crates/xtask#0.1.0"), "xtask");
    }

    #[cfg(unix)]
    #[test]
    fn what_failed_is_kept() {
        let said = "test a ... FAILED\n\nfailures:\n\n---- a stdout ----\nat a.rs:1\n\nfailures:\n    a\n\n\
                    test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
        let tally = count(Command::new("sh").args(["-c", "printf '%s\n' \"$1\"; exit 101", "sh", said])).unwrap();
        assert_eq!((tally.passed, tally.failed), (1, 1));
        let text = tally.failures.join("\n");
        assert!(text.starts_with("failures:") && text.contains("at a.rs:1") && !text.contains("test result"), "{text}");
    }

    #[cfg(unix)]
    #[test]
    fn a_crash_without_a_result_line_is_a_failure() {
        let tally = count(Command::new("sh").args(["-c", "echo running 3 tests; exit 3"])).unwrap();
        assert_eq!(tally, Tally::BROKEN);
    }
}
