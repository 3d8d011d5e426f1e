//! Notices (T6, T14): seen in their period by their audience, unread until opened, mailed once to each person who wants it.

mod endings;

use api_tests::{App, Browser, OTHER_PORTAL, PORTAL, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::notices::{Notice, NoticeHighlights};
use madoguchi_api_types::pages::Page;
use madoguchi_jobs::Outcome;
use madoguchi_services::notices::Importance;
use madoguchi_services::notices::publish::{self, NewNotice};
use madoguchi_services::{Error, work};
use sea_orm::ActiveValue::Set;

on_both_engines!(
    a_notice_is_seen_in_its_period,
    a_notice_is_seen_by_its_audience_only,
    a_notice_is_unread_until_it_is_opened,
    the_newest_comes_first_and_pages_join,
    what_must_not_be_missed_comes_first_until_it_is_read,
    what_cannot_be_right_is_refused,
    people_with_mail_notice_are_mailed_once,
    mails_go_to_the_audience_when_the_notice_appears,
    many_people_are_mailed_in_batches_and_none_twice,
);

const SUBJECT: &str = "お知らせの公開";

async fn titles(browser: &Browser) -> Vec<String> {
    let page: Page<Notice> = browser.get("/notices").await.expect(200).json();
    page.items.into_iter().map(|notice| notice.title.ja).collect()
}

fn titled(app: &App, title: &str) -> NewNotice {
    NewNotice { title: title.to_owned(), ..app.new_notice() }
}

async fn mails(app: &App, user: &User) -> usize {
    let mails = app.mails_to(&user.row.mail_address).await;
    mails.iter().filter(|mail| mail.content.subject.contains(SUBJECT)).count()
}

async fn a_notice_is_seen_in_its_period(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let (from, until) = (app.now() + TimeDelta::minutes(2), app.now() + TimeDelta::minutes(4));
    let new = NewNotice { published_from: Some(from), published_until: Some(until), ..app.new_notice() };
    let notice = app.publish(&new).await;
    let path = format!("/notices/{}", notice.id);
    assert!(titles(&browser).await.is_empty());
    browser.get(&path).await.refused(404, "not_found");
    app.advance(TimeDelta::minutes(2));
    assert_eq!(titles(&browser).await, ["工事のお知らせ"]);
    let read: Notice = browser.get(&path).await.expect(200).json();
    assert_eq!(read.body.unwrap().en, "下記の日程で工事を行います。");
    app.advance(TimeDelta::minutes(2));
    assert!(titles(&browser).await.is_empty());
    browser.get(&path).await.refused(404, "not_found");
}

async fn a_notice_is_seen_by_its_audience_only(app: App) {
    let (one, other) = (app.subscriber().await, app.subscriber().await);
    let cloud = app.contract(&other.group, |row| row.category = Set("other".to_owned())).await;
    assert_eq!(cloud.category, "other");
    let number = Some(one.customer.number.clone());
    app.publish(&NewNotice { customer_number: number, ..titled(&app, "一社宛") }).await;
    app.publish(&NewNotice { category: Some("other".to_owned()), ..titled(&app, "クラウド宛") }).await;
    app.publish(&titled(&app, "全員宛")).await;
    let (one, other) =
        (app.signed_in(&app.user(&one.group).await).await, app.signed_in(&app.user(&other.group).await).await);
    assert_eq!(titles(&one).await, ["全員宛", "一社宛"]);
    assert_eq!(titles(&other).await, ["全員宛", "クラウド宛"]);
    let elsewhere = app.subscriber_at(OTHER_PORTAL).await;
    assert!(titles(&app.signed_in(&app.user(&elsewhere.group).await).await).await.is_empty());
}

async fn a_notice_is_unread_until_it_is_opened(app: App) {
    let subscriber = app.subscriber().await;
    let notice = app.publish(&app.new_notice()).await;
    let (one, other) = (
        app.signed_in(&app.user(&subscriber.group).await).await,
        app.signed_in(&app.user(&subscriber.group).await).await,
    );
    let is_read = async |browser: &Browser| {
        let page: Page<Notice> = browser.get("/notices").await.expect(200).json();
        assert!(page.items[0].body.is_none());
        page.items[0].read
    };
    assert!(!is_read(&one).await);
    for _ in 0..2 {
        let reading = one.change(reqwest::Method::POST, &format!("/notices/{}/reading", notice.id));
        let _noted = reading.send().await.expect(204);
    }
    assert!(is_read(&one).await);
    assert!(!is_read(&other).await);
}

async fn the_newest_comes_first_and_pages_join(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    for number in 1..=5 {
        app.publish(&titled(&app, &format!("第{number}報"))).await;
    }
    let whole = titles(&browser).await;
    assert_eq!(whole, ["第5報", "第4報", "第3報", "第2報", "第1報"]);
    let (mut joined, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: Page<Notice> = browser.get(&format!("/notices?limit=2{cursor}")).await.expect(200).json();
        joined.extend(page.items.into_iter().map(|notice| notice.title.ja));
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(joined, whole);
    assert_eq!(browser.get("/notices?cursor=x").await.refused_fields()[0].1, "invalid_cursor");
}

async fn what_must_not_be_missed_comes_first_until_it_is_read(app: App) {
    let subscriber = app.subscriber().await;
    let stranger = app.subscriber().await;
    let user = app.user(&subscriber.group).await;
    let browser = app.signed_in(&user).await;
    let first = async |limit: u64| {
        let answer = browser.get(&format!("/notice-highlights?limit={limit}")).await.expect(200);
        let found: NoticeHighlights = answer.json();
        assert!(found.notices.iter().all(|notice| notice.body.is_none()));
        let lines = found.notices.into_iter().map(|notice| (notice.title.ja, notice.read)).collect::<Vec<_>>();
        (lines, found.unread)
    };
    let lines = |lines: &[(&str, bool)]| lines.iter().map(|line| (line.0.to_owned(), line.1)).collect::<Vec<_>>();
    assert_eq!(first(3).await, (Vec::new(), 0));
    let important = |title: &str| NewNotice { importance: Importance::Important, ..titled(&app, title) };
    let (old, new) = (app.publish(&important("重要1")).await, app.publish(&important("重要2")).await);
    for number in 1..=4 {
        app.publish(&titled(&app, &format!("第{number}報"))).await;
    }
    let foreign = NewNotice { customer_number: Some(stranger.customer.number.clone()), ..important("他社宛") };
    app.publish(&foreign).await;
    assert_eq!(first(3).await, (lines(&[("重要2", false), ("重要1", false), ("第4報", false)]), 6));
    assert_eq!(first(1).await, (lines(&[("重要2", false)]), 6));
    let read = async |id| {
        let reading = browser.change(reqwest::Method::POST, &format!("/notices/{id}/reading"));
        let _noted = reading.send().await.expect(204);
    };
    read(new.id).await;
    assert_eq!(first(3).await, (lines(&[("重要1", false), ("第4報", false), ("第3報", false)]), 5));
    read(old.id).await;
    assert_eq!(first(3).await, (lines(&[("第4報", false), ("第3報", false), ("第2報", false)]), 4));
    let all =
        [("第4報", false), ("第3報", false), ("第2報", false), ("第1報", false), ("重要2", true), ("重要1", true)];
    assert_eq!(first(50).await, (lines(&all), 4), "what was read stands in its place");
    let colleague = app.signed_in(&app.user(&subscriber.group).await).await;
    let theirs: NoticeHighlights = colleague.get("/notice-highlights").await.expect(200).json();
    assert_eq!((theirs.notices[0].title.ja.as_str(), theirs.unread), ("重要2", 6));
    assert_eq!(browser.get("/notice-highlights?limit=0").await.refused_fields()[0].1, "out_of_range");
}

async fn what_cannot_be_right_is_refused(app: App) {
    let provider = app.provider(PORTAL);
    let refused = async |new: NewNotice| match publish::create(app.services(), &provider, &new).await {
        Err(Error::Invalid(fields)) => fields.into_iter().map(|field| field.field).collect::<Vec<_>>(),
        other => vec![if other.is_ok() { "nothing" } else { "something else" }.into()],
    };
    assert_eq!(refused(titled(&app, "　")).await, ["title"]);
    assert_eq!(refused(titled(&app, &"あ".repeat(201))).await, ["title"]);
    assert_eq!(refused(NewNotice { published_until: Some(app.now()), ..app.new_notice() }).await, ["published_until"]);
    assert_eq!(refused(NewNotice { category: Some("x".to_owned()), ..app.new_notice() }).await, ["category"]);
    let nobody = NewNotice { customer_number: Some("nobody".to_owned()), ..app.new_notice() };
    assert_eq!(refused(nobody).await, ["customer_number"]);
}

async fn people_with_mail_notice_are_mailed_once(app: App) {
    let (one, two) = (app.subscriber().await, app.subscriber().await);
    let user = app.user(&one.group).await;
    // The same person, registered for another contract, too.
    let again = app.user_with(&two.group, |row| row.mail_address = Set(user.row.mail_address.to_uppercase())).await;
    let quiet = app.user_with(&one.group, |row| row.mail_notice = Set(false)).await;
    app.publish(&app.new_notice()).await;
    assert_eq!(mails(&app, &user).await + mails(&app, &again).await, 1);
    assert_eq!(mails(&app, &quiet).await, 0);
}

async fn mails_go_to_the_audience_when_the_notice_appears(app: App) {
    let (one, other) = (app.subscriber().await, app.subscriber().await);
    let (user, stranger) = (app.user(&one.group).await, app.user(&other.group).await);
    let from = Some(app.now() + TimeDelta::hours(1));
    let number = Some(one.customer.number.clone());
    app.publish(&NewNotice { customer_number: number, published_from: from, ..app.new_notice() }).await;
    app.contract(&other.group, |row| row.category = Set("other".to_owned())).await;
    let cloud =
        NewNotice { category: Some("other".to_owned()), published_from: from, ..titled(&app, "クラウド宛") };
    app.publish(&cloud).await;
    assert_eq!(mails(&app, &user).await, 0);
    app.advance(TimeDelta::hours(1));
    assert_eq!(mails(&app, &user).await, 1);
    assert_eq!(mails(&app, &stranger).await, 1);
    let mail = app.mails_to(&user.row.mail_address).await.pop().unwrap();
    assert!(mail.content.text.contains("工事のお知らせ") && mail.content.text.contains("/telecom/notices/"));
}

async fn many_people_are_mailed_in_batches_and_none_twice(app: App) {
    let subscriber = app.subscriber().await;
    let mut people = Vec::new();
    for _ in 0..405 {
        people.push(app.user(&subscriber.group).await);
    }
    app.publish(&app.new_notice()).await;
    // A worker that dies after the first batch and before it says so: the same job is done again.
    let first = app.next_job().await;
    assert_eq!(work::run_job(app.services(), first.clone()).await, Outcome::Done);
    assert_eq!(work::run_job(app.services(), first).await, Outcome::Done);
    for user in [&people[0], &people[200], &people[404]] {
        assert_eq!(mails(&app, user).await, 1);
    }
    let all = app.delivered().into_iter().filter(|mail| mail.content.subject.contains(SUBJECT)).count();
    assert_eq!(all, 405);
}
