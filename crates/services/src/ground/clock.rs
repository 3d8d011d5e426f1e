//! Time as a service, so that tests can hold it. Knows only UTC.

use std::fmt::Debug;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

/// Tells the time.
pub trait Clock: Debug + Send + Sync {
    /// Now, in whole microseconds: what both databases keep.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that may read the machine's clock")]
    fn now(&self) -> DateTime<Utc> {
        let now = Utc::now();
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }
}
