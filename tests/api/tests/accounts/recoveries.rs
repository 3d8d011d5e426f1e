//! Ways back in: the same answer always, only the registered address hears more, and nothing that works stops working.

use api_tests::{Answer, App, Browser, NETWORK, PASSWORD, PORTAL, RENTAL, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::sessions::{Session, SignInAttempt};
use madoguchi_jobs::Outcome;
use madoguchi_services::work;
use serde_json::{Value, json};

use crate::letters;

on_both_engines!(
    initialisation_brings_the_issued_password_back_once,
    initialisation_by_a_stranger_changes_nothing,
    the_brought_back_password_ends_after_72_hours,
    a_reset_by_facility_name_mails_id_and_password,
    a_reset_leaves_the_own_password_until_the_new_one_is_used,
    contract_facts_bring_id_and_temporary_password,
    a_link_by_mail_sets_the_password,
    answers_tell_nothing,
    fields_that_are_needed_are_named,
    each_portal_has_its_own_ways,
    asking_is_slowed,
    closed_users_get_nothing,
    a_request_is_answered_once_though_its_worker_dies,
);

async fn recover(browser: &Browser, body: impl serde::Serialize) -> Answer {
    browser.post("/recoveries", body).await
}

fn initialisation(user: &User) -> Value {
    json!({ "way": "reissue_issued", "sign_in_name": user.row.sign_in_name, "mail_address": user.row.mail_address })
}

async fn try_password(app: &App, user: &User, password: &str) -> Answer {
    app.browser_at(&user.row.portal).give_own_password(user, password).await
}

async fn enter(app: &App, user: &User, password: &str) -> (Browser, Session) {
    let browser = app.browser_at(&user.row.portal);
    let attempt: SignInAttempt = browser.give_own_password(user, password).await.expect(201).json();
    let session = browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await;
    (browser, session.expect(201).json())
}

/// A contractor with an own password, and the first password that was issued.
async fn contractor(app: &App) -> (User, String) {
    let browser = app.browser_at(NETWORK);
    let _made = browser.ask_contractor_id("hoshi@example.jp").await.expect(202);
    let mail = letters::newest(app, "hoshi@example.jp", "契約ID通知").await;
    let (id, issued) = (letters::value(&mail, "ご契約ID"), letters::value(&mail, "初期パスワード"));
    let user = app.named(NETWORK, &id).await;
    app.describe_contractor(NETWORK, user.row.customer_id).await;
    let (browser, _) = enter(app, &user, &issued).await;
    let _chosen = browser.put("/account/password", json!({ "password": PASSWORD })).await.expect(204);
    (user, issued)
}

async fn initialisation_brings_the_issued_password_back_once(app: App) {
    let (user, issued) = contractor(&app).await;
    let (elsewhere, _) = enter(&app, &user, PASSWORD).await;
    try_password(&app, &user, &issued).await.refused(401, "invalid_credentials");
    let _taken = recover(&app.browser_at(NETWORK), initialisation(&user)).await.expect(202);
    let told = letters::newest(&app, "hoshi@example.jp", "初期化").await;
    assert!(!told.content.text.contains(&issued) && !told.content.html.contains(&issued));
    let (browser, session) = enter(&app, &user, &issued).await;
    assert!(session.password_change_required);
    elsewhere.get("/session").await.refused(401, "session_ended");
    try_password(&app, &user, &issued).await.refused(401, "invalid_credentials");
    let _chosen = browser.put("/account/password", json!({ "password": "atarashii-hoshi" })).await.expect(204);
    try_password(&app, &user, PASSWORD).await.refused(401, "invalid_credentials");
    let _works = try_password(&app, &user, "atarashii-hoshi").await.expect(201);
}

async fn initialisation_by_a_stranger_changes_nothing(app: App) {
    let (user, _) = contractor(&app).await;
    let (owner, _) = enter(&app, &user, PASSWORD).await;
    let _taken = recover(&app.browser_at(NETWORK), initialisation(&user)).await.expect(202);
    app.deliver_mails().await;
    let _still_in = owner.get("/account/sessions").await.expect(200);
    let _still_works = try_password(&app, &user, PASSWORD).await.expect(201);
}

async fn the_brought_back_password_ends_after_72_hours(app: App) {
    let (user, issued) = contractor(&app).await;
    let _taken = recover(&app.browser_at(NETWORK), initialisation(&user)).await.expect(202);
    app.deliver_mails().await;
    app.advance(TimeDelta::hours(72) - TimeDelta::seconds(1));
    let _works = try_password(&app, &user, &issued).await.expect(201);
    app.advance(TimeDelta::seconds(1));
    try_password(&app, &user, &issued).await.refused(401, "invalid_credentials");
}

async fn a_reset_by_facility_name_mails_id_and_password(app: App) {
    let user = app.person_at(NETWORK).await;
    let mail_address = &user.row.mail_address;
    let reset = |name: &str| json!({ "way": "facility_and_mail", "customer_name": name, "mail_address": mail_address });
    // The name of the builder is 株式会社ヴェルデ and a number; legal form and width do not matter.
    let name = app.customer_name(&user).await.replace("株式会社", "㈱　");
    let _taken = recover(&app.browser_at(NETWORK), reset("別の病院")).await.expect(202);
    assert!(app.mails_to(mail_address).await.is_empty());
    let _taken = recover(&app.browser_at(NETWORK), reset(&name)).await.expect(202);
    let mail = letters::newest(&app, mail_address, "リセット").await;
    assert_eq!(letters::value(&mail, "ご契約ID"), user.row.sign_in_name);
    let (_, session) = enter(&app, &user, &letters::value(&mail, "再発行パスワード")).await;
    assert!(session.password_change_required);
}

async fn a_reset_leaves_the_own_password_until_the_new_one_is_used(app: App) {
    let user = app.person_at(NETWORK).await;
    let name = app.customer_name(&user).await;
    let body = json!({ "way": "facility_and_mail", "customer_name": name, "mail_address": user.row.mail_address });
    let _taken = recover(&app.browser_at(NETWORK), body).await.expect(202);
    let mail = letters::newest(&app, &user.row.mail_address, "リセット").await;
    let (browser, _) = enter(&app, &user, PASSWORD).await;
    let change = json!({ "current_password": PASSWORD, "password": "atarashii-hoshi" });
    let _changed = browser.put("/account/password", change).await.expect(204);
    // Who knows the own password did not need the issued one: it is void.
    let issued = letters::value(&mail, "再発行パスワード");
    try_password(&app, &user, &issued).await.refused(401, "invalid_credentials");
}

async fn contract_facts_bring_id_and_temporary_password(app: App) {
    let subscriber = app.subscriber().await;
    let (user, colleague) = (app.user(&subscriber.group).await, app.user(&subscriber.group).await);
    let mut facts = subscriber.contract_facts(&user.row.mail_address);
    facts["way"] = json!("contract_facts");
    let _taken = recover(&app.browser(), facts).await.expect(202);
    assert!(app.mails_to(&colleague.row.mail_address).await.is_empty());
    let letter = app.letter(&user.row.mail_address).await;
    assert_eq!(letter.access_id, user.row.sign_in_name);
    let _still_works = try_password(&app, &user, PASSWORD).await.expect(201);
    // The temporary password opens the page behind the link and nothing else.
    try_password(&app, &user, &letter.temporary_password).await.refused(401, "invalid_credentials");
    let (browser, in_use) = (app.browser(), app.signed_in(&user).await);
    let ticket = browser.ticket(&letter).await;
    let _chosen = browser.choose_password(&letter, &ticket, "nagare5gumo").await.expect(204);
    in_use.get("/session").await.refused(401, "session_ended");
    try_password(&app, &user, PASSWORD).await.refused(401, "invalid_credentials");
    let _works = try_password(&app, &user, "nagare5gumo").await.expect(201);
    let _told = letters::newest(&app, &user.row.mail_address, "パスワード変更").await;
}

async fn a_link_by_mail_sets_the_password(app: App) {
    let user = app.person_at(RENTAL).await;
    let body = json!({ "way": "mail_link", "sign_in_name": user.row.sign_in_name.to_uppercase(), "mail_address": user.row.mail_address });
    let _taken = recover(&app.browser_at(RENTAL), &body).await.expect(202);
    let first = letters::token(&letters::newest(&app, &user.row.mail_address, "再設定").await);
    let _taken = recover(&app.browser_at(RENTAL), &body).await.expect(202);
    let second = letters::token(&letters::newest(&app, &user.row.mail_address, "再設定").await);
    let set = |token: &str| json!({ "token": token, "password": "Nagare5.gumo" });
    let browser = app.browser_at(RENTAL);
    browser.post("/password-settings", set(&first)).await.refused(410, "link_used");
    let _still_works = try_password(&app, &user, PASSWORD).await.expect(201);
    let _set = browser.post("/password-settings", set(&second)).await.expect(204);
    try_password(&app, &user, PASSWORD).await.refused(401, "invalid_credentials");
    let _works = try_password(&app, &user, "Nagare5.gumo").await.expect(201);
    let _taken = recover(&app.browser_at(RENTAL), &body).await.expect(202);
    let third = letters::token(&letters::newest(&app, &user.row.mail_address, "再設定").await);
    app.advance(TimeDelta::hours(24));
    browser.post("/password-settings", set(&third)).await.refused(410, "link_expired");
}

async fn answers_tell_nothing(app: App) {
    let user = app.person_at(RENTAL).await;
    let (name, mail) = (&user.row.sign_in_name, &user.row.mail_address);
    let mut answers = Vec::new();
    for (number, (name, mail)) in
        [(name.as_str(), mail.as_str()), (name, "other@example.jp"), ("nobody", mail), ("nobody", "no@example.jp")]
            .into_iter()
            .enumerate()
    {
        let browser = app.browser_at(RENTAL);
        browser.move_to(&format!("198.51.100.{number}"));
        let body = json!({ "way": "mail_link", "sign_in_name": name, "mail_address": mail });
        let answer = recover(&browser, body).await;
        answers.push((answer.status, answer.text(), answer.header("set-cookie").map(str::to_owned)));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(app.mails_to(mail).await.len(), 1);
    assert!(app.mails_to("other@example.jp").await.is_empty() && app.mails_to("no@example.jp").await.is_empty());
}

async fn fields_that_are_needed_are_named(app: App) {
    let missing = async |portal: &str, body: Value| recover(&app.browser_at(portal), body).await.refused_fields();
    let mail = "a@example.jp";
    let required = |field: &str| vec![(field.to_owned(), "required".to_owned())];
    let body = json!({ "way": "mail_link", "mail_address": mail, "sign_in_name": "　" });
    assert_eq!(missing(RENTAL, body).await, required("sign_in_name"));
    let body = json!({ "way": "facility_and_mail", "mail_address": mail, "customer_name": "・・" });
    assert_eq!(missing(NETWORK, body).await, required("customer_name"));
    let body = json!({ "way": "contract_facts", "mail_address": mail, "contract_number": "CAF1", "postal_code": "1" });
    let fields: Vec<_> = missing(PORTAL, body).await.into_iter().map(|field| field.0).collect();
    assert_eq!(fields, ["contract_number", "postal_code", "customer_name"]);
    assert_eq!(missing(RENTAL, json!({ "way": "mail_link", "mail_address": "a@" })).await[0].0, "mail_address");
}

async fn each_portal_has_its_own_ways(app: App) {
    for (portal, ways) in [
        (PORTAL, ["reissue_issued", "facility_and_mail", "mail_link"].as_slice()),
        (NETWORK, &["contract_facts", "mail_link"]),
        (RENTAL, &["reissue_issued", "facility_and_mail", "contract_facts"]),
    ] {
        for way in ways {
            let body =
                json!({ "way": way, "mail_address": "a@example.jp", "sign_in_name": "a", "customer_name": "あ" });
            recover(&app.browser_at(portal), body).await.refused(404, "not_found");
        }
    }
}

async fn asking_is_slowed(app: App) {
    let user = app.person_at(RENTAL).await;
    let body =
        json!({ "way": "mail_link", "sign_in_name": user.row.sign_in_name, "mail_address": user.row.mail_address });
    for number in 0..5 {
        let browser = app.browser_at(RENTAL);
        browser.move_to(&format!("198.51.100.{number}"));
        let _taken = recover(&browser, &body).await.expect(202);
    }
    let browser = app.browser_at(RENTAL);
    browser.move_to("198.51.100.9");
    assert!(recover(&browser, &body).await.refused(429, "too_many_attempts").retry_at.is_some());
    assert_eq!(letters::count(&app, &user.row.mail_address, "再設定").await, 5);
}

async fn closed_users_get_nothing(app: App) {
    let customer = app.customer(RENTAL, "カ)ヴェルデ2").await;
    let (one, other) = (app.colleague(&customer, "verde01").await, app.colleague(&customer, "verde01").await);
    let _gone = app.signed_in(&one).await.delete(&format!("/users/{}", other.row.id)).await.expect(204);
    let body = json!({ "way": "mail_link", "sign_in_name": "verde01", "mail_address": other.row.mail_address });
    let _taken = recover(&app.browser_at(RENTAL), body).await.expect(202);
    assert_eq!(letters::count(&app, &other.row.mail_address, "再設定").await, 0);
}

/// A worker that dies after its work and before it says so leaves its claim behind: here the job is put back as it was.
async fn a_request_is_answered_once_though_its_worker_dies(app: App) {
    let user = app.person_at(RENTAL).await;
    let body =
        json!({ "way": "mail_link", "sign_in_name": user.row.sign_in_name, "mail_address": user.row.mail_address });
    let _taken = recover(&app.browser_at(RENTAL), body).await.expect(202);
    let job = app.next_job().await;
    assert_eq!(work::run_job(app.services(), job.clone()).await, Outcome::Done);
    assert_eq!(work::run_job(app.services(), job).await, Outcome::Done);
    assert_eq!(letters::count(&app, &user.row.mail_address, "再設定").await, 1);
}
