//! What is measured, and how much of it.

use std::path::PathBuf;
use std::sync::LazyLock;

use api_tests::Engine;
use clap::{Parser, ValueEnum};

/// Rows of the first look; the second has all of them.
const FEW_ROWS: i64 = 100_000;
/// Calls in the month of the customer whose pages are measured.
const PAGED_CALLS: i64 = 2_000;
/// Calls in the month of the contract that is downloaded.
const DOWNLOADED_CALLS: i64 = 1_000_000;
/// The share of all rows that the downloaded contract has at most.
const DOWNLOADED_SHARE: i64 = 5;

/// As given on the command line.
pub static OPTIONS: LazyLock<Options> = LazyLock::new(Options::parse);

/// What is measured, and how much of it.
#[derive(Debug, Parser)]
pub struct Options {
    /// Call records in all.
    #[arg(long, default_value_t = 10_000_000, value_parser = clap::value_parser!(i64).range(100..))]
    pub rows: i64,
    /// Invoices of the month-end run.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub invoices: u32,
    /// Measure one part only.
    #[arg(long)]
    pub only: Option<Part>,
    /// Measure on one database only.
    #[arg(long)]
    pub engine: Option<Place>,
    /// Requests of each view.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub requests: u32,
    /// How long a request is sent again and again, in seconds.
    #[arg(long, default_value_t = 5.0)]
    pub seconds: f64,
    /// Other customers at the first look at growth; the second has ten times as many.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..1_000_000))]
    pub others: u32,
    /// Customers in the database of the idle server at the first look; the second has ten times as many.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..10_000_000))]
    pub customers: u32,
    /// How long the server is left alone before its memory is looked at, in seconds.
    #[arg(long, default_value_t = 10.0)]
    pub idle_seconds: f64,
    /// Documents that are rendered on one core.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    pub documents: u32,
    /// A Python interpreter that has WeasyPrint.
    #[arg(long, default_value = "python3")]
    pub weasyprint: PathBuf,
    /// PostgreSQL's client program.
    #[arg(long)]
    pub psql: Option<PathBuf>,
    /// PostgreSQL's own benchmark program.
    #[arg(long)]
    pub pgbench: Option<PathBuf>,
    /// The product's binary; that beside this program's build when absent.
    #[arg(long)]
    pub binary: Option<PathBuf>,
    /// Where the figures are written.
    #[arg(long, default_value = "bench.json")]
    pub json: PathBuf,
    /// Where the query plans are written.
    #[arg(long, default_value = "bench-plans.txt")]
    pub plans: PathBuf,
}

/// A part of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
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

/// A database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Place {
    /// A file.
    Sqlite,
    /// The server of `TEST_DATABASE_URL`.
    Postgres,
}

impl Options {
    /// The databases to measure on.
    pub fn engines(&self) -> Vec<Engine> {
        match self.engine {
            Some(Place::Sqlite) => vec![Engine::Sqlite],
            Some(Place::Postgres) => vec![Engine::Postgres],
            None => vec![Engine::Postgres, Engine::Sqlite],
        }
    }

    /// Rows in all at the first look at the pages.
    pub fn few_rows(&self) -> i64 {
        FEW_ROWS.min(self.rows / 10)
    }

    /// Calls of the customer whose pages are measured, all in one month.
    pub fn paged_calls(&self) -> i64 {
        PAGED_CALLS.min(self.few_rows() / 2)
    }

    /// Calls of the contract that is downloaded, all in one month.
    pub fn downloaded_calls(&self) -> i64 {
        DOWNLOADED_CALLS.min(self.rows / DOWNLOADED_SHARE)
    }
}

/// Cores of this machine.
pub fn cores() -> usize {
    std::thread::available_parallelism().unwrap().get()
}
