//! `cargo xtask bench`: builds the benchmark and, where it is measured, the product, optimised, and runs the former. What it measures is
//! its own matter; no figure makes it fail.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use crate::workspace::Workspace;
use crate::{build, fonts, postgres, process};

#[derive(clap::Args)]
pub struct Options {
    /// Call records in all.
    #[arg(long, default_value_t = 10_000_000)]
    rows: i64,
    /// Invoices of the month-end run.
    #[arg(long, default_value_t = 10_000)]
    invoices: u32,
    /// Other customers at the first look at growth; the second has ten times as many.
    #[arg(long, default_value_t = 200)]
    others: u32,
    /// Measure one part only.
    #[arg(long)]
    only: Option<Part>,
    /// Measure on one database only.
    #[arg(long)]
    engine: Option<Engine>,
    /// A Python interpreter that has WeasyPrint, as that of a virtual environment.
    #[arg(long, default_value = "python3")]
    weasyprint: PathBuf,
    /// Further arguments for the benchmark, as `--requests 100`.
    #[arg(last = true)]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// PDFs and the month-end run.
    Invoices,
    /// Pages, totals, charts, files and query plans.
    CallRecords,
    /// What a signed-in person reads most, beside the statements alone.
    Reads,
    /// A list while many log in.
    Logins,
    /// Start and memory of the product's binary.
    Idle,
    /// Every list at ten times the others' data.
    Growth,
    /// A page of a month with many calls.
    HeavyMonths,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// The server of `TEST_DATABASE_URL`, the machine's own, or a throw-away one.
    Postgres,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let server = match options.engine {
        Some(Engine::Sqlite) => None,
        _ => Some(postgres::answering(workspace)?),
    };
    let fonts = fonts::ensure(workspace)?;
    let mut cargo = process::cargo(workspace);
    process::run(cargo.args(["build", "--release", "--package", "api-tests", "--example", EXAMPLE]))?;

    let product = match options.only {
        None | Some(Part::Idle) => Some(build::server(workspace, true)?),
        Some(_) => None,
    };

    let name = format!("{EXAMPLE}{}", std::env::consts::EXE_SUFFIX);
    let mut benchmark = process::command(workspace.target.join("release").join("examples").join(name));
    // In the repository, wherever the target directory is: this is where one looks for them.
    let folder = workspace.root.join("target");
    std::fs::create_dir_all(&folder)?;
    benchmark
        .current_dir(&workspace.root)
        .args(["--rows", &options.rows.to_string(), "--invoices", &options.invoices.to_string()])
        .args(["--others", &options.others.to_string()])
        .arg("--weasyprint")
        .arg(&options.weasyprint)
        .arg("--json")
        .arg(folder.join("bench.json"))
        .arg("--plans")
        .arg(folder.join("bench-plans.txt"));
    if let Some(part) = options.only {
        benchmark.args(["--only", &word(part)]);
    }
    if let Some(engine) = options.engine {
        benchmark.args(["--engine", &word(engine)]);
    }
    if let Some(server) = &server {
        benchmark.env("TEST_DATABASE_URL", server.url());
    }
    for (option, program) in
        [("--psql", process::find("psql")), ("--pgbench", process::find("pgbench")), ("--binary", product)]
    {
        if let Some(program) = program {
            benchmark.arg(option).arg(program);
        }
    }
    if let Some(folder) = fonts {
        benchmark.env("MADOGUCHI_FONTS", folder);
    }
    process::run(benchmark.args(&options.arguments))
}

const EXAMPLE: &str = "benchmark";

/// A choice as it is written on the command line.
fn word(choice: impl ValueEnum) -> String {
    choice.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
