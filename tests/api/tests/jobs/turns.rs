//! Whose turn it is: a slow job holds nobody back, the word to stop is heard, the chain of audit events goes on.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

use api_tests::{App, JOBS, PORTAL, on_both_engines};
use madoguchi_jobs::{Kinds, Outcome, Row, Runner, Settings};
use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};
use madoguchi_services::audit_events::verify::{self, Verdict};
use madoguchi_services::work;
use tokio::sync::Notify;
use tokio::time::timeout;

use super::{promise, rows};
use crate::mails::delivery;

on_both_engines!(
    a_slow_job_holds_no_quick_one_back,
    kinds_have_places_of_their_own,
    stop_is_heard_while_jobs_are_due,
    events_join_the_chain_while_a_job_takes_long,
);

const PATIENCE: Duration = Duration::from_secs(30);
const TWO_PLACES: Settings = Settings { batch: 2, ..JOBS };

async fn a_slow_job_holds_no_quick_one_back(app: App) {
    promise(&app, "slow", app.now()).await;
    for _ in 0..5 {
        promise(&app, "quick", app.now()).await;
    }
    let (quick, release, stop, wake) = (Cell::new(0), Notify::new(), Notify::new(), Notify::new());
    let handler = async |job: Row| {
        if job.kind == "slow" {
            release.notified().await;
        } else {
            quick.set(quick.get() + 1);
        }
        Outcome::Done
    };
    let runner = Runner::new(app.db().clone(), TWO_PLACES);
    let running = runner.run(|| app.now(), &wake, stop.notified(), handler);
    let watching = async {
        while rows(&app).await.len() > 1 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(rows(&app).await[0].0, "slow");
        // Told to stop, the runner still waits for what is under way.
        stop.notify_one();
        tokio::time::sleep(Duration::from_millis(50)).await;
        release.notify_one();
    };
    timeout(PATIENCE, futures_util::future::join(running, watching)).await.unwrap();
    assert_eq!((quick.get(), rows(&app).await), (5, Vec::new()));
}

async fn kinds_have_places_of_their_own(app: App) {
    for kind in ["document", "mail", "round"] {
        promise(&app, kind, app.now()).await;
    }
    let done = async |kinds: Kinds| {
        let seen = RefCell::new(Vec::new());
        let runner = Runner::new(app.db().clone(), JOBS).of_kinds(kinds);
        let handler = async |job: Row| {
            seen.borrow_mut().push(job.kind);
            Outcome::Done
        };
        runner.run_once(app.now(), handler).await.unwrap();
        let mut seen = seen.into_inner();
        seen.sort();
        seen
    };
    assert_eq!(done(Kinds::Only(&["mail", "answer"])).await, ["mail"]);
    assert_eq!(done(Kinds::Except(&["mail", "answer"])).await, ["document", "round"]);
    assert_eq!(done(Kinds::All).await, Vec::<String>::new());
}

/// Each job promises the next one, so that there always is one.
async fn stop_is_heard_while_jobs_are_due(app: App) {
    promise(&app, "endless", app.now()).await;
    promise(&app, "endless", app.now()).await;
    let (done, stop, wake) = (Cell::new(0), Notify::new(), Notify::new());
    let handler = async |_: Row| {
        promise(&app, "endless", app.now()).await;
        done.set(done.get() + 1);
        if done.get() == 5 {
            stop.notify_one();
        }
        Outcome::Done
    };
    let runner = Runner::new(app.db().clone(), TWO_PLACES);
    timeout(PATIENCE, runner.run(|| app.now(), &wake, stop.notified(), handler)).await.unwrap();
    let left = rows(&app).await;
    assert_eq!(left.len(), 2, "each that was done left one: {left:?}");
    assert!((5..=8).contains(&done.get()), "{}", done.get());
    assert!(left.iter().all(|(_, tries, given_up, _)| (*tries, *given_up) == (0, false)), "{left:?}");
}

/// The mail server takes a mail and never answers.
async fn events_join_the_chain_while_a_job_takes_long(app: App) {
    let sink = SmtpSink::start(Behaviour::StallAfterData).await.unwrap();
    delivery::register(&app).await;
    let services = Arc::new(delivery::worker(&app, &sink));
    let stop = Notify::new();
    let one_place = Settings { batch: 1, ..JOBS };
    let running = work::run(services, one_place, stop.notified());
    let watching = async {
        while sink.mails().is_empty() || verify::verify(app.services(), PORTAL).await.unwrap() == Verdict::Whole(0) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let [(_, tries, given_up, error)] = rows(&app).await.try_into().unwrap();
        assert_eq!((tries, given_up, error), (1, false, None), "the mail is still under way");
        stop.notify_one();
    };
    timeout(PATIENCE, futures_util::future::join(running, watching)).await.unwrap();
    assert_eq!(rows(&app).await.len(), 1, "the mail is tried again");
}
