//! What each page cost in the browser tests, as a table to be read. Knows the lines that `tests/browser` notes; the bounds
//! are there.

use std::fmt::Write as _;

use anyhow::Result;
use serde::Deserialize;

/// A page at one size of the screen.
#[derive(Deserialize)]
struct Row {
    address: String,
    width: u32,
    first: Load,
    again: Load,
}

/// One time that it came.
#[derive(Deserialize)]
struct Load {
    bytes: u64,
    requests: u32,
    /// Sum of the layout shifts.
    shift: f64,
}

/// The table of lines of JSON. KB are 1,000 bytes over the wire, headers included.
pub fn table(lines: &str) -> Result<String> {
    let mut table = format!("{:<44} {:>5} | {:^28} | {:^28}\n", "page", "width", "first visit", "read again");
    for line in lines.lines() {
        let row: Row = serde_json::from_str(line)?;
        let (first, again) = (row.first.cells(), row.again.cells());
        writeln!(table, "{:<44} {:>5} | {first} | {again}", row.address, row.width)?;
    }
    Ok(table)
}

impl Load {
    fn cells(&self) -> String {
        let (whole, tenth) = (self.bytes / 1000, self.bytes % 1000 / 100);
        format!("{:>8} {:>3} req. {:.3}", format!("{whole}.{tenth} KB"), self.requests, self.shift)
    }
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn a_page_is_a_line_of_the_table() {
        let line = r#"{"address":"/telecom/","width":360,"first":{"bytes":198765,"requests":7,"shift":0.0123,"moved":[]},"again":{"bytes":4321,"requests":2,"shift":0,"moved":[]}}"#;
        let table = table(line).unwrap();
        assert!(table.contains("198.7 KB   7 req. 0.012 |   4.3 KB   2 req. 0.000"), "{table}");
        assert!(super::table("{}").is_err());
    }
}
