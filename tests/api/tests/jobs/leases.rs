//! A job that takes longer than its lease is not begun by another for it, and a promise wakes who keeps it.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use api_tests::{App, JOBS, on_both_engines};
use chrono::TimeDelta;
use madoguchi_jobs::{Outcome, Row, Runner, Settings};
use madoguchi_services::{Transport, work};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::{promise, rows};

on_both_engines!(a_long_job_is_not_begun_twice, what_is_promised_in_a_transaction_wakes_the_runner);

const PATIENCE: Duration = Duration::from_secs(60);
const LEASE: Duration = Duration::from_millis(1_500);

/// Two processes with a clock that goes on; the job takes three times as long as its lease.
async fn a_long_job_is_not_begun_twice(app: App) {
    let settings = Settings { lease: LEASE, ..JOBS };
    promise(&app, "long", app.now()).await;
    let (begun, start, begin) = (Cell::new(0), Instant::now(), app.now());
    let now = || begin + TimeDelta::from_std(start.elapsed()).unwrap();
    let (stop, other_stop, wake) = (Notify::new(), Notify::new(), Notify::new());
    let handler = async |_: Row| {
        begun.set(begun.get() + 1);
        tokio::time::sleep(LEASE * 3).await;
        stop.notify_one();
        other_stop.notify_one();
        Outcome::Done
    };
    let (one, other) = (Runner::new(app.db().clone(), settings), Runner::new(app.db().clone(), settings));
    let both = futures_util::future::join(
        one.run(now, &wake, stop.notified(), handler),
        other.run(now, &wake, other_stop.notified(), handler),
    );
    timeout(PATIENCE, both).await.unwrap();
    assert_eq!((begun.get(), rows(&app).await), (1, Vec::new()));
}

/// The clock of the runner stands still: nothing but the promise makes it look before its second is over.
async fn what_is_promised_in_a_transaction_wakes_the_runner(app: App) {
    let services = Arc::new(app.worker(Transport::Memory(Arc::default())));
    let stop = Notify::new();
    let running = work::run(services, JOBS, stop.notified());
    let watching = async {
        let mut quickest = PATIENCE;
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_millis(30)).await;
            let start = Instant::now();
            promise(&app, "unknown", app.now()).await;
            while rows(&app).await.iter().any(|(_, _, given_up, _)| !given_up) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            quickest = quickest.min(start.elapsed());
        }
        stop.notify_one();
        quickest
    };
    let ((), quickest) = timeout(PATIENCE, futures_util::future::join(running, watching)).await.unwrap();
    assert!(quickest < Duration::from_millis(300), "{quickest:?}: it waited for its next look");
}
