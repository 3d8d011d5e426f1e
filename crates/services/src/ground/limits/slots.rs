//! Places for work that is heavy: so many at once for one person, so many for the whole process, a queue that ends, and
//! a refusal after it. Whatever one customer could use up for all others takes a place first, before a body is read or a
//! row is looked for. Must not know the work.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use madoguchi_entities::ids::UserId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, Scope};

/// Work that takes a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A file that is received: up to 10 MB of memory.
    Upload,
    /// A file that is sent while its rows are read.
    Download,
    /// A spreadsheet that is made: a core, and room on the disk.
    Sheet,
    /// Documents that are rendered for who waits for them.
    Document,
    /// Rows that are scanned and summed: a connection for seconds.
    Report,
}

/// How much of a work there may be.
#[derive(Clone, Copy, Debug)]
struct Bound {
    /// At once for one person.
    each: usize,
    /// At once in the process.
    all: usize,
    /// Who may wait for a place.
    waiting: usize,
    /// How long.
    patience: Duration,
}

/// Requests of one person that may be in hand or waiting, in places of the person.
const QUEUE_EACH: usize = 6;
/// People whose places are kept in mind before those who are gone are forgotten.
const FORGET_FROM: usize = 256;

/// All places of a process.
#[derive(Debug)]
pub struct Slots {
    upload: Places,
    download: Places,
    sheet: Places,
    document: Places,
    report: Places,
}

impl Slots {
    /// Places beside a pool of so many connections: reports and downloads together leave a quarter of it to logins and
    /// everything else.
    #[must_use]
    pub fn beside(connections: u32) -> Self {
        let connections = usize::try_from(connections).unwrap_or(usize::MAX);
        let share = |part: usize| (connections / part).max(1);
        let places = |each: usize, all: usize, waiting: usize, seconds: u64| {
            Places::new(Bound { each, all, waiting, patience: Duration::from_secs(seconds) })
        };
        Self {
            upload: places(2, 8, 32, 30),
            download: places(2, share(2), 32, 20),
            sheet: places(1, 2, 8, 60),
            document: places(2, 4, 64, 30),
            report: places(2, share(4), 32, 20),
        }
    }

    /// A place for a person's work, given back when it is dropped.
    ///
    /// # Errors
    /// `busy` when too many wait already, or none came free in time.
    pub async fn take(&self, work: Work, scope: &Scope) -> Result<Slot, Error> {
        self.places(work).take(scope.user_id()).await
    }

    fn places(&self, work: Work) -> &Places {
        match work {
            Work::Upload => &self.upload,
            Work::Download => &self.download,
            Work::Sheet => &self.sheet,
            Work::Document => &self.document,
            Work::Report => &self.report,
        }
    }
}

/// A place that was taken.
#[derive(Debug)]
#[must_use = "the place is free again once this is dropped"]
pub struct Slot {
    _own: OwnedSemaphorePermit,
    _shared: OwnedSemaphorePermit,
    _present: Present,
    /// Keeps the person's places in mind.
    _person: Arc<Person>,
}

/// The places for one kind of work.
#[derive(Debug)]
struct Places {
    bound: Bound,
    shared: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    people: Mutex<HashMap<UserId, Weak<Person>>>,
}

/// The places of one person.
#[derive(Debug)]
struct Person {
    turns: Arc<Semaphore>,
    present: Arc<AtomicUsize>,
}

impl Places {
    fn new(bound: Bound) -> Self {
        let shared = Arc::new(Semaphore::new(bound.all));
        Self { bound, shared, waiting: Arc::default(), people: Mutex::default() }
    }

    async fn take(&self, user: UserId) -> Result<Slot, Error> {
        let person = self.person(user);
        let present = Present::enter(&person.present, self.bound.each * QUEUE_EACH).ok_or(Error::Busy)?;
        let places = async {
            let own = person.turns.clone().acquire_owned().await.map_err(Error::internal)?;
            let shared = match self.shared.clone().try_acquire_owned() {
                Ok(shared) => shared,
                Err(_) => {
                    let _waiting = Present::enter(&self.waiting, self.bound.waiting).ok_or(Error::Busy)?;
                    self.shared.clone().acquire_owned().await.map_err(Error::internal)?
                }
            };
            Ok::<_, Error>((own, shared))
        };
        let (own, shared) = tokio::time::timeout(self.bound.patience, places).await.map_err(|_| Error::Busy)??;
        Ok(Slot { _own: own, _shared: shared, _present: present, _person: person })
    }

    fn person(&self, user: UserId) -> Arc<Person> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(person) = people.get(&user).and_then(Weak::upgrade) {
            return person;
        }
        if people.len() >= FORGET_FROM {
            people.retain(|_, person| person.strong_count() > 0);
        }
        let turns = Arc::new(Semaphore::new(self.bound.each));
        let person = Arc::new(Person { turns, present: Arc::default() });
        people.insert(user, Arc::downgrade(&person));
        person
    }
}

/// One who is counted as there until this is dropped.
#[derive(Debug)]
struct Present(Arc<AtomicUsize>);

impl Present {
    fn enter(count: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        let entered = count.fetch_add(1, Ordering::SeqCst) < most;
        let present = Self(count.clone());
        // Dropped when there was no room, which counts it out again.
        entered.then_some(present)
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests;
