//! Sending a file: all of its requests or none, once, and nobody else's.

use api_tests::{App, Browser, on_both_engines};
use futures_util::future::{join, join_all, join3};
use madoguchi_api_types::request_batches::{RequestBatchDetail, RequestBatchState};
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::users::UserRole;
use madoguchi_entities::{audit_events, billing_groups, consents, contracts, customers, mails, numberings, requests};
use reqwest::Method;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{EXPORT, HEAD, row, sent};

on_both_engines!(
    one_row_that_fails_in_the_middle_lets_none_through,
    one_row_that_is_wrong_lets_none_through,
    sent_many_times_at_once_it_is_sent_once,
    what_changed_meanwhile_is_not_sent,
    the_terms_in_force_are_agreed_to_once,
    others_find_nothing,
    numbers_rise_beside_others,
);

/// Sent requests, contracts, facilities, groups, mails, consents, events of sending.
async fn counts(app: &App) -> [u64; 7] {
    let db = app.db();
    let sent = requests::Entity::find().filter(requests::Column::State.ne(RequestState::Draft));
    let facilities = customers::Entity::find().filter(customers::Column::Number.contains("-0"));
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq("request.submitted"));
    [
        sent.count(db).await.unwrap(),
        contracts::Entity::find().count(db).await.unwrap(),
        facilities.count(db).await.unwrap(),
        billing_groups::Entity::find().count(db).await.unwrap(),
        mails::Entity::find().count(db).await.unwrap(),
        consents::Entity::find().count(db).await.unwrap(),
        events.count(db).await.unwrap(),
    ]
}

async fn last_number(app: &App, noun: &str) -> i64 {
    let of = numberings::Entity::find().filter(numberings::Column::Noun.eq(noun));
    of.one(app.db()).await.unwrap().map_or(0, |row| row.last)
}

async fn one_row_that_fails_in_the_middle_lets_none_through(app: App) {
    let (user, browser) = app.applicant().await;
    let read = sent(&browser, EXPORT).await;
    let before = counts(&app).await;
    // Somebody has the number that the sixtieth facility would get.
    let body = customers::Entity::find_by_id(user.row.customer_id).one(app.db()).await.unwrap().unwrap();
    let id = Uuid::now_v7().into();
    let taken = customers::Model { id, number: format!("{}-000060", body.number), ..body };
    let taken = taken.into_active_model().reset_all().insert(app.db()).await.unwrap();
    browser.submit_batch(read.batch.id).await.refused(500, "internal_error");
    taken.delete(app.db()).await.unwrap();
    assert_eq!(counts(&app).await, before);
    assert_eq!(last_number(&app, "contract").await, 0);
    let still: RequestBatchDetail =
        browser.get(&format!("/request-batches/{}", read.batch.id)).await.expect(200).json();
    assert_eq!((still.batch.state, still.drafts), (RequestBatchState::Open, 120));
    let done: RequestBatchDetail = browser.submit_batch(read.batch.id).await.expect(200).json();
    assert_eq!(done.sent, 120);
    assert_eq!(counts(&app).await, [120, 120, 120, 120, 120, 1, 120]);
}

async fn one_row_that_is_wrong_lets_none_through(app: App) {
    let (_, browser) = app.applicant().await;
    let wrong = row("2", "かわせみ薬局").replace("03-1234-5678", "12");
    let content = [HEAD, &row("1", "やまびこ医院"), &wrong, &row("3", "せせらぎ病院")].concat();
    let read = sent(&browser, content.as_bytes()).await;
    browser.submit_batch(read.batch.id).await.refused(409, "request_batch_incomplete");
    assert_eq!(counts(&app).await, [0; 7]);
    let empty = browser.begin_batch("B").await.batch.id;
    browser.submit_batch(empty).await.refused(409, "request_batch_incomplete");
}

async fn sent_many_times_at_once_it_is_sent_once(app: App) {
    let (_, browser) = app.applicant().await;
    let content = [HEAD, &row("1", "やまびこ医院"), &row("2", "かわせみ薬局")].concat();
    let read = sent(&browser, content.as_bytes()).await;
    let answers = join_all((0..8).map(|_| browser.submit_batch(read.batch.id))).await;
    for answer in answers {
        // Who comes while it is sent may hear of a change; who comes later hears that it was sent.
        assert!([200, 409, 412].contains(&answer.status), "{}", answer.text());
    }
    let again: RequestBatchDetail = browser.submit_batch(read.batch.id).await.expect(200).json();
    assert_eq!((again.batch.state, again.sent), (RequestBatchState::Submitted, 2));
    assert_eq!(counts(&app).await, [2, 2, 2, 2, 2, 1, 2]);
}

