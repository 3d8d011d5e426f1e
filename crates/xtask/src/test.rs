//! `cargo xtask test`: unit, API and browser tests in turn, and one sum at the end; what a suite needs is its own file's
//! matter.

use std::process::ExitCode;
use std::thread::ScopedJoinHandle;

use anyhow::Result;
use clap::ValueEnum;

use crate::rust_tests::{self, Binaries};
use crate::tally::Tally;
use crate::wasm::Quality;
use crate::workspace::{Workspace, is_ci};
use crate::{browser_tests, client_tests, description_tests, fonts, postgres, site};

#[derive(clap::Args)]
pub struct Options {
    /// Run one suite only.
    #[arg(long)]
    only: Option<Suite>,
    /// Run only tests whose name contains this.
    filter: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Suite {
    /// Unit, property and documentation tests of all crates.
    Unit,
    /// Through HTTP, on SQLite and on PostgreSQL.
    Api,
    /// Clients that are generated from the API's description, in TypeScript and in Python.
    Clients,
    /// What the API answers against what its description says, with requests that are made up from it.
    Description,
    /// Playwright with Chromium.
    Browser,
}

pub fn run(workspace: &Workspace, options: &Options) -> ExitCode {
    std::thread::scope(|scope| {
        // Most of the browser app's build is one thread's work: it goes beside the suites that do not need it.
        let site = options.only.is_none().then(|| scope.spawn(|| site::build(workspace, Quality::Shipped)));
        run_suites(workspace, options, site)
    })
}

fn run_suites(
    workspace: &Workspace,
    options: &Options,
    mut site: Option<ScopedJoinHandle<'_, Result<()>>>,
) -> ExitCode {
    let filter = options.filter.as_deref();
    let mut sum = Tally::default();
    let suites = [
        (Suite::Unit, "unit"),
        (Suite::Api, "api"),
        (Suite::Clients, "clients"),
        (Suite::Description, "description"),
        (Suite::Browser, "browser"),
    ];
    for (suite, name) in suites {
        // The description is asked for by its name: it takes as long as all others together.
        let is_meant = options.only.map_or(suite != Suite::Description, |only| only == suite);
        if !is_meant {
            continue;
        }
        println!("\n== {name} tests");
        if suite == Suite::Browser
            && let Some(site) = site.take()
        {
            // What went wrong is said where the suite looks for the site.
            let _built = site.join();
        }
        // A suite that cannot run is a failure, and the others still run.
        let tally = match run_suite(workspace, suite, filter) {
            Ok(tally) if tally.is_empty() && filter.is_none() => {
                println!("error: no {name} test ran");
                Tally::BROKEN
            }
            Ok(tally) => tally,
            Err(error) => {
                println!("error: {error:#}");
                Tally::BROKEN
            }
        };
        println!("== {name}: {} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.skipped);
        sum += tally;
    }
    sum.finish(!is_ci())
}

fn run_suite(workspace: &Workspace, suite: Suite, filter: Option<&str>) -> Result<Tally> {
    let fonts = fonts::ensure(workspace)?.map(|folder| folder.display().to_string()).unwrap_or_default();
    match suite {
        Suite::Unit => {
            // Those of the import and of killed servers want both databases too.
            let server = postgres::for_tests(workspace)?;
            let environment = [("TEST_DATABASE_URL", server.url()), ("MADOGUCHI_FONTS", &fonts)];
            let mut tally = Binaries::build(workspace)?.run(|package| package != API_TESTS, &environment, filter)?;
            tally += rust_tests::documentation(workspace, filter)?;
            Ok(tally)
        }
        Suite::Api => {
            let server = postgres::for_tests(workspace)?;
            let environment = [("TEST_DATABASE_URL", server.url()), ("MADOGUCHI_FONTS", &fonts)];
            Binaries::build(workspace)?.run(|package| package == API_TESTS, &environment, filter)
        }
        Suite::Clients => client_tests::run(workspace),
        Suite::Description => description_tests::run(workspace),
        Suite::Browser => browser_tests::run(workspace, &fonts, filter),
    }
}

const API_TESTS: &str = "api-tests";
