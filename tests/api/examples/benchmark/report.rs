//! The figures: kept row by row, written as JSON after each, printed as one table at the end.

use std::fs;
use std::sync::Mutex;

use api_tests::Engine;
use serde::Serialize;

use crate::options::{OPTIONS, cores};

static ROWS: Mutex<Vec<Row>> = Mutex::new(Vec::new());
const NOTHING: &str = "—";

/// One row of the table.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// `PostgreSQL`, `SQLite`, or nothing where no database takes part.
    engine: Option<&'static str>,
    measure: String,
    /// None where this machine does not tell.
    value: Option<f64>,
    unit: &'static str,
    /// What the value is compared with.
    compared_with: Option<String>,
    /// In the same unit; none where it was not there.
    compared_value: Option<f64>,
    ratio: Option<f64>,
    goal: &'static str,
}

/// Everything that was measured.
#[derive(Debug, Serialize)]
struct Report<'a> {
    cores: usize,
    /// Whether the compiler optimised what was measured.
    optimised: bool,
    rows: i64,
    invoices: u32,
    requests: u32,
    figures: &'a [Row],
}

impl Row {
    pub fn new(measure: impl Into<String>, value: impl Into<Option<f64>>, unit: &'static str) -> Self {
        let (measure, value) = (measure.into(), value.into());
        let (compared_with, compared_value) = (None, None);
        Self { engine: None, measure, value, unit, compared_with, compared_value, ratio: None, goal: "" }
    }

    /// Measured on a database.
    pub fn on(mut self, engine: Engine) -> Self {
        self.engine = Some(match engine {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        });
        self
    }

    /// How much better than another that also takes less the better it is: the other's value over this one's.
    pub fn faster_than(self, name: impl Into<String>, other: Option<f64>) -> Self {
        self.against(name, other, |value, other| other / value)
    }

    /// How many times another: this value over the other's.
    pub fn times(self, name: impl Into<String>, other: Option<f64>) -> Self {
        self.against(name, other, |value, other| value / other)
    }

    fn against(mut self, name: impl Into<String>, other: Option<f64>, ratio: fn(f64, f64) -> f64) -> Self {
        self.ratio = self.value.zip(other).map(|(value, other)| ratio(value, other)).filter(|ratio| ratio.is_finite());
        self.compared_with = Some(name.into());
        self.compared_value = other;
        self
    }

    /// With what the project asks for.
    pub fn goal(mut self, goal: &'static str) -> Self {
        self.goal = goal;
        self
    }

    /// Keeps it and writes all there is so far, so that a run that breaks off is not lost.
    pub fn keep(self) {
        let mut rows = ROWS.lock().unwrap();
        eprintln!("{}", self.cells().join(" | "));
        rows.push(self);
        let report = Report {
            cores: cores(),
            optimised: !cfg!(debug_assertions),
            rows: OPTIONS.rows,
            invoices: OPTIONS.invoices,
            requests: OPTIONS.requests,
            figures: &rows,
        };
        fs::write(&OPTIONS.json, serde_json::to_string_pretty(&report).unwrap() + "\n").unwrap();
    }

    fn cells(&self) -> [String; 5] {
        let engine = self.engine.map(|engine| format!(" ({engine})")).unwrap_or_default();
        let amount = |value: f64| format!("{} {}", number(value), self.unit).trim().to_owned();
        let compared = self.compared_with.as_ref().map(|name| match self.compared_value {
            Some(value) => format!("{name}: {}", amount(value)),
            None => format!("{name}: not there"),
        });
        [
            format!("{}{engine}", self.measure),
            self.value.map_or("not told by this system".to_owned(), amount),
            compared.unwrap_or_else(|| NOTHING.to_owned()),
            self.ratio.map_or(NOTHING.to_owned(), |ratio| format!("× {}", number(ratio))),
            if self.goal.is_empty() { NOTHING.to_owned() } else { self.goal.to_owned() },
        ]
    }
}

/// Prints the table.
pub fn print() {
    let header = ["measure", "value", "floor or peer", "ratio", "goal"].map(ToOwned::to_owned);
    let lines: Vec<_> = std::iter::once(header).chain(ROWS.lock().unwrap().iter().map(Row::cells)).collect();
    let widths: [usize; 5] =
        std::array::from_fn(|at| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or_default());
    for line in lines {
        let cells: Vec<_> = line.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        println!("{}", cells.join(" | ").trim_end());
    }
}

/// With about three digits that count.
fn number(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// A count with its thousands set apart.
pub fn thousands(count: i64) -> String {
    let digits = count.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}
