//! Looks whether the database answers and whether it can write: by a row of its own, at intervals, over a connection of
//! its own. A full pool is no database that is away.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, DbErr};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::condition::Condition;
use super::connections::Connections;
use crate::error::failures;

/// Between two looks of the watch.
const EVERY: Duration = Duration::from_secs(1);
/// Between two writes while all is well.
const WRITE_EVERY: Duration = Duration::from_secs(10);
/// A look that is younger answers for the present.
const FRESH: Duration = Duration::from_secs(2);
/// A server that did not answer for so long is away.
const PATIENCE: Duration = Duration::from_secs(3);
const WRITE: &str = "INSERT INTO write_probes (id, count) VALUES (1, 1) \
                     ON CONFLICT (id) DO UPDATE SET count = write_probes.count + 1";

#[derive(Debug)]
pub(super) struct Probe {
    connections: Connections,
    condition: Arc<Condition>,
    last: Mutex<Option<Look>>,
}

#[derive(Clone, Copy, Debug)]
struct Look {
    at: Instant,
    written_at: Instant,
    answers: bool,
    writes: bool,
}

impl Probe {
    /// `connections` must not ask `condition`: they are how it learns that the database is back.
    pub(super) fn new(connections: Connections, condition: Arc<Condition>) -> Self {
        Self { connections, condition, last: Mutex::default() }
    }

    /// Whether the database answers and writes, as seen within the last moments.
    pub(super) async fn is_ready(&self) -> bool {
        let mut last = self.last.lock().await;
        let look = match *last {
            Some(look) if look.at.elapsed() < FRESH => look,
            before => self.look(before, false).await,
        };
        *last = Some(look);
        look.answers && look.writes
    }

    pub(super) fn close(&self) {
        self.connections.close();
    }

    /// Looks every second, and at once when something failed, until it is dropped.
    pub(super) async fn watch(&self) {
        loop {
            let has_failed = timeout(EVERY, self.condition.failed.notified()).await.is_ok();
            let mut last = self.last.lock().await;
            *last = Some(self.look(*last, has_failed).await);
        }
    }

    async fn look(&self, before: Option<Look>, has_failed: bool) -> Look {
        let answers = self.answers().await;
        self.condition.set_away(!answers);
        let at = Instant::now();
        let known = before.filter(|look| !has_failed && look.writes && look.written_at.elapsed() < WRITE_EVERY);
        match known {
            Some(look) => Look { at, answers, ..look },
            None => Look { at, written_at: at, answers, writes: answers && self.writes().await },
        }
    }

    async fn answers(&self) -> bool {
        // SQLite is a file: to read it there is nothing to wait for.
        !self.connections.is_remote() || matches!(timeout(PATIENCE, self.connections.ask("SELECT 1")).await, Ok(Ok(())))
    }

    async fn writes(&self) -> bool {
        match timeout(PATIENCE, self.connections.ask(WRITE)).await {
            // Somebody else writes just now, for long: so it can be done.
            Err(_) => !self.connections.is_remote(),
            Ok(Err(error)) => !failures::is_away(&error) || failures::is_transient(&error),
            Ok(Ok(())) => true,
        }
    }
}

impl Connections {
    async fn ask(&self, sql: &str) -> Result<(), DbErr> {
        self.execute_unprepared(sql).await.map(drop).inspect_err(|error| tracing::warn!(%error, sql, "probe failed"))
    }

    fn is_remote(&self) -> bool {
        self.get_database_backend() == sea_orm::DatabaseBackend::Postgres
    }
}
