//! Delivery over a real SMTP conversation: taken, postponed, refused, cut off.

use api_tests::{App, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::mails::{self, MailState};
use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};
use madoguchi_mail::{SmtpSecurity, SmtpSettings};
use madoguchi_services::{Services, Transport};
use sea_orm::{ConnectionTrait, EntityTrait, Statement};

on_both_engines!(
    a_mail_arrives_and_its_content_goes,
    an_address_of_an_old_mobile_phone_is_reached,
    a_temporary_failure_is_tried_again_with_growing_delay,
    tries_end,
    a_refused_mail_is_given_up_and_stays_visible,
    a_sent_mail_is_not_sent_again,
    a_dead_worker_is_replaced_after_its_lease,
    two_workers_send_each_mail_once,
);

pub(crate) fn worker(app: &App, sink: &SmtpSink) -> Services {
    let settings = SmtpSettings {
        host: sink.addr.ip().to_string(),
        port: sink.addr.port(),
        security: SmtpSecurity::None,
        username: None,
        password: None,
        timeout_seconds: 5,
    };
    app.worker(Transport::smtp(&settings).unwrap())
}

pub(crate) async fn register(app: &App) {
    let facts = app.subscriber().await.facts("midori@example.jp");
    let _taken = app.browser().post("/registrations", facts).await.expect(202);
}

pub(super) async fn the_mail(app: &App) -> mails::Model {
    mails::Entity::find().one(app.db()).await.unwrap().unwrap()
}

/// Tries of the one job there is, and whether it was given up; nothing when it is done.
async fn the_job(app: &App) -> Option<(i32, bool)> {
    let sql = "SELECT attempts, failed_at IS NOT NULL FROM jobs";
    let statement = Statement::from_string(app.db().get_database_backend(), sql);
    let row = app.db().query_one_raw(statement).await.unwrap()?;
    Some((row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap()))
}

async fn a_mail_arrives_and_its_content_goes(app: App) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    register(&app).await;
    assert_eq!(app.work(&worker(&app, &sink)).await, 1);
    let received = sink.mails();
    assert_eq!(received.len(), 1);
    assert_eq!(
        (received[0].from.as_str(), received[0].to.as_slice()),
        ("contact@example.jp", &["midori@example.jp".to_owned()][..])
    );
    let mail = the_mail(&app).await;
    assert_eq!((mail.state, mail.sent_at, mail.sealed_content), (MailState::Sent, Some(app.now()), None));
    assert_eq!(received[0].header("message-id").unwrap(), format!("<{}>", mail.message_id));
    assert_eq!(the_job(&app).await, None);
}

/// B2: dots that repeat or end the part before the @ are quoted on the way, and what no server takes is refused before.
async fn an_address_of_an_old_mobile_phone_is_reached(app: App) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let facts = app.subscriber().await.facts("a..b.@docomo.example.jp");
    let _taken = app.browser().post("/registrations", facts).await.expect(202);
    assert_eq!(app.work(&worker(&app, &sink)).await, 1);
    assert_eq!(sink.mails()[0].to, ["\"a..b.\"@docomo.example.jp"]);
    assert_eq!(the_mail(&app).await.state, MailState::Sent);
    for undeliverable in
        ["\"a b\"@example.jp", "a@b@example.jp", "あ@example.jp", "a@例え.jp", "a@[127.0.0.1]", "a@example"]
    {
        let facts = app.subscriber().await.facts(undeliverable);
        let refused = app.browser().post("/registrations", facts).await.refused_fields();
        assert_eq!(refused, [("mail_address".to_owned(), "mail_address_malformed".to_owned())], "{undeliverable}");
    }
}

