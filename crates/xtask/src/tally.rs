//! Counting passed and failed tests over all runners; knows the one line that a run ends with.

use std::ops::AddAssign;
use std::process::ExitCode;

/// What runners reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    /// Marked in the source as not to run.
    pub skipped: usize,
    /// What is said once more at the end, because a log of thousands of tests is read there: what failed tests printed, and
    /// which passed only when repeated.
    pub failures: Vec<String>,
}

impl Tally {
    /// A runner that failed without saying which test did.
    pub const BROKEN: Self = Self { passed: 0, failed: 1, skipped: 0, failures: Vec::new() };

    pub fn is_empty(&self) -> bool {
        self.passed + self.failed == 0
    }

    /// Ends a run: says why it failed, prints the plain line as the very last, and gives the exit code.
    pub fn finish(self, skipping_allowed: bool) -> ExitCode {
        let skips_wrongly = self.skipped > 0 && !skipping_allowed;
        if skips_wrongly {
            println!("error: {} tests are marked as skipped, which CI does not allow", self.skipped);
        }
        for line in &self.failures {
            println!("{line}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed > 0 || skips_wrongly { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.failures.extend(other.failures);
    }
}
