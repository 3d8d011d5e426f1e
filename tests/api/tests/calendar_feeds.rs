//! The address by which a calendar program reads deadlines (B11): what the program gets, read by a calendar library, and
//! when the address ends.

mod calendars;
mod endings;

use api_tests::{App, Browser, NETWORK, PORTAL, RENTAL, on_both_engines};
use chrono::{NaiveDate, TimeDelta};
use madoguchi_api_types::accounts::AccountEvent;
use madoguchi_api_types::calendar_feeds::{CalendarFeed, NewCalendarFeed};
use madoguchi_api_types::deadlines::Deadline;
use madoguchi_api_types::pages::Page;
use madoguchi_entities::{calendar_feeds, throttles};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use calendars::Read;

on_both_engines!(
    a_calendar_library_reads_what_the_page_shows,
    a_day_that_contracts_share_is_one_and_keeps_its_name,
    the_language_is_that_of_the_mails,
    the_secret_is_shown_once_and_kept_as_a_digest,
    nothing_else_is_read_with_it,
    who_reads_too_often_waits_and_wrong_addresses_refuse_no_right_one,
    a_portal_without_dates_has_none,
);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The path of a new address of the one who is logged in.
async fn subscribe(browser: &Browser) -> String {
    let made: NewCalendarFeed = browser.post("/account/calendar-feeds", Value::Null).await.expect(201).json();
    path(&made.address)
}

fn path(address: &str) -> String {
    let (_, path) = address.split_once("/api/v1/").unwrap();
    format!("/api/v1/{path}")
}

/// What a program reads that knows nothing but the path.
async fn read(app: &App, path: &str) -> Read {
    Read::of(&app.browser().get(path).await.expect(200))
}

async fn listed(browser: &Browser) -> Vec<CalendarFeed> {
    browser.get("/account/calendar-feeds").await.expect(200).json()
}

async fn a_calendar_library_reads_what_the_page_shows(app: App) {
    let subscriber = app.subscriber().await;
    app.issue(PORTAL, &[app.new_invoice(&subscriber.group, &[(&subscriber.contract, 12_300)])]).await;
    let soon = app.contract(&subscriber.group, |row| row.started_on = Set(day(2026, 12, 15))).await;
    let _later = app.contract(&subscriber.group, |row| row.call_records_from = Set(Some(day(2026, 12, 1)))).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let address = subscribe(&browser).await;
    let calendar = read(&app, &address).await;
    let shown: Vec<Deadline> = browser.get("/deadlines").await.expect(200).json();
    let days: Vec<NaiveDate> = shown.iter().map(|deadline| deadline.on).collect();
    assert_eq!(calendar.events.iter().map(|event| event.on).collect::<Vec<_>>(), days);
    let titles: Vec<&str> = calendar.events.iter().map(|event| event.title.as_str()).collect();
    assert_eq!(titles, ["口座振替 13,530円", "通話明細の閲覧開始", "利用開始"]);
    assert!(calendar.name.ends_with("今後の予定"), "{}", calendar.name);
    let start = &calendar.events[2];
    assert!(start.note.starts_with(&format!("契約番号 {}\n", soon.number)), "{}", start.note);
    assert!(start.url.ends_with(&format!("/telecom/contracts/{}", soon.id)), "{}", start.url);
    let again = read(&app, &address).await;
    let names = |read: &Read| read.events.iter().map(|event| event.uid.clone()).collect::<Vec<_>>();
    assert_eq!(names(&calendar), names(&again), "a program takes them for the same");
}

async fn a_day_that_contracts_share_is_one_and_keeps_its_name(app: App) {
    let customer = app.customer(NETWORK, "ミドリノシンリョウジョ").await;
    let group = app.billing_group(&customer).await;
    let contract = async || {
        app.contract(&group, |row| {
            row.category = Set("viewing".to_owned());
            row.ends_on = Set(Some(day(2027, 3, 31)));
        })
        .await
    };
    let _one = contract().await;
    let browser = app.signed_in(&app.colleague(&customer, "id900001").await).await;
    let address = subscribe(&browser).await;
    let alone = read(&app, &address).await;
    let facts: Vec<_> = alone.events.iter().map(|event| (event.on, event.title.as_str())).collect();
    assert_eq!(facts, [(day(2027, 3, 1), "解約申請の期限"), (day(2027, 4, 1), "ご契約の自動更新")]);
    let _another = contract().await;
    let both = read(&app, &address).await;
    assert_eq!(both.events.len(), 2);
    for (before, after) in alone.events.iter().zip(&both.events) {
        assert_eq!(before.uid, after.uid);
        assert!(after.note.starts_with("2件のご契約\n"), "{}", after.note);
    }
    // A colleague's are others, should one program read both.
    let colleague = app.signed_in(&app.colleague(&customer, "id900002").await).await;
    let others = read(&app, &subscribe(&colleague).await).await;
    assert!(others.events.iter().zip(&both.events).all(|(one, other)| one.uid != other.uid));
}

