//! The people of a customer: added, changed and deleted by those who may (rental R7, telecom T13).

use api_tests::{App, Browser, PASSWORD, RENTAL, User, on_both_engines};
use madoguchi_api_types::users::{User as Listed, Users};
use madoguchi_entities::users::{UserRole, UserState};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::letters;

on_both_engines!(
    a_company_adds_a_colleague_who_sets_a_password,
    an_administrator_adds_a_user_who_completes_the_registration,
    ten_addresses_and_no_more,
    ten_addresses_and_no_more_when_added_at_once,
    no_address_twice,
    fields_are_checked,
    a_user_is_changed,
    a_new_address_of_a_user_must_answer,
    a_mistyped_address_is_mended_before_the_first_login,
    a_deleted_user_is_out_at_once_and_is_told,
    a_deleted_address_may_be_added_again,
    the_last_who_manages_stays,
    users_of_other_billing_groups_are_not_seen,
);

async fn list(browser: &Browser) -> Vec<Listed> {
    browser.get("/users").await.expect(200).json::<Users>().items
}

async fn add(browser: &Browser, body: Value) -> Listed {
    browser.post("/users", body).await.expect(201).json()
}

async fn company(app: &App) -> (User, Browser) {
    let customer = app.customer(RENTAL, "カ)ヴェルデ2").await;
    let user = app.colleague(&customer, "verde01").await;
    let browser = app.signed_in(&user).await;
    (user, browser)
}

async fn administrator(app: &App) -> (User, Browser) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    (user, browser)
}

fn general(mail: &str) -> Value {
    json!({ "mail_address": mail, "name": "空木 翠", "role": "general", "mail_notice": false })
}

async fn a_company_adds_a_colleague_who_sets_a_password(app: App) {
    let (user, browser) = company(&app).await;
    let added = add(&browser, json!({ "mail_address": "ａoi@example.jp" })).await;
    assert_eq!((added.sign_in_name.as_str(), added.state.as_str()), ("verde01", "pending"));
    let mail = letters::newest(&app, "aoi@example.jp", "パスワード設定").await;
    assert_eq!(letters::value(&mail, "ログインID"), "verde01");
    let (nobody, token) = (app.browser_at(RENTAL), letters::token(&mail));
    let link: Value = nobody.post("/password-settings/link", json!({ "token": token })).await.expect(200).json();
    assert_eq!(link["sign_in_name"], "verde01");
    let set = json!({ "token": token, "password": "weak" });
    assert_eq!(nobody.post("/password-settings", set).await.refused_fields()[0].0, "password");
    let set = json!({ "token": token, "password": "Nagare5.gumo" });
    let _set = nobody.post("/password-settings", &set).await.expect(204);
    nobody.get("/session").await.refused(401, "session_missing");
    nobody.post("/password-settings", &set).await.refused(410, "link_used");
    let identifiers = json!({ "login_id": "verde01", "mail_address": "AOI@example.jp" });
    let start = json!({ "identifiers": identifiers, "password": "Nagare5.gumo" });
    let _attempt = nobody.post("/sign-in-attempts", start).await.expect(201);
    // The colleague's password is not the company's.
    let start = json!({ "identifiers": identifiers, "password": PASSWORD });
    nobody.post("/sign-in-attempts", start).await.refused(401, "invalid_credentials");
    let states: Vec<_> = list(&browser).await.into_iter().map(|it| (it.current, it.state)).collect();
    assert_eq!(states, [(true, UserState::Active), (false, UserState::Active)]);
    drop(user);
}

async fn an_administrator_adds_a_user_who_completes_the_registration(app: App) {
    let (user, browser) = administrator(&app).await;
    let added = add(&browser, general("aoi@example.jp")).await;
    assert_eq!((added.role.as_str(), added.mail_notice, added.name.as_str()), ("general", false, "空木 翠"));
    assert!(added.sign_in_name.len() == 6 && added.sign_in_name != user.row.sign_in_name);
    let letter = app.letter("aoi@example.jp").await;
    assert_eq!(letter.access_id, added.sign_in_name);
    let nobody = app.browser();
    let ticket = nobody.ticket(&letter).await;
    let _chosen = nobody.choose_password(&letter, &ticket, "nagare5gumo").await.expect(204);
    let _attempt = nobody.give_password(&letter.access_id, "nagare5gumo").await.expect(201);
}

