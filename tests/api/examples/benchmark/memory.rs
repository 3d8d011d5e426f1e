//! How much resident memory of this process grows while something is done. The server runs in this process too, so what
//! the client holds counts as well.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// A thread that looks again and again until it is asked.
#[derive(Debug)]
pub struct Growth {
    before: Option<u64>,
    has_ended: Arc<AtomicBool>,
    highest: JoinHandle<Option<u64>>,
}

impl Growth {
    /// Starts to look.
    pub fn start() -> Self {
        let before = resident();
        let has_ended = Arc::new(AtomicBool::new(false));
        let ended = has_ended.clone();
        let highest = thread::spawn(move || {
            let mut highest = before;
            while !ended.load(Ordering::Relaxed) {
                highest = highest.max(resident());
                thread::sleep(PAUSE);
            }
            highest.max(resident())
        });
        Self { before, has_ended, highest }
    }

    /// Megabytes (1,000,000 bytes) from the start up to the highest that was seen; none where the system does not tell.
    pub fn megabytes(self) -> Option<f64> {
        self.has_ended.store(true, Ordering::Relaxed);
        let highest = self.highest.join().unwrap()?;
        Some(highest.saturating_sub(self.before?) as f64 / 1e6)
    }
}

fn resident() -> Option<u64> {
    resident_of("self")
}

/// Bytes that a process, by its id or `self`, has resident, from Linux's `VmRSS`.
pub fn resident_of(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
