//! ご契約者情報 (N3): asked at the first login before anything else, changed later, and known by it from then on.

use api_tests::{App, Browser, NETWORK, PASSWORD, PORTAL, RENTAL, User, contractor_answers, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::contractors::Contractor;
use madoguchi_api_types::sessions::{Session, SignInAttempt};
use madoguchi_entities::{contractors, customers};
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use crate::letters;

on_both_engines!(
    nothing_else_is_open_until_it_is_said,
    the_password_page_does_not_open_the_rest,
    faults_are_said_at_their_fields_and_change_nothing,
    who_registered_is_found_by_the_name_of_the_facility,
    of_two_who_change_it_the_second_hears_of_the_first,
    a_new_password_ends_other_sessions_and_wants_the_present_one,
    everybody_sees_their_own,
    only_where_the_portal_asks,
);

const MAIL: &str = "hoshi@example.jp";
const CHOSEN: &str = "yoru-no-hoshi";

/// A contractor ID by mail, and a browser in which its first password was given.
async fn newcomer(app: &App) -> (User, Browser) {
    let browser = app.browser_at(NETWORK);
    let _taken = browser.ask_contractor_id(MAIL).await.expect(202);
    let mail = letters::newest(app, MAIL, "契約ID通知").await;
    let user = app.named(NETWORK, &letters::value(&mail, "ご契約ID")).await;
    let session = enter(&browser, &user, &letters::value(&mail, "初期パスワード")).await;
    assert!(session.contractor_required && session.password_change_required);
    (user, browser)
}

async fn enter(browser: &Browser, user: &User, password: &str) -> Session {
    let attempt: SignInAttempt = browser.give_own_password(user, password).await.expect(201).json();
    browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await.expect(201).json()
}

fn said(answers: &Value, password: Option<&str>) -> Value {
    json!({ "answers": answers, "new_password": password })
}

async fn known(browser: &Browser) -> Contractor {
    browser.get("/contractor").await.expect(200).json()
}

async fn nothing_else_is_open_until_it_is_said(app: App) {
    let (user, browser) = newcomer(&app).await;
    for closed in ["/account/sessions", "/contracts", "/notices", "/account/events"] {
        browser.get(closed).await.refused(403, "contractor_required");
    }
    let before = known(&browser).await;
    assert_eq!((before.number.as_str(), before.complete), (user.row.sign_in_name.as_str(), false));
    assert_eq!(serde_json::to_value(&before.answers).unwrap(), json!({ "contact": { "mail_address": MAIL } }));
    let titles: Vec<_> = before.questionnaire.groups.iter().map(|group| group.form.title.ja.as_str()).collect();
    assert_eq!(titles, ["ご契約者情報", "ご担当者（窓口）情報"]);

    let saved = browser.put("/contractor", said(&contractor_answers(), Some(CHOSEN))).await.expect(200);
    let after: Contractor = saved.json();
    assert!(after.complete);
    let mut expected = contractor_answers();
    expected["contact"]["mail_address"] = json!(MAIL);
    assert_eq!(serde_json::to_value(&after.answers).unwrap(), expected);
    let session: Session = browser.get("/session").await.expect(200).json();
    assert!(!session.contractor_required && !session.password_change_required);
    assert_eq!((session.customer.name.as_str(), session.user.name.as_str()), ("★病院", "氏　名"));
    let _open = browser.get("/account/sessions").await.expect(200);
    let again = enter(&app.browser_at(NETWORK), &user, CHOSEN).await;
    assert!(!again.contractor_required && !again.password_change_required);
    let events = browser.get("/account/events").await.text();
    assert!(events.contains("contractor.updated") && events.contains("password.changed"), "{events}");
}

async fn the_password_page_does_not_open_the_rest(app: App) {
    let (user, browser) = newcomer(&app).await;
    let _chosen = browser.put("/account/password", json!({ "password": CHOSEN })).await.expect(204);
    browser.get("/account/sessions").await.refused(403, "contractor_required");
    let other = app.browser_at(NETWORK);
    assert!(enter(&other, &user, CHOSEN).await.contractor_required);
    // Nobody is asked for a password that they have; and both sessions are open then.
    let _saved = browser.put("/contractor", said(&contractor_answers(), None)).await.expect(200);
    for open in [&browser, &other] {
        let _sessions = open.get("/account/sessions").await.expect(200);
    }
}

async fn faults_are_said_at_their_fields_and_change_nothing(app: App) {
    let (_, browser) = newcomer(&app).await;
    let mut answers = contractor_answers();
    answers["contractor"]["postal_code"] = json!("108");
    answers["contact"].as_object_mut().unwrap().remove("department");
    answers["contact"]["colour"] = json!("red");
    let fault = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    let expected = [
        fault("new_password", "required"),
        fault("contact.colour", "unknown_field"),
        fault("contractor.postal_code", "postal_code_not_seven_digits"),
        fault("contact.department", "required"),
    ];
    assert_eq!(browser.put("/contractor", said(&answers, None)).await.refused_fields(), expected);
    let weak = browser.put("/contractor", said(&contractor_answers(), Some("hoshizora1"))).await.refused_fields();
    assert_eq!(weak, [fault("new_password", "not_common")]);
    assert_eq!(contractors::Entity::find().count(app.db()).await.unwrap(), 0);
    let customer = customers::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!(customer.name, "");
    browser.get("/account/sessions").await.refused(403, "contractor_required");
}

/// N12 for who registered by N2: until the contractor said its name, nobody could be found by it.
async fn who_registered_is_found_by_the_name_of_the_facility(app: App) {
    let (user, browser) = newcomer(&app).await;
    let ask = async |name: &str| {
        let body = json!({ "way": "facility_and_mail", "customer_name": name, "mail_address": MAIL });
        let _taken = app.browser_at(NETWORK).post("/recoveries", body).await.expect(202);
        app.mails_to(MAIL).await.iter().filter(|mail| mail.content.subject.contains("リセット")).count()
    };
    assert_eq!(ask("★病院").await, 0);
    let mut answers = contractor_answers();
    answers["contractor"]["facility_name"] = json!("医療法人社団　ほしぞら会　★病院");
    let _saved = browser.put("/contractor", said(&answers, Some(CHOSEN))).await.expect(200);
    assert_eq!(ask("別の病院").await, 0);
    assert_eq!(ask("医療法人社団ほしぞら会★病院").await, 1);
    assert_eq!(ask("びょういん").await, 2, "by its furigana");
    let mail = letters::newest(&app, MAIL, "リセット").await;
    assert_eq!(letters::value(&mail, "ご契約ID"), user.row.sign_in_name);
    let row = customers::Entity::find_by_id(user.row.customer_id).one(app.db()).await.unwrap().unwrap();
    let address = [&row.postal_code, &row.prefecture, &row.address1, &row.address2, &row.phone];
    assert_eq!(address, ["1088001", "東京都", "港区芝", "5丁目7-1 NEC本社ビル", "0337986756"]);
}

async fn of_two_who_change_it_the_second_hears_of_the_first(app: App) {
    let user = app.person_at(NETWORK).await;
    let (one, other) = (app.signed_in(&user).await, app.signed_in(&user).await);
    let read =
        async |browser: &Browser| browser.get("/contractor").await.expect(200).header("etag").unwrap().to_owned();
    let (of_one, of_other) = (read(&one).await, read(&other).await);
    assert_eq!(of_one, of_other);
    let mut answers = contractor_answers();
    answers["contractor"]["title"] = json!("院長");
    let change = async |browser: &Browser, tag: &str| {
        let body = said(&answers, None);
        browser.change(Method::PUT, "/contractor").header("if-match", tag).json(&body).send().await
    };
    let saved = change(&one, &of_one).await.expect(200);
    assert_ne!(saved.header("etag"), Some(of_one.as_str()));
    change(&other, &of_other).await.refused(412, "changed_meanwhile");
    let now = read(&other).await;
    assert_eq!(saved.header("etag"), Some(now.as_str()));
    let _saved = change(&other, &now).await.expect(200);
}

async fn a_new_password_ends_other_sessions_and_wants_the_present_one(app: App) {
    let user = app.person_at(NETWORK).await;
    let (browser, elsewhere) = (app.signed_in(&user).await, app.signed_in(&user).await);
    app.advance(TimeDelta::minutes(11));
    let change = async || browser.put("/contractor", said(&contractor_answers(), Some(CHOSEN))).await;
    change().await.refused(403, "reauthentication_required");
    // Without a password nothing is asked again.
    let _saved = browser.put("/contractor", said(&contractor_answers(), None)).await.expect(200);
    let _still_in = elsewhere.get("/session").await.expect(200);
    let _given = browser.post("/session/reauthentication", json!({ "password": PASSWORD })).await.expect(204);
    let _changed = change().await.expect(200);
    elsewhere.get("/session").await.refused(401, "session_ended");
    let _own = browser.get("/session").await.expect(200);
    let stranger = app.browser_at(NETWORK);
    stranger.give_own_password(&user, PASSWORD).await.refused(401, "invalid_credentials");
    let _works = stranger.give_own_password(&user, CHOSEN).await.expect(201);
}

async fn everybody_sees_their_own(app: App) {
    let (one, other) = (app.person_at(NETWORK).await, app.person_at(NETWORK).await);
    let (one_in, other_in) = (app.signed_in(&one).await, app.signed_in(&other).await);
    let mut answers = contractor_answers();
    answers["contractor"]["facility_name"] = json!("一の病院");
    let _saved = one_in.put("/contractor", said(&answers, None)).await.expect(200);
    let seen = known(&other_in).await;
    assert_eq!(serde_json::to_value(&seen.answers).unwrap()["contractor"]["facility_name"], "★病院");
    assert_ne!(seen.number, known(&one_in).await.number);
    let named = app.customer_name(&other).await;
    assert_ne!(named, "一の病院");
    app.browser_at(NETWORK).get("/contractor").await.refused(401, "session_missing");
}

async fn only_where_the_portal_asks(app: App) {
    for portal in [PORTAL, RENTAL] {
        let browser = app.signed_in(&app.person_at(portal).await).await;
        browser.get("/contractor").await.refused(404, "not_found");
        browser.put("/contractor", said(&json!({}), None)).await.refused(404, "not_found");
        let session: Session = browser.get("/session").await.expect(200).json();
        assert!(!session.contractor_required);
    }
    // What must be done before is done before: there, too.
    let user = app.person_at(PORTAL).await;
    app.require_password_change(&user).await;
    app.signed_in(&user).await.get("/contractor").await.refused(403, "password_change_required");
}
