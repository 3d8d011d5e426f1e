//! A clock that stands still until it is told to go on.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_services::Clock;

/// Shows the same time until it is advanced; clones show the same time.
#[derive(Clone, Debug)]
pub struct FrozenClock(Arc<Mutex<DateTime<Utc>>>);

impl FrozenClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Goes on by `time`.
    pub fn advance(&self, time: TimeDelta) {
        *self.0.lock().unwrap() += time;
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}
