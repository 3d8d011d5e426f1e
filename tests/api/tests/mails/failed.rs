//! Mails that were given up: the operator sees them and has them tried again.

use api_tests::{App, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::audit_events;
use madoguchi_entities::mails::{self, MailState};
use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};
use madoguchi_services::Error;
use madoguchi_services::mails::{list_failed, retry_failed};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::delivery::{register, the_mail, worker};

on_both_engines!(
    a_dead_mail_is_listed_and_sent_once_when_queued_again,
    all_dead_mails_are_queued_again_and_each_is_sent_once,
    only_failed_mails_are_queued_again,
    what_cannot_be_opened_fails_and_stays_visible,
    a_mail_that_could_not_say_that_it_failed_is_listed_and_sent,
    what_is_not_queued_whole_is_not_queued,
);

async fn a_dead_mail_is_listed_and_sent_once_when_queued_again(app: App) {
    let sink = SmtpSink::start(Behaviour::Reject).await.unwrap();
    let worker = worker(&app, &sink);
    register(&app).await;
    let written = app.now();
    assert_eq!(app.work(&worker).await, 1);
    app.advance(TimeDelta::days(2));
    let dead = the_mail(&app).await;

    let [listed] = list_failed(&worker, &app.operator()).await.unwrap().try_into().unwrap();
    assert_eq!((listed.id, listed.portal.as_str(), listed.message.as_str()), (dead.id, "telecom", "registration"));
    assert_eq!((listed.recipient.as_str(), listed.attempts, listed.created_at), ("m***@example.jp", 1, written));
    assert!(listed.last_error.contains("no such mailbox"), "{}", listed.last_error);
    assert!(!listed.last_error.contains("midori"), "{}", listed.last_error);

    assert_eq!(retry_failed(&worker, &app.operator(), Some(&dead.id.to_string())).await.unwrap(), 1);
    let queued = the_mail(&app).await;
    assert_eq!((queued.state, queued.attempts), (MailState::Queued, 0));
    assert_eq!(list_failed(&worker, &app.operator()).await.unwrap(), []);
    sink.set_behaviour(Behaviour::Accept);
    assert_eq!(app.work(&worker).await, 1);
    let received = sink.mails();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].header("message-id").unwrap(), format!("<{}>", dead.message_id));
    let sent = the_mail(&app).await;
    assert_eq!((sent.state, sent.attempts, sent.last_error), (MailState::Sent, 1, None));

    let again = retry_failed(&worker, &app.operator(), Some(&dead.id.to_string())).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    assert_eq!((app.work(&worker).await, sink.mails().len()), (0, 1));
    let event = audit_events::Entity::find().filter(audit_events::Column::Action.eq("mail.queued_again"));
    let event = event.one(app.db()).await.unwrap().unwrap();
    assert_eq!((event.subject_id, event.customer_id), (Some(dead.id.0), Some(dead.customer_id)));
}

async fn all_dead_mails_are_queued_again_and_each_is_sent_once(app: App) {
    let sink = SmtpSink::start(Behaviour::Tempfail).await.unwrap();
    let worker = worker(&app, &sink);
    for _ in 0..3 {
        register(&app).await;
    }
    for _ in 0..4 {
        assert_eq!(app.work(&worker).await, 3);
        app.advance(TimeDelta::hours(7));
    }
    let dead = list_failed(&worker, &app.operator()).await.unwrap();
    assert_eq!(dead.iter().map(|mail| mail.attempts).collect::<Vec<_>>(), [4, 4, 4]);
    // Two operators at once: each mail is queued by one of them.
    let operator = app.operator();
    let again = || retry_failed(&worker, &operator, None);
    let (one, other) = futures_util::future::join(again(), again()).await;
    assert_eq!(one.unwrap() + other.unwrap(), 3);
    sink.set_behaviour(Behaviour::Accept);
    assert_eq!(app.work(&worker).await, 3);
    let mut ids: Vec<_> = sink.mails().iter().map(|mail| mail.header("message-id").unwrap()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), sink.mails().len()), (3, 3));
    assert_eq!(retry_failed(&worker, &app.operator(), None).await.unwrap(), 0);
}