async fn the_language_is_that_of_the_mails(app: App) {
    let subscriber = app.subscriber().await;
    app.issue(PORTAL, &[app.new_invoice(&subscriber.group, &[(&subscriber.contract, 3_000)])]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let _english = browser.patch("/account/profile", json!({ "locale": "en" })).await.expect(204);
    let calendar = read(&app, &subscribe(&browser).await).await;
    assert_eq!(calendar.events[0].title, "Direct debit ¥3,300");
    assert!(calendar.name.ends_with(": upcoming"), "{}", calendar.name);
}

async fn the_secret_is_shown_once_and_kept_as_a_digest(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    assert!(listed(&browser).await.is_empty());
    let address = subscribe(&browser).await;
    let secret = address.rsplit('/').next().unwrap().strip_suffix(".ics").unwrap();
    assert_eq!(secret.len(), 32, "128 bits");
    let [feed] = &listed(&browser).await[..] else { panic!("one address") };
    assert_eq!((feed.created_at, feed.last_read_at), (app.now(), None));
    app.advance(TimeDelta::minutes(3));
    let _calendar = read(&app, &address).await;
    assert_eq!(listed(&browser).await[0].last_read_at, Some(app.now()));
    let row = calendar_feeds::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!(row.secret_hash.len(), 32);
    assert_ne!(row.secret_hash, secret.as_bytes());
    let answer = browser.get("/account/events").await.expect(200);
    let events: Page<AccountEvent> = answer.json();
    assert!(events.items.iter().any(|event| event.action == "calendar_feed.created"));
    for text in [answer.text(), browser.get("/account/calendar-feeds").await.text(), format!("{row:?}")] {
        assert!(!text.contains(secret), "{text}");
    }
}

async fn nothing_else_is_read_with_it(app: App) {
    let subscriber = app.subscriber().await;
    let second_group = app.billing_group(&subscriber.customer).await;
    let of_others = app.contract(&second_group, |row| row.started_on = Set(day(2026, 12, 15))).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let address = subscribe(&browser).await;
    assert!(read(&app, &address).await.events.is_empty(), "{} is billed apart", of_others.number);
    let secret = address.rsplit('/').next().unwrap().strip_suffix(".ics").unwrap();
    let stranger = app.browser();
    let answer = stranger.get(&address).await.expect(200);
    assert!(answer.headers.get("set-cookie").is_none(), "a program gets no session");
    // Nor is the secret one.
    for cookie in [stranger.session_cookie(), stranger.attempt_cookie()] {
        stranger.set_cookie(&cookie, secret);
    }
    for path in ["/deadlines", "/contracts", "/session", "/account/calendar-feeds"] {
        stranger.get(path).await.refused(401, "session_missing");
    }
    app.browser_at(NETWORK).get(&format!("/calendar-feeds/{secret}.ics")).await.refused(404, "not_found");
    for other in [secret.to_lowercase(), "0".repeat(32), "x".to_owned(), "%00".to_owned()] {
        app.browser().get(&format!("/calendar-feeds/{other}.ics")).await.refused(404, "not_found");
    }
    let _still_good = app.browser().get(&address).await.expect(200);
}

/// Sets the counter of a kind, in place of as many tries.
async fn set_count(app: &App, kind: &str, count: u32) {
    let counted = throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::value(count))
        .filter(throttles::Column::Kind.eq(kind))
        .exec(app.db())
        .await
        .unwrap();
    assert_eq!(counted.rows_affected, 1);
}

async fn who_reads_too_often_waits_and_wrong_addresses_refuse_no_right_one(app: App) {
    let subscriber = app.subscriber().await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let address = subscribe(&browser).await;
    let program = app.browser();
    let wrong = format!("/calendar-feeds/{}.ics", "0".repeat(32));
    program.get(&wrong).await.refused(404, "not_found");
    set_count(&app, "calendar_feed_unknown", 299).await;
    program.get(&wrong).await.refused(404, "not_found");
    program.get(&wrong).await.refused(429, "too_many_attempts");
    let _calendar = program.get(&address).await.expect(200);
    set_count(&app, "calendar_feed", 119).await;
    let _last = program.get(&address).await.expect(200);
    program.get(&address).await.refused(429, "too_many_attempts");
    // From anywhere: it is the address that is counted, and no other.
    program.move_to("198.51.100.9");
    program.get(&address).await.refused(429, "too_many_attempts");
    let other = app.signed_in(&app.user(&subscriber.group).await).await;
    let _other = read(&app, &subscribe(&other).await).await;
    set_count_of_made(&app, &browser).await;
    app.advance(TimeDelta::minutes(61));
    let _again = program.get(&address).await.expect(200);
}

/// Each new address is an event that is kept for years.
async fn set_count_of_made(app: &App, browser: &Browser) {
    throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::value(20))
        .col_expr(throttles::Column::BlockedUntil, Expr::value(app.now() + TimeDelta::hours(1)))
        .filter(throttles::Column::Kind.eq("calendar_feed_made"))
        .exec(app.db())
        .await
        .unwrap();
    browser.post("/account/calendar-feeds", Value::Null).await.refused(429, "too_many_attempts");
}

async fn a_portal_without_dates_has_none(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    browser.get("/account/calendar-feeds").await.refused(404, "not_found");
    browser.post("/account/calendar-feeds", Value::Null).await.refused(404, "not_found");
}
