//! All transactions of one request as parts of one, which is kept together with the answer to the request. A part fails or is
//! run again by itself; reads of the request see what its parts did. Knows no table.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use tokio::sync::{Mutex, OnceCell};

use super::transactions::Transaction;
use crate::Error;

tokio::task_local! {
    static JOINED: Arc<Joined>;
}

/// What the transactions of a request are joined into, from the moment it is [opened](Self::open).
#[derive(Debug)]
pub(crate) struct Joined {
    /// Inserts the row that only one of several requests can have, with `ON CONFLICT DO NOTHING`; none before it is open.
    first: OnceLock<Statement>,
    whole: OnceCell<Transaction>,
    /// Parts come one after the other.
    turn: Mutex<()>,
    is_taken: AtomicBool,
}

/// What came of a request whose transactions were joined.
pub(crate) enum Outcome {
    /// It changed nothing.
    Untouched,
    /// All it did, to be kept or undone.
    Done(Transaction),
    /// Somebody else had the row of the first statement.
    Taken,
}

impl Joined {
    /// Runs `request`, whose transactions are joined once it opens this.
    pub(crate) async fn run_in<T>(request: impl Future<Output = T>) -> (T, Outcome) {
        let (first, whole, turn, is_taken) = Default::default();
        let joined = Arc::new(Self { first, whole, turn, is_taken });
        let answer = JOINED.scope(joined.clone(), request).await;
        if joined.is_taken.load(Ordering::Relaxed) {
            return (answer, Outcome::Taken);
        }
        let whole = Arc::into_inner(joined).and_then(|joined| joined.whole.into_inner());
        (answer, whole.map_or(Outcome::Untouched, Outcome::Done))
    }

    /// From here on the transactions of this request are joined, and begin with `first`; what went before (who asks, how often)
    /// stands by itself.
    pub(crate) fn open(first: Statement) {
        let _outside_of_any = JOINED.try_with(|joined| joined.first.set(first).is_ok());
    }

    /// That of the request at hand.
    pub(super) fn current() -> Option<Arc<Self>> {
        JOINED.try_with(Arc::clone).ok().filter(|joined| joined.first.get().is_some())
    }

    /// The transaction of the request at hand, once there is one.
    pub(super) fn whole(&self) -> Option<&Transaction> {
        self.whole.get()
    }

    /// Runs a part; `begin` begins the whole, where this is the first one.
    pub(super) async fn run<T>(
        &self,
        begin: impl AsyncFn() -> Result<DatabaseTransaction, Error>,
        work: &impl AsyncFn(&Transaction) -> Result<(T, bool), Error>,
    ) -> Result<T, Error> {
        let _turn = self.turn.lock().await;
        let whole = self.whole.get_or_try_init(|| self.begin(begin)).await?;
        let part = whole.part().await?;
        match work(&part).await {
            Ok((value, true)) => Ok(whole.keep_part(part).await.map(|()| value)?),
            Ok((value, false)) => Ok(part.rollback().await.map(|()| value)?),
            Err(error) => {
                part.rollback().await?;
                Err(error)
            }
        }
    }

    async fn begin(&self, begin: impl AsyncFn() -> Result<DatabaseTransaction, Error>) -> Result<Transaction, Error> {
        let whole = Transaction::new(begin().await?);
        let first = self.first.get().ok_or_else(|| Error::internal("joined before it was opened"))?;
        if whole.execute_raw(first.clone()).await?.rows_affected() == 1 {
            return Ok(whole);
        }
        self.is_taken.store(true, Ordering::Relaxed);
        whole.rollback().await?;
        // Nobody hears of it: the answer of who was first is sent.
        Err(Error::Busy)
    }
}
