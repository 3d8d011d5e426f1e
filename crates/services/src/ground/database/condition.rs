//! What is known of the database's condition: whether it is away, and since when connections are in doubt. Shared by all
//! who use connections; asks nothing itself.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::sqlx;
use tokio::sync::Notify;

/// A connection that was not used for so long is asked whether it lives; one in steady use is not, since that would be a
/// round trip with every statement.
const ASK_AFTER: Duration = Duration::from_secs(3);

#[derive(Debug, Default)]
pub(super) struct Condition {
    is_away: AtomicBool,
    /// The last time that a connection broke.
    broke_at: Mutex<Option<Instant>>,
    /// Something failed that the watch should look at.
    pub(super) failed: Notify,
}

impl Condition {
    /// Refuses at once while the database is known to be away: nobody waits for what cannot come.
    ///
    /// # Errors
    /// As if no connection could be had in time.
    pub(super) fn check(&self) -> Result<(), sqlx::Error> {
        if self.is_away.load(Ordering::Relaxed) { Err(sqlx::Error::PoolTimedOut) } else { Ok(()) }
    }

    /// Whether a connection that was used last at a time must be asked whether it lives.
    pub(super) fn doubts(&self, used: Instant) -> bool {
        let broke_at = *self.broke_at.lock().unwrap_or_else(PoisonError::into_inner);
        used.elapsed() >= ASK_AFTER || broke_at.is_some_and(|at| at >= used)
    }

    /// A connection broke, or a statement failed for want of a database that works: the others are in doubt as well.
    pub(super) fn doubt_all(&self) {
        *self.broke_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.failed.notify_one();
    }

    /// What the watch found.
    pub(super) fn set_away(&self, is_away: bool) {
        if self.is_away.swap(is_away, Ordering::Relaxed) == is_away {
            return;
        }
        if is_away {
            tracing::error!("the database is away; requests are refused until it is back");
        } else {
            tracing::info!("the database is back");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_connection_puts_the_others_in_doubt() {
        let condition = Condition::default();
        let used = Instant::now();
        assert!(!condition.doubts(used));
        condition.doubt_all();
        assert!(condition.doubts(used));
        std::thread::sleep(Duration::from_millis(2));
        assert!(!condition.doubts(Instant::now()), "one that was used since has shown that it lives");
        assert!(used.checked_sub(ASK_AFTER).is_none_or(|long_ago| condition.doubts(long_ago)));
    }

    #[test]
    fn nobody_waits_for_a_database_that_is_away() {
        let condition = Condition::default();
        assert!(condition.check().is_ok());
        condition.set_away(true);
        assert!(condition.check().is_err());
        condition.set_away(false);
        assert!(condition.check().is_ok());
    }
}
