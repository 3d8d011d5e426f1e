//! What is planned, as this process read it last. A request never waits for more than one reading a second, and a database that
//! is away for its maintenance leaves what was known of it.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::states::{Maintenance, State, planned};
use crate::Services;

/// How old what was read may be.
const FRESH: Duration = Duration::from_secs(1);

/// Knows how portals stand.
#[derive(Debug, Default)]
pub struct Watch {
    seen: RwLock<Seen>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    read_at: Option<Instant>,
    planned: Arc<Vec<Maintenance>>,
}

impl Watch {
    /// How a portal stands now.
    pub async fn state(&self, services: &Services, portal: &str) -> State {
        let seen = self.seen();
        let planned = if seen.read_at.is_some_and(|at| at.elapsed() < FRESH) {
            seen.planned
        } else {
            self.read(services, seen).await
        };
        if planned.is_empty() { State::default() } else { State::of(&planned, portal, services.clock.now()) }
    }

    async fn read(&self, services: &Services, seen: Seen) -> Arc<Vec<Maintenance>> {
        // Others go on with what is there meanwhile.
        self.keep(Seen { read_at: Some(Instant::now()), ..seen.clone() });
        match planned(services.db.read(), services.clock.now()).await {
            Ok(planned) => {
                let planned = Arc::new(planned);
                self.keep(Seen { read_at: Some(Instant::now()), planned: planned.clone() });
                planned
            }
            Err(_) => seen.planned,
        }
    }

    fn seen(&self) -> Seen {
        self.seen.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, seen: Seen) {
        *self.seen.write().unwrap_or_else(PoisonError::into_inner) = seen;
    }
}