async fn what_changed_meanwhile_is_not_sent(app: App) {
    let (_, browser) = app.applicant().await;
    let batch = browser.begin_batch("B").await.batch.id;
    let path = format!("/request-batches/{batch}");
    let first = browser.send_file(batch, [HEAD, &row("1", "やまびこ医院")].concat().as_bytes()).await.expect(200);
    let seen = first.header("etag").unwrap().to_owned();
    let _other = browser.send_file(batch, [HEAD, &row("1", "やまびこ病院")].concat().as_bytes()).await.expect(200);
    let submit = |tag: String| {
        let body = json!({ "terms_version": app.terms_version() });
        browser.change(Method::POST, &format!("{path}/submission")).header("if-match", &tag).json(&body).send()
    };
    submit(seen.clone()).await.refused(412, "changed_meanwhile");
    let put = browser.change(Method::PUT, &format!("{path}/file")).header("if-match", &seen);
    put.body(HEAD.as_bytes()).send().await.refused(412, "changed_meanwhile");
    let now = browser.get(&path).await.expect(200).header("etag").unwrap().to_owned();
    let _sent = submit(now).await.expect(200);
}

async fn the_terms_in_force_are_agreed_to_once(app: App) {
    let (_, browser) = app.applicant().await;
    let read = sent(&browser, [HEAD, &row("1", "やまびこ医院"), &row("2", "かわせみ薬局")].concat().as_bytes()).await;
    assert_eq!(read.terms.unwrap().version, app.terms_version());
    let path = format!("/request-batches/{}/submission", read.batch.id);
    for (body, code) in [(json!({}), "terms_not_agreed"), (json!({ "terms_version": "1999-01-01" }), "terms_changed")] {
        let refused = browser.post(&path, body).await.refused_fields();
        assert_eq!(refused, [("terms_version".to_owned(), code.to_owned())]);
    }
    assert_eq!(counts(&app).await, [0; 7]);
    let _done = browser.submit_batch(read.batch.id).await.expect(200);
    assert_eq!(consents::Entity::find().count(app.db()).await.unwrap(), 1);
    let sent = requests::Entity::find().all(app.db()).await.unwrap();
    assert!(sent.iter().all(|it| it.terms_version == Some(app.terms_version()) && !it.agreed_by.is_empty()));
}

async fn others_find_nothing(app: App) {
    let (user, browser) = app.applicant().await;
    let read = sent(&browser, [HEAD, &row("1", "やまびこ医院")].concat().as_bytes()).await;
    let (_, stranger) = app.applicant().await;
    let general = app.signed_in(&app.user_of(&user, UserRole::General).await).await;
    let elsewhere = app.signed_in(&app.person_at("rental").await).await;
    for id in [read.batch.id, Uuid::now_v7()] {
        for browser in [&stranger, &general, &elsewhere] {
            refused_everywhere(browser, id).await;
        }
    }
    // The same rows of another customer are others.
    let own = sent(&stranger, [HEAD, &row("1", "やまびこ医院")].concat().as_bytes()).await;
    assert_eq!((own.drafts, own.sent), (1, 0));
    let administrator = app.signed_in(&app.user_of(&user, UserRole::Administrator).await).await;
    let done: RequestBatchDetail = administrator.submit_batch(read.batch.id).await.expect(200).json();
    assert_eq!(done.sent, 1);
}

async fn refused_everywhere(browser: &Browser, id: Uuid) {
    let path = format!("/request-batches/{id}");
    for (method, path, body) in [
        (Method::GET, path.clone(), Value::Null),
        (Method::GET, format!("{path}/rows"), Value::Null),
        (Method::POST, format!("{path}/submission"), json!({ "terms_version": "2026-04-01" })),
        (Method::DELETE, path.clone(), Value::Null),
    ] {
        let request = browser.change(method, &path);
        let request = if body.is_null() { request } else { request.json(&body) };
        request.send().await.refused(404, "not_found");
    }
    browser.send_file(id, HEAD.as_bytes()).await.refused(404, "not_found");
}

/// Files of two customers and single applications at once: no number twice, and each file's rise.
async fn numbers_rise_beside_others(app: App) {
    let ((_, one), (_, two), (_, alone)) = (app.applicant().await, app.applicant().await, app.applicant().await);
    let (first, second) = join(sent(&one, EXPORT), sent(&two, EXPORT)).await;
    let (done, other, _single) =
        join3(one.submit_batch(first.batch.id), two.submit_batch(second.batch.id), alone.apply("viewing")).await;
    let (_done, _other) = (done.expect(200), other.expect(200));
    for (browser, batch) in [(&one, first.batch.id), (&two, second.batch.id)] {
        let numbers: Vec<_> = browser.batch_rows(batch).await.into_iter().map(|row| row.number.unwrap()).collect();
        assert!(numbers.is_sorted());
    }
    let mut numbers: Vec<String> =
        requests::Entity::find().all(app.db()).await.unwrap().into_iter().map(|it| it.number).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 241);
    let contracts = contracts::Entity::find().all(app.db()).await.unwrap();
    let of_contracts: std::collections::BTreeSet<_> = contracts.into_iter().map(|it| it.number).collect();
    assert_eq!(of_contracts.len(), 241);
}
