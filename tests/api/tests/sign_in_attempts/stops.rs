//! The notice of a login and its "this was not me": one press ends everything, and a new password opens it again.

use api_tests::{Answer, App, Browser, PASSWORD, PORTAL, RENTAL, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::sessions::{SecondFactor, SignInAttempt};
use madoguchi_mail::Envelope;
use reqwest::Method;
use serde_json::{Value, json};

on_both_engines!(
    each_login_is_told_to_its_person,
    looking_at_the_link_changes_nothing,
    a_stop_ends_everything_at_once,
    a_new_password_opens_the_account_again,
    a_login_under_way_ends_as_well,
    what_an_intruder_added_does_not_let_them_back_in,
    it_never_logs_in,
    the_link_works_seven_days,
    other_links_do_not_stop_a_login,
    pressed_often_at_once_it_stops_once,
);

const NEW: &str = "Nagare5Umi";
const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0";

async fn log_in(app: &App, user: &User) -> Browser {
    let browser = app.browser_at(RENTAL);
    browser.move_to("198.51.100.9");
    let attempt = browser.start_sign_in(user).await;
    let path = format!("/sign-in-attempts/{}/session", attempt.id);
    let request = browser.change(Method::POST, &path).header("user-agent", FIREFOX).json(&json!({}));
    let _session = request.send().await.expect(201);
    browser
}

async fn mails(app: &App, user: &User, title: &str) -> Vec<Envelope> {
    let mails = app.mails_to(&user.row.mail_address).await;
    mails.into_iter().filter(|mail| mail.content.subject.contains(title)).collect()
}

fn line<'a>(mail: &'a Envelope, label: &str) -> &'a str {
    let lines = mail.content.text.lines();
    lines.filter_map(|line| line.strip_prefix(label)).next().unwrap()
}

/// What stands behind `#` in the newest mail of a title, on a page.
async fn token(app: &App, user: &User, title: &str, page: &str) -> String {
    let mails = mails(app, user, title).await;
    let link = line(mails.last().unwrap(), "URL : ").to_owned();
    let start = format!("https://my.example.jp/rental/{page}#");
    assert!(link.starts_with(&start), "{link}");
    link[start.len()..].to_owned()
}

async fn stop_token(app: &App, user: &User) -> String {
    token(app, user, "ログイン通知", "not-me").await
}

async fn look(browser: &Browser, token: &str) -> Answer {
    browser.post("/sign-in-stops/link", json!({ "token": token })).await
}

async fn stop(browser: &Browser, token: &str) -> Answer {
    browser.post("/sign-in-stops", json!({ "token": token })).await
}

/// Asks for the link to a new password and sets it.
async fn recover(app: &App, user: &User) {
    let browser = app.browser_at(RENTAL);
    let (name, mail) = (&user.row.sign_in_name, &user.row.mail_address);
    let request = json!({ "way": "mail_link", "sign_in_name": name, "mail_address": mail });
    let _taken = browser.post("/recoveries", request).await.expect(202);
    app.deliver_mails().await;
    let token = token(app, user, "パスワード再設定", "password-setting").await;
    let set = browser.post("/password-settings", json!({ "token": token, "password": NEW })).await.expect(204);
    assert_eq!(set.header("set-cookie"), None, "a link never logs in");
}

async fn each_login_is_told_to_its_person(app: App) {
    let company = app.customer(RENTAL, "ミナト").await;
    let (user, colleague) = (app.colleague(&company, "keiri").await, app.colleague(&company, "soumu").await);
    let _attempt_alone = app.browser_at(RENTAL).start_sign_in(&user).await;
    assert_eq!(app.mails_to(&user.row.mail_address).await.len(), 0);
    for count in 1..=2 {
        let _browser = log_in(&app, &user).await;
        assert_eq!(app.mails_to(&user.row.mail_address).await.len(), count);
    }
    let notices = mails(&app, &user, "ログイン通知").await;
    assert_eq!(notices.len(), 2);
    assert_eq!(line(&notices[0], "日時 : "), "2026年11月20日 12:00");
    assert_eq!(line(&notices[0], "アクセス元 : "), "198.51.100.9");
    assert_eq!(line(&notices[0], "ご利用環境 : "), "Firefox (Windows)");
    assert_ne!(line(&notices[0], "URL : "), line(&notices[1], "URL : "));
    assert_eq!(app.mails_to(&colleague.row.mail_address).await.len(), 0);
}

