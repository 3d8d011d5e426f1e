//! Housekeeping: each step is done whatever becomes of the others, and old failures go.

use api_tests::{App, Call, on_both_engines};
use chrono::{NaiveDate, TimeDelta};
use madoguchi_entities::call_records;
use madoguchi_entities::mails::MailState;
use madoguchi_services::{housekeeping, jobs, mails};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};

use super::{die, promise, rows};
use crate::mails::delivery;

on_both_engines!(a_step_that_fails_does_not_stop_the_others, old_failures_go_and_their_mails_stay,);

async fn a_step_that_fails_does_not_stop_the_others(app: App) {
    let customer = app.customer(api_tests::PORTAL, "カ)ヴェルデ2").await;
    let group = app.billing_group(&customer).await;
    let from = NaiveDate::from_ymd_opt(2025, 1, 1);
    let contract = app.contract(&group, |row| row.call_records_from = Set(from)).await;
    let expired = api_tests::NOW - TimeDelta::days(500);
    for started_at in [expired, api_tests::NOW] {
        app.calls(&contract, &[Call { started_at, ..Call::default() }]).await;
    }
    app.db().execute_unprepared("ALTER TABLE call_record_unmaskings RENAME TO away").await.unwrap();
    assert_eq!(housekeeping::once(app.services()).await, ["unmaskings"]);
    assert_eq!(call_records::Entity::find().count(app.db()).await.unwrap(), 1, "the expired one is gone all the same");
    app.db().execute_unprepared("ALTER TABLE away RENAME TO call_record_unmaskings").await.unwrap();
    assert_eq!(housekeeping::once(app.services()).await, Vec::<&str>::new());
}

async fn old_failures_go_and_their_mails_stay(app: App) {
    promise(&app, "nobody_does_this", app.now()).await;
    delivery::register(&app).await;
    assert_eq!(app.work(&app.worker(madoguchi_services::Transport::Mailbox)).await, 2);
    delivery::register(&app).await;
    for _ in 0..4 {
        die(&app).await;
        app.advance(TimeDelta::seconds(61));
    }
    assert_eq!(app.deliver_mails().await, 1);
    promise(&app, "waits_for_long", app.now() + TimeDelta::days(365)).await;
    app.advance(TimeDelta::days(89));
    assert!(housekeeping::once(app.services()).await.is_empty());
    assert_eq!(jobs::list_failed(app.services(), &app.operator()).await.unwrap().len(), 1);
    app.advance(TimeDelta::days(2));
    assert!(housekeeping::once(app.services()).await.is_empty());
    assert_eq!(rows(&app).await, [("waits_for_long".to_owned(), 0, false, None)]);
    // The mail of a job that is gone does not look as if it were on its way.
    let [failed] = mails::list_failed(app.services(), &app.operator()).await.unwrap().try_into().unwrap();
    let states = madoguchi_entities::mails::Entity::find().all(app.db()).await.unwrap();
    let state = states.iter().find(|mail| mail.id == failed.id).unwrap().state;
    assert_eq!((states.len(), state), (2, MailState::Failed));
}
