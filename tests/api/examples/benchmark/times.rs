//! Times and what is told of many.

use std::time::{Duration, Instant};

/// Times of the same thing, sorted.
#[derive(Debug)]
pub struct Times(Vec<f64>);

impl Times {
    /// Of at least one time.
    pub fn of(times: impl IntoIterator<Item = Duration>) -> Self {
        let mut seconds: Vec<_> = times.into_iter().map(|time| time.as_secs_f64()).collect();
        assert!(!seconds.is_empty(), "nothing was timed");
        seconds.sort_by(f64::total_cmp);
        Self(seconds)
    }

    /// Times of `work`, called so often.
    pub fn measure(count: u32, mut work: impl FnMut(u32)) -> Self {
        Self::of((0..count).map(|index| {
            let start = Instant::now();
            work(index);
            start.elapsed()
        }))
    }

    /// Seconds that a share of the times, 0 to 1, does not exceed.
    pub fn at(&self, share: f64) -> f64 {
        let index = (self.0.len() as f64 * share).ceil() as usize;
        self.0[index.clamp(1, self.0.len()) - 1]
    }

    /// Seconds of the middle one.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// How often a second, one after the other.
    pub fn per_second(&self) -> f64 {
        self.0.len() as f64 / self.0.iter().sum::<f64>()
    }
}