async fn ten_addresses_and_no_more(app: App) {
    let (_, browser) = company(&app).await;
    for number in 1..10 {
        add(&browser, json!({ "mail_address": format!("n{number}@example.jp") })).await;
    }
    let eleventh = browser.post("/users", json!({ "mail_address": "n10@example.jp" })).await;
    eleventh.refused(409, "user_limit_reached");
    let users: Users = browser.get("/users").await.expect(200).json();
    assert_eq!((users.items.len(), users.max), (10, Some(10)));
    assert!(app.mails_to("n10@example.jp").await.is_empty());
    let _gone = browser.delete(&format!("/users/{}", users.items[9].id)).await.expect(204);
    add(&browser, json!({ "mail_address": "n10@example.jp" })).await;
}

async fn ten_addresses_and_no_more_when_added_at_once(app: App) {
    let (_, browser) = company(&app).await;
    let tries =
        (0..16).map(|number| browser.post("/users", json!({ "mail_address": format!("n{number}@example.jp") })));
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 9);
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        refused.refused(409, "user_limit_reached");
    }
    assert_eq!(list(&browser).await.len(), 10);
}

async fn no_address_twice(app: App) {
    let (user, browser) = company(&app).await;
    add(&browser, json!({ "mail_address": "aoi@example.jp" })).await;
    for taken in ["AOI@example.jp", "ａｏｉ@example.jp", &user.row.mail_address] {
        let refused = browser.post("/users", json!({ "mail_address": taken })).await.refused_fields();
        assert_eq!(refused, [("mail_address".to_owned(), "mail_address_taken".to_owned())], "{taken}");
    }
    // Another company may have it.
    let (_, other) = company_named(&app, "azul02").await;
    add(&other, json!({ "mail_address": "aoi@example.jp" })).await;
}

async fn company_named(app: &App, name: &str) -> (User, Browser) {
    let customer = app.customer(RENTAL, "カ)アズール").await;
    let user = app.colleague(&customer, name).await;
    let browser = app.signed_in(&user).await;
    (user, browser)
}

async fn fields_are_checked(app: App) {
    let (_, browser) = administrator(&app).await;
    let refused = async |body: Value| browser.post("/users", body).await.refused_fields();
    assert_eq!(refused(general("")).await[0].0, "mail_address");
    let long = json!({ "mail_address": "a@example.jp", "name": "あ".repeat(101), "role": "general" });
    assert_eq!(refused(long).await, [("name".to_owned(), "too_long".to_owned())]);
    for role in [json!("owner"), Value::Null] {
        let body = json!({ "mail_address": "a@example.jp", "role": role });
        assert_eq!(refused(body).await, [("role".to_owned(), "unknown".to_owned())]);
    }
    let injected = json!({ "mail_address": "a@example.jp\r\nBcc: b@example.jp", "role": "general" });
    assert_eq!(refused(injected).await[0].0, "mail_address");
    assert_eq!(list(&browser).await.len(), 1);
}

async fn a_user_is_changed(app: App) {
    let (user, browser) = administrator(&app).await;
    let other = app.user_of(&user, UserRole::General).await;
    let body = json!({ "mail_address": other.row.mail_address, "name": "空木 翠", "role": "administrator", "mail_notice": false });
    let changed: Listed = browser.patch(&format!("/users/{}", other.row.id), body).await.expect(200).json();
    assert_eq!(
        (changed.name.as_str(), changed.role.as_str(), changed.mail_notice),
        ("空木 翠", "administrator", false)
    );
    let _may_now = app.signed_in(&other).await.get("/users").await.expect(200);
    browser.patch(&format!("/users/{}", Uuid::now_v7()), general("x@example.jp")).await.refused(404, "not_found");
}

async fn a_new_address_of_a_user_must_answer(app: App) {
    let (user, browser) = administrator(&app).await;
    let other = app.user_of(&user, UserRole::General).await;
    let answer = browser.patch(&format!("/users/{}", other.row.id), general("moved@example.jp")).await.expect(200);
    assert_eq!(answer.json::<Listed>().mail_address, other.row.mail_address);
    let token = letters::token(&letters::newest(&app, "moved@example.jp", "メールアドレス変更確認").await);
    let body = json!({ "step": "confirm", "token": token });
    let _done = app.browser().post("/mail-change-links", body).await.expect(204);
    assert_eq!(other.now(&app).await.mail_address, "moved@example.jp");
    let _told = letters::newest(&app, &other.row.mail_address, "メールアドレス変更完了").await;
}

