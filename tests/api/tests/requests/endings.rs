//! Drafts that nobody touches: a mail before, and then their end.

use api_tests::{App, User, answers_for, on_both_engines};
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_entities::{audit_events, request_events, requests};
use madoguchi_services::housekeeping;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

on_both_engines!(
    a_draft_ends_with_a_mail_before,
    a_draft_that_is_touched_lives_on,
    after_standing_still_the_mail_comes_first,
    drafts_of_a_file_end_with_one_mail,
);

async fn house(app: &App) {
    // May run twice.
    for _ in 0..2 {
        assert!(housekeeping::once(app.services()).await.is_empty());
    }
}

async fn drafts(app: &App) -> u64 {
    requests::Entity::find().count(app.db()).await.unwrap()
}

async fn warnings(app: &App, user: &User) -> Vec<String> {
    let mails = app.mails_to(&user.row.mail_address).await;
    let ending = mails.into_iter().filter(|mail| mail.content.subject.ends_with("下書きの削除予定のお知らせ"));
    ending.map(|mail| mail.content.text).collect()
}

fn days(days: i64) -> TimeDelta {
    TimeDelta::days(days)
}

async fn a_draft_ends_with_a_mail_before(app: App) {
    let (user, browser) = app.applicant().await;
    let draft = browser.filled_draft("viewing").await;
    let sent = browser.apply("viewing").await;
    app.advance(days(83) - TimeDelta::seconds(1));
    house(&app).await;
    assert!(warnings(&app, &user).await.is_empty());
    app.advance(TimeDelta::seconds(1));
    house(&app).await;
    let told = warnings(&app, &user).await;
    assert_eq!(told.len(), 1);
    for wanted in
        ["2027年2月18日に削除されます", draft.detail.request.number.as_str(), "閲覧施設 新規", "みどり野診療所"]
    {
        assert!(told[0].contains(wanted), "no {wanted} in {}", told[0]);
    }
    app.advance(days(7) - TimeDelta::seconds(1));
    house(&app).await;
    assert_eq!(drafts(&app).await, 2);
    app.advance(TimeDelta::seconds(1));
    house(&app).await;
    assert_eq!((drafts(&app).await, warnings(&app, &user).await.len()), (1, 1));
    let rest = requests::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!(rest.number, sent.request.number);
    let events = request_events::Entity::find().filter(request_events::Column::RequestId.ne(rest.id));
    assert_eq!(events.count(app.db()).await.unwrap(), 0);
    let ended = audit_events::Entity::find().filter(audit_events::Column::Action.eq("request.draft_ended"));
    assert_eq!(ended.count(app.db()).await.unwrap(), 1);
}

async fn a_draft_that_is_touched_lives_on(app: App) {
    let (user, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    app.advance(days(84));
    house(&app).await;
    assert_eq!(warnings(&app, &user).await.len(), 1);
    let browser = app.signed_in(&user).await;
    let _saved = browser.save_draft(&draft, &answers_for("viewing")).await.expect(200);
    app.advance(days(82));
    house(&app).await;
    assert_eq!((drafts(&app).await, warnings(&app, &user).await.len()), (1, 1));
    app.advance(days(1));
    house(&app).await;
    assert_eq!(warnings(&app, &user).await.len(), 2, "it is told anew");
}

/// The server stood still for a year: nothing ends before its mail had its days.
async fn after_standing_still_the_mail_comes_first(app: App) {
    let (user, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    app.advance(days(365));
    house(&app).await;
    assert_eq!((drafts(&app).await, warnings(&app, &user).await.len()), (1, 1));
    let browser = app.signed_in(&user).await;
    let ends_on = browser.read_draft(&draft).await.detail.request.draft_ends_on.unwrap();
    let now: DateTime<Utc> = app.now();
    assert_eq!(ends_on, (now + days(7) + TimeDelta::hours(9)).date_naive());
    app.advance(days(7));
    house(&app).await;
    assert_eq!(drafts(&app).await, 0);
}

/// Drafts of one file are one thing to its sender.
async fn drafts_of_a_file_end_with_one_mail(app: App) {
    let (user, browser) = app.applicant().await;
    let batch = browser.begin_batch("B").await.batch.id;
    let _read = browser.send_file(batch, crate::request_batches::EXPORT).await.expect(200);
    app.advance(days(83));
    house(&app).await;
    assert_eq!(warnings(&app, &user).await.len(), 1);
    app.advance(days(7));
    house(&app).await;
    assert_eq!((drafts(&app).await, warnings(&app, &user).await.len()), (0, 1));
    let files = madoguchi_entities::request_batches::Entity::find().count(app.db()).await.unwrap();
    assert_eq!(files, 0);
}
