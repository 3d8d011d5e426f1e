//! Handlers that panic, processes that die, claims that are lost.

use api_tests::{App, on_both_engines};
use chrono::TimeDelta;
use madoguchi_jobs::{Outcome, Row};

use super::{die, once, promise, rows, runner};

on_both_engines!(
    a_job_that_panics_is_tried_again_and_others_go_on,
    a_job_that_kills_its_process_is_given_up_without_being_called,
    a_lost_claim_changes_nothing,
);

async fn a_job_that_panics_is_tried_again_and_others_go_on(app: App) {
    promise(&app, "bad", app.now()).await;
    promise(&app, "good", app.now()).await;
    let panicking = |kind: &str| if kind == "bad" { panic!("over {kind}") } else { Outcome::Done };
    assert_eq!(once(&app, panicking).await, 2);
    assert_eq!(rows(&app).await, [("bad".to_owned(), 1, false, Some("panicked: over bad".to_owned()))]);
    assert_eq!(once(&app, panicking).await, 0, "it waits as after any error");
    for _ in 2..=4 {
        app.advance(TimeDelta::hours(1));
        assert_eq!(once(&app, panicking).await, 1);
    }
    assert_eq!(rows(&app).await, [("bad".to_owned(), 4, true, Some("panicked: over bad".to_owned()))]);
}

async fn a_job_that_kills_its_process_is_given_up_without_being_called(app: App) {
    promise(&app, "deadly", app.now()).await;
    for _ in 0..4 {
        die(&app).await;
        assert_eq!(once(&app, |_| Outcome::Done).await, 0, "the lease still runs");
        app.advance(TimeDelta::seconds(61));
    }
    promise(&app, "harmless", app.now()).await;
    let called = |kind: &str| if kind == "deadly" { panic!("it was called") } else { Outcome::Done };
    assert_eq!(once(&app, called).await, 2);
    let [(kind, _, given_up, error)] = rows(&app).await.try_into().unwrap();
    assert_eq!((kind.as_str(), given_up), ("deadly", true));
    assert!(error.as_ref().unwrap().contains("last of 4 tries never ended"), "{error:?}");
    app.advance(TimeDelta::days(1));
    assert_eq!(once(&app, called).await, 0);
}

/// The first process takes so long that a second one has the job when it ends.
async fn a_lost_claim_changes_nothing(app: App) {
    for outcome in [Outcome::Done, Outcome::Retry("late".to_owned()), Outcome::Fail("late".to_owned())] {
        let id = promise(&app, "slow", app.now()).await;
        let slow = async |_: Row| {
            app.advance(TimeDelta::seconds(61));
            die(&app).await;
            outcome.clone()
        };
        assert_eq!(runner(&app).run_once(app.now(), slow).await.unwrap(), 1);
        assert_eq!(rows(&app).await, [("slow".to_owned(), 2, false, None)], "{outcome:?}");
        app.advance(TimeDelta::seconds(60));
        assert_eq!(once(&app, |_| Outcome::Done).await, 0, "{outcome:?}: the second one still has it");
        // What is done in one transaction with the end of the job is done by who ends first.
        assert!(madoguchi_jobs::take(app.db(), id).await.unwrap());
        assert!(!madoguchi_jobs::take(app.db(), id).await.unwrap());
    }
}