async fn a_mistyped_address_is_mended_before_the_first_login(app: App) {
    let (_, browser) = administrator(&app).await;
    let added = add(&browser, general("aoo@example.jp")).await;
    let first = app.letter("aoo@example.jp").await;
    let _mended = browser.patch(&format!("/users/{}", added.id), general("aoi@example.jp")).await.expect(200);
    let second = app.letter("aoi@example.jp").await;
    assert_eq!(second.access_id, first.access_id);
    app.browser().verify(&first).await.refused(410, "link_used");
    let _ticket = app.browser().ticket(&second).await;
}

async fn a_deleted_user_is_out_at_once_and_is_told(app: App) {
    let (user, browser) = administrator(&app).await;
    let other = app.user_of(&user, UserRole::General).await;
    let theirs = app.signed_in(&other).await;
    let _gone = browser.delete(&format!("/users/{}", other.row.id)).await.expect(204);
    theirs.get("/session").await.refused(401, "session_ended");
    theirs.give_own_password(&other, PASSWORD).await.refused(401, "invalid_credentials");
    let _told = letters::newest(&app, &other.row.mail_address, "利用者削除").await;
    assert_eq!(list(&browser).await.len(), 1);
    browser.delete(&format!("/users/{}", other.row.id)).await.refused(404, "not_found");
    assert_eq!(letters::count(&app, &other.row.mail_address, "利用者削除").await, 1);
}

async fn a_deleted_address_may_be_added_again(app: App) {
    let (_, browser) = company(&app).await;
    let added = add(&browser, json!({ "mail_address": "aoi@example.jp" })).await;
    let old = letters::token(&letters::newest(&app, "aoi@example.jp", "パスワード設定").await);
    let _gone = browser.delete(&format!("/users/{}", added.id)).await.expect(204);
    let again = add(&browser, json!({ "mail_address": "aoi@example.jp" })).await;
    assert_ne!(again.id, added.id);
    let set = json!({ "token": old, "password": "Nagare5.gumo" });
    app.browser_at(RENTAL).post("/password-settings", set).await.refused(410, "link_used");
}

async fn the_last_who_manages_stays(app: App) {
    let (user, browser) = administrator(&app).await;
    let other = app.user_of(&user, UserRole::General).await;
    // A pending administrator is no successor.
    add(&browser, json!({ "mail_address": "later@example.jp", "role": "administrator" })).await;
    let own = format!("/users/{}", user.row.id);
    browser.delete(&own).await.refused(409, "last_administrator");
    let lesser = json!({ "mail_address": user.row.mail_address, "role": "general" });
    browser.patch(&own, &lesser).await.refused(409, "last_administrator");
    let raise = json!({ "mail_address": other.row.mail_address, "role": "administrator" });
    let _raised = browser.patch(&format!("/users/{}", other.row.id), raise).await.expect(200);
    let _lesser = browser.patch(&own, &lesser).await.expect(200);
    browser.get("/users").await.refused(403, "permission_missing");

    let (only, company) = company(&app).await;
    company.delete(&format!("/users/{}", only.row.id)).await.refused(409, "last_administrator");
}

async fn users_of_other_billing_groups_are_not_seen(app: App) {
    let subscriber = app.subscriber().await;
    let (own, elsewhere) = (&subscriber.group, app.billing_group(&subscriber.customer).await);
    let (user, hidden) = (app.user(own).await, app.user(&elsewhere).await);
    let closed = app.user_with(own, |row| row.state = Set(UserState::Closed)).await;
    let browser = app.signed_in(&user).await;
    let seen: Vec<_> = list(&browser).await.into_iter().map(|it| it.id).collect();
    assert_eq!(seen, [Uuid::from(user.row.id)]);
    for foreign in [hidden, closed] {
        browser.delete(&format!("/users/{}", foreign.row.id)).await.refused(404, "not_found");
    }
}