async fn looking_at_the_link_changes_nothing(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = log_in(&app, &user).await;
    let (token, scanner) = (stop_token(&app, &user).await, app.browser_at(RENTAL));
    for _ in 0..2 {
        let _usable = look(&scanner, &token).await.expect(204);
    }
    for path in ["/sign-in-stops".to_owned(), format!("/sign-in-stops?token={token}"), "/sign-in-stops/link".to_owned()]
    {
        let answer = scanner.get(&path).await;
        assert!([404, 405].contains(&answer.status), "{path}: {}", answer.status);
    }
    let _still_in = browser.get("/session").await.expect(200);
    let _still_taken = scanner.start_sign_in(&user).await;
}

async fn a_stop_ends_everything_at_once(app: App) {
    let user = app.person_at(RENTAL).await;
    let (owner, thief) = (log_in(&app, &user).await, log_in(&app, &user).await);
    let notices = mails(&app, &user, "ログイン通知").await;
    let tokens: Vec<_> = notices.iter().map(|mail| line(mail, "URL : ").rsplit('#').next().unwrap()).collect();
    let mailbox = app.browser_at(RENTAL);
    let _stopped = stop(&mailbox, tokens[0]).await.expect(204);
    for browser in [&owner, &thief] {
        browser.get("/session").await.refused(401, "session_ended");
    }
    let unknown = mailbox.post(
        "/sign-in-attempts",
        json!({ "identifiers": { "login_id": "nobody", "mail_address": "nobody@example.jp" }, "password": PASSWORD }),
    );
    let (unknown, refused) = (unknown.await, mailbox.give_own_password(&user, PASSWORD).await);
    refused.refused(401, "invalid_credentials");
    assert_eq!(refused.essence(), unknown.essence());
    for token in tokens {
        stop(&mailbox, token).await.refused(410, "link_used");
        look(&mailbox, token).await.refused(410, "link_used");
    }
    let told = mails(&app, &user, "ログイン停止").await;
    assert_eq!(told.len(), 1);
    assert_eq!(line(&told[0], "URL : "), "https://my.example.jp/rental/recovery");
}

async fn a_new_password_opens_the_account_again(app: App) {
    let user = app.person_at(RENTAL).await;
    let thief = log_in(&app, &user).await;
    let _stopped = stop(&app.browser_at(RENTAL), &stop_token(&app, &user).await).await.expect(204);
    recover(&app, &user).await;
    thief.get("/session").await.refused(401, "session_ended");
    let browser = app.browser_at(RENTAL);
    browser.give_own_password(&user, PASSWORD).await.refused(401, "invalid_credentials");
    browser.sign_in(&user, NEW).await;
    let _in = browser.get("/session").await.expect(200);
}

/// The password was right when it was given; that it is worth nothing any more must count for who waits with it.
async fn a_login_under_way_ends_as_well(app: App) {
    let user = app.person_at(RENTAL).await;
    let _told = log_in(&app, &user).await;
    let thief = app.browser_at(RENTAL);
    let attempt: SignInAttempt = thief.start_sign_in(&user).await;
    let _stopped = stop(&app.browser_at(RENTAL), &stop_token(&app, &user).await).await.expect(204);
    recover(&app, &user).await;
    thief.complete(&attempt, "", &Value::Null).await.refused(410, "sign_in_attempt_expired");

    let owner = app.browser_at(RENTAL);
    owner.sign_in(&user, NEW).await;
    let attempt: SignInAttempt = thief.give_own_password(&user, NEW).await.expect(201).json();
    let change = json!({ "current_password": NEW, "password": "Kaze8Hikari" });
    let _changed = owner.put("/account/password", change).await.expect(204);
    thief.complete(&attempt, "", &Value::Null).await.refused(410, "sign_in_attempt_expired");
}

