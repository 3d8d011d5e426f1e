//! The developer's one entry: reads the command line and hands over to one file a command; knows no product rule.

mod advisories;
mod asvs;
mod bench;
mod browser_tests;
mod build;
mod check;
mod chromium;
mod circles;
mod client_tests;
mod compression;
mod demo_servers;
mod description_tests;
mod doc_paths;
mod fonts;
mod licences;
mod loads;
mod locales;
mod node;
mod openapi;
mod packages;
mod postal;
mod postgres;
mod process;
mod python;
mod run;
mod rust_tests;
mod site;
mod splitting;
mod tally;
mod test;
mod wasm;
mod watch;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Runs, tests, checks and builds Madoguchi")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds everything and serves it with demo data on one port.
    Run(run::Options),
    /// Runs every test there is: unit, API on two databases, browser.
    Test(test::Options),
    /// Formatting, lints, documentation, OpenAPI drift, locale keys, paths in docs, wasm builds.
    Check,
    /// Builds the browser app and the server.
    Build(build::Options),
    /// Measures invoices and call records against floors and peers; writes target/bench.json.
    Bench(bench::Options),
    /// Shows the circles between the modules of a crate.
    Circles(circles::Options),
    /// Writes openapi/openapi.json from the server's own description.
    Openapi,
    /// Makes the table of postal codes that the server carries: crates/addresses/data/postal.bin.
    Postal,
}

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    let outcome = Workspace::find().and_then(|workspace| match command {
        Command::Run(options) => run::run(&workspace, &options).map(|()| ExitCode::SUCCESS),
        Command::Test(options) => Ok(test::run(&workspace, &options)),
        Command::Check => check::run(&workspace).map(|()| ExitCode::SUCCESS),
        Command::Build(options) => build::run(&workspace, &options).map(|()| ExitCode::SUCCESS),
        Command::Bench(options) => bench::run(&workspace, &options).map(|()| ExitCode::SUCCESS),
        Command::Circles(options) => circles::run(&workspace, &options).map(|()| ExitCode::SUCCESS),
        Command::Openapi => openapi::write(&workspace).map(|()| ExitCode::SUCCESS),
        Command::Postal => postal::write(&workspace).map(|()| ExitCode::SUCCESS),
    });
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