async fn only_failed_mails_are_queued_again(app: App) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let worker = worker(&app, &sink);
    register(&app).await;
    let waiting = the_mail(&app).await.id.to_string();
    for id in [waiting.as_str(), "0198c3f2-0000-7000-8000-000000000000", "not an id", ""] {
        let refused = retry_failed(&worker, &app.operator(), Some(id)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{id}: {refused:?}");
    }
    assert_eq!(retry_failed(&worker, &app.operator(), None).await.unwrap(), 0);
    assert_eq!((app.work(&worker).await, sink.mails().len()), (1, 1));
}

/// As after a changed key: the mail must not wait for ever as if it were still to be delivered.
async fn what_cannot_be_opened_fails_and_stays_visible(app: App) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let worker = worker(&app, &sink);
    register(&app).await;
    let sealed = the_mail(&app).await.sealed_content;
    let seal = async |content: Option<Vec<u8>>| {
        let update = mails::Entity::update_many().col_expr(mails::Column::SealedContent, Expr::value(content));
        update.exec(app.db()).await.unwrap();
    };
    seal(Some(vec![0; 64])).await;
    for _ in 0..4 {
        assert_eq!(app.work(&worker).await, 1);
        app.advance(TimeDelta::hours(7));
    }
    let [listed] = list_failed(&worker, &app.operator()).await.unwrap().try_into().unwrap();
    assert!(listed.last_error.contains("cannot be opened"), "{}", listed.last_error);
    seal(sealed).await;
    assert_eq!(retry_failed(&worker, &app.operator(), None).await.unwrap(), 1);
    assert_eq!((app.work(&worker).await, sink.mails().len()), (1, 1));
}

/// The process died each time, or the database failed at the end of the last try: the mail knows nothing of its end.
async fn a_mail_that_could_not_say_that_it_failed_is_listed_and_sent(app: App) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let worker = worker(&app, &sink);
    let runner = madoguchi_jobs::Runner::new(app.db().clone(), api_tests::JOBS);
    register(&app).await;
    runner
        .run_once(app.now(), async |_| madoguchi_jobs::Outcome::Fail("the database is away".to_owned()))
        .await
        .unwrap();
    // One that waits and one that is under way are none of these.
    register(&app).await;
    let under_way = runner.run_once(app.now(), async |_| std::future::pending().await);
    let _killed = tokio::time::timeout(std::time::Duration::from_millis(200), under_way).await.unwrap_err();
    register(&app).await;
    let states = async || {
        let mails = mails::Entity::find().order_by_asc(mails::Column::Id).all(app.db()).await.unwrap();
        mails.into_iter().map(|mail| mail.state).collect::<Vec<_>>()
    };
    assert_eq!(states().await, vec![MailState::Queued; 3]);

    let [listed] = list_failed(&worker, &app.operator()).await.unwrap().try_into().unwrap();
    assert_eq!(listed.last_error, "the database is away");
    assert_eq!(states().await, [MailState::Failed, MailState::Queued, MailState::Queued]);
    assert_eq!(retry_failed(&worker, &app.operator(), None).await.unwrap(), 1);
    // The old job stays as a record, and says nothing about the new one.
    assert_eq!(list_failed(&worker, &app.operator()).await.unwrap(), []);
    assert_eq!(retry_failed(&worker, &app.operator(), None).await.unwrap(), 0);
    app.advance(TimeDelta::seconds(61));
    assert_eq!(app.work(&worker).await, 3);
    assert_eq!((states().await, sink.mails().len()), (vec![MailState::Sent; 3], 3));
}

/// The table of events is taken away: a mail must not be queued without them, nor they without it.
async fn what_is_not_queued_whole_is_not_queued(app: App) {
    let sink = SmtpSink::start(Behaviour::Reject).await.unwrap();
    let worker = worker(&app, &sink);
    register(&app).await;
    assert_eq!(app.work(&worker).await, 1);
    app.db().execute_unprepared("ALTER TABLE audit_events RENAME TO away").await.unwrap();
    let lost = retry_failed(&worker, &app.operator(), None).await;
    assert!(matches!(lost, Err(Error::Database(_))), "{lost:?}");
    app.db().execute_unprepared("ALTER TABLE away RENAME TO audit_events").await.unwrap();
    assert_eq!(the_mail(&app).await.state, MailState::Failed);
    let queued = audit_events::Entity::find().filter(audit_events::Column::Action.eq("mail.queued_again"));
    assert_eq!(queued.count(app.db()).await.unwrap(), 0);
    sink.set_behaviour(Behaviour::Accept);
    app.advance(TimeDelta::days(2));
    assert_eq!(app.work(&worker).await, 0, "there is no job for it either");
}