async fn what_an_intruder_added_does_not_let_them_back_in(app: App) {
    let user = app.person_at(RENTAL).await;
    let thief = log_in(&app, &user).await;
    let (_phone, codes) = thief.add_app("携帯電話").await;
    let _stopped = stop(&app.browser_at(RENTAL), &stop_token(&app, &user).await).await.expect(204);
    recover(&app, &user).await;
    let owner = app.browser_at(RENTAL);
    let attempt: SignInAttempt = owner.give_own_password(&user, NEW).await.expect(201).json();
    assert_eq!(attempt.methods, [SecondFactor::Mail]);
    let stolen = owner.complete_by(&attempt, "recovery_code", &codes[0]).await;
    stolen.refused(401, "invalid_one_time_password");
    let code = owner.mailed_code(&user).await;
    let _session = owner.complete_by(&attempt, "mail", &code).await.expect(201);
}

async fn it_never_logs_in(app: App) {
    let user = app.person_at(RENTAL).await;
    let _told = log_in(&app, &user).await;
    let (token, browser) = (stop_token(&app, &user).await, app.browser_at(RENTAL));
    for answer in [look(&browser, &token).await.expect(204), stop(&browser, &token).await.expect(204)] {
        assert_eq!((answer.header("set-cookie"), answer.body.len()), (None, 0));
    }
    browser.get("/session").await.refused(401, "session_missing");
}

async fn the_link_works_seven_days(app: App) {
    let (user, other) = (app.person_at(RENTAL).await, app.person_at(RENTAL).await);
    let (_one, _two) = (log_in(&app, &user).await, log_in(&app, &other).await);
    let (token, late) = (stop_token(&app, &user).await, stop_token(&app, &other).await);
    let browser = app.browser_at(RENTAL);
    app.advance(TimeDelta::days(7) - TimeDelta::seconds(1));
    let _usable = look(&browser, &token).await.expect(204);
    let _stopped = stop(&browser, &token).await.expect(204);
    app.advance(TimeDelta::seconds(1));
    look(&browser, &late).await.refused(410, "link_expired");
    stop(&browser, &late).await.refused(410, "link_expired");
    let _still_taken = browser.start_sign_in(&other).await;
}

async fn other_links_do_not_stop_a_login(app: App) {
    let user = app.person_at(RENTAL).await;
    let _told = log_in(&app, &user).await;
    let (own, browser) = (stop_token(&app, &user).await, app.browser_at(RENTAL));
    let request = json!({
        "way": "mail_link", "sign_in_name": user.row.sign_in_name, "mail_address": user.row.mail_address
    });
    let _taken = browser.post("/recoveries", request).await.expect(202);
    app.deliver_mails().await;
    let setting = token(&app, &user, "パスワード再設定", "password-setting").await;
    for foreign in [setting.as_str(), "", "0123456789ABCDEF0123456789ABCDEF", &own[1..]] {
        look(&browser, foreign).await.refused(404, "link_unknown");
        stop(&browser, foreign).await.refused(404, "link_unknown");
    }
    stop(&app.browser_at(PORTAL), &own).await.refused(404, "link_unknown");
    let crossed = json!({ "token": own, "password": NEW });
    browser.post("/password-settings", crossed).await.refused(404, "link_unknown");
    let _still_taken = browser.start_sign_in(&user).await;
}

async fn pressed_often_at_once_it_stops_once(app: App) {
    let user = app.person_at(RENTAL).await;
    let _told = log_in(&app, &user).await;
    let token = stop_token(&app, &user).await;
    let answers = (0..8).map(async |_| stop(&app.browser_at(RENTAL), &token).await);
    let answers = futures_util::future::join_all(answers).await;
    for answer in answers.iter().filter(|answer| answer.status != 204) {
        answer.refused(410, "link_used");
    }
    assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
    assert_eq!(mails(&app, &user, "ログイン停止").await.len(), 1);
}
