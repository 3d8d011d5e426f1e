//! Jobs other than mails that were given up: listed, and tried again with all that hangs on them.

use api_tests::{App, on_both_engines};
use chrono::TimeDelta;
use madoguchi_services::Error;
use madoguchi_services::jobs::{list_failed, retry_failed};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{die, promise, rows};

on_both_engines!(
    a_round_of_mails_that_was_given_up_is_listed_and_goes_on,
    only_jobs_that_were_given_up_are_tried_again,
);

/// As when the database failed for a day: here a table is away.
async fn a_round_of_mails_that_was_given_up_is_listed_and_goes_on(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    app.publish(&app.new_notice()).await;
    let promised = app.now();
    app.db().execute_unprepared("ALTER TABLE notices RENAME TO away").await.unwrap();
    for _ in 0..4 {
        assert_eq!(app.deliver_mails().await, 1);
        app.advance(TimeDelta::hours(7));
    }
    app.db().execute_unprepared("ALTER TABLE away RENAME TO notices").await.unwrap();
    assert_eq!(app.deliver_mails().await, 0);

    let [failed] = list_failed(app.services(), &app.operator()).await.unwrap().try_into().unwrap();
    assert_eq!((failed.kind.as_str(), failed.attempts, failed.created_at), ("mail_notice", 4, promised));
    assert!(failed.last_error.contains("notices") && !failed.last_error.contains('\n'), "{}", failed.last_error);

    let id = failed.id.to_string();
    // Two operators at once: one of them does it.
    let operator = app.operator();
    let both = [(); 2].map(|()| retry_failed(app.services(), &operator, Some(&id)));
    let answers = futures_util::future::join_all(both).await;
    assert_eq!(answers.iter().filter(|answer| matches!(answer, Ok(1))).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| matches!(answer, Err(Error::NotFound))).count(), 1, "{answers:?}");
    assert_eq!(list_failed(app.services(), &app.operator()).await.unwrap(), []);
    assert_eq!(rows(&app).await[0].1, 0, "tries are counted anew");
    assert_eq!(app.mails_to(&user.row.mail_address).await.len(), 1);
    assert!(rows(&app).await.is_empty());
}

async fn only_jobs_that_were_given_up_are_tried_again(app: App) {
    let waiting = promise(&app, "nobody_does_this", app.now() + TimeDelta::hours(1)).await;
    let given_up = promise(&app, "nobody_does_this", app.now()).await;
    let mail = promise(&app, "deliver_mail", app.now()).await;
    assert_eq!(app.deliver_mails().await, 2);
    let later = app.now() + TimeDelta::minutes(1);
    let claimed = promise(&app, "nobody_does_this", later).await;
    app.advance(TimeDelta::minutes(1));
    die(&app).await;
    let listed = list_failed(app.services(), &app.operator()).await.unwrap();
    assert_eq!(listed.iter().map(|job| job.id).collect::<Vec<_>>(), [given_up]);
    let absent = "0198c3f2-0000-7000-8000-000000000000".parse().unwrap();
    let others = [waiting, claimed, mail, absent].map(|id: Uuid| id.to_string());
    for id in others.iter().map(String::as_str).chain(["not an id", ""]) {
        let refused = retry_failed(app.services(), &app.operator(), Some(id)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{id}: {refused:?}");
    }
    assert_eq!(retry_failed(app.services(), &app.operator(), None).await.unwrap(), 1);
    assert_eq!(retry_failed(app.services(), &app.operator(), None).await.unwrap(), 0);
    assert_eq!(app.deliver_mails().await, 1);
    assert_eq!(list_failed(app.services(), &app.operator()).await.unwrap().len(), 1, "its reason was not put right");
}