async fn a_temporary_failure_is_tried_again_with_growing_delay(app: App) {
    let sink = SmtpSink::start(Behaviour::Tempfail).await.unwrap();
    let worker = worker(&app, &sink);
    register(&app).await;
    let message_id = the_mail(&app).await.message_id;
    for (tries, delay) in [(1, 30), (2, 60), (3, 120)] {
        assert_eq!(app.work(&worker).await, 1);
        let mail = the_mail(&app).await;
        assert_eq!((mail.state, mail.attempts), (MailState::Queued, tries));
        assert!(mail.last_error.unwrap().contains("try again later"));
        assert!(mail.sealed_content.is_some());
        app.advance(TimeDelta::seconds(delay - 1));
        assert_eq!(app.work(&worker).await, 0, "try {tries} must be waited out");
        app.advance(TimeDelta::seconds(1));
    }
    sink.set_behaviour(Behaviour::Accept);
    assert_eq!(app.work(&worker).await, 1);
    assert_eq!(sink.mails().len(), 1);
    assert_eq!(sink.mails()[0].header("message-id").unwrap(), format!("<{message_id}>"));
    let mail = the_mail(&app).await;
    assert_eq!((mail.state, mail.attempts, mail.last_error), (MailState::Sent, 4, None));
}

async fn tries_end(app: App) {
    let sink = SmtpSink::start(Behaviour::Tempfail).await.unwrap();
    let worker = worker(&app, &sink);
    register(&app).await;
    for _ in 0..4 {
        assert_eq!(app.work(&worker).await, 1);
        app.advance(TimeDelta::hours(7));
    }
    assert_eq!(app.work(&worker).await, 0);
    assert_eq!(the_mail(&app).await.state, MailState::Failed);
    assert_eq!(the_job(&app).await, Some((4, true)));
}

async fn a_refused_mail_is_given_up_and_stays_visible(app: App) {
    let sink = SmtpSink::start(Behaviour::Reject).await.unwrap();
    let worker = worker(&app, &sink);
    register(&app).await;
    assert_eq!(app.work(&worker).await, 1);
    let mail = the_mail(&app).await;
    assert_eq!((mail.state, mail.sent_at), (MailState::Failed, None));
    assert!(mail.last_error.unwrap().contains("no such mailbox"));
    assert_eq!(the_job(&app).await, Some((1, true)));
    sink.set_behaviour(Behaviour::Accept);
    app.advance(TimeDelta::days(2));
    assert_eq!(app.work(&worker).await, 0);
    assert!(sink.mails().is_empty());
}

/// The worker died between sending and striking the job off: the job runs again, the mail does not leave again.
async fn a_sent_mail_is_not_sent_again(app: App) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let worker = worker(&app, &sink);
    register(&app).await;
    app.db().execute_unprepared("CREATE TABLE kept AS SELECT * FROM jobs").await.unwrap();
    assert_eq!(app.work(&worker).await, 1);
    app.db().execute_unprepared("INSERT INTO jobs SELECT * FROM kept").await.unwrap();
    assert_eq!(app.work(&worker).await, 1);
    assert_eq!((sink.mails().len(), the_mail(&app).await.attempts), (1, 1));
    assert_eq!(the_job(&app).await, None);
}

/// The job was taken and never finished: nobody else takes it during the lease, somebody does afterwards.
async fn a_dead_worker_is_replaced_after_its_lease(app: App) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let worker = worker(&app, &sink);
    register(&app).await;
    let runner = madoguchi_jobs::Runner::new(app.db().clone(), api_tests::JOBS);
    let dying = runner.run_once(app.now(), async |_| std::future::pending().await);
    let _killed = tokio::time::timeout(std::time::Duration::from_millis(200), dying).await.unwrap_err();
    app.advance(TimeDelta::seconds(60));
    assert_eq!(app.work(&worker).await, 0, "the lease still runs");
    app.advance(TimeDelta::seconds(1));
    assert_eq!(app.work(&worker).await, 1);
    assert_eq!((sink.mails().len(), the_mail(&app).await.state), (1, MailState::Sent));
}

async fn two_workers_send_each_mail_once(app: App) {
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let (one, two) = (worker(&app, &sink), worker(&app, &sink));
    for _ in 0..5 {
        register(&app).await;
    }
    let (by_one, by_two) = futures_util::future::join(app.work(&one), app.work(&two)).await;
    assert_eq!(by_one + by_two, 5);
    let mut ids: Vec<_> = sink.mails().iter().map(|mail| mail.header("message-id").unwrap()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), sink.mails().len()), (5, 5));
}
