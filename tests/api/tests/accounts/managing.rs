//! Managing users from a session that was left alone: the password is asked, the portal's way of changing an address
//! holds, the others hear of it, and the history says what was before and after (A2 of the faults found from outside).

use api_tests::{App, Browser, PASSWORD, PORTAL, RENTAL, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::accounts::{AccountEvent, OtherDoer, OtherDoerKind};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::users::User as Listed;
use madoguchi_entities::audit_events;
use madoguchi_entities::users::UserRole;
use madoguchi_services::user_administration::locks::{self, Named};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::letters;

on_both_engines!(
    the_password_is_asked_for_every_change,
    rental_asks_the_present_address_whoever_changes_it,
    a_new_address_is_asked_where_administrators_change_it,
    mails_to_new_addresses_are_counted,
    the_other_administrators_are_told,
    nobody_is_told_of_what_did_not_change,
    events_say_what_was_before_and_after,
    the_person_reads_what_others_did,
    the_address_of_a_locked_account_stays,
    the_provider_locks_and_unlocks,
    the_provider_ends_sessions,
    the_provider_names_one_person,
);

const MANAGED: &str = "利用者の変更";

async fn administrator(app: &App) -> (User, Browser) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    (user, browser)
}

fn write(mail: &str, role: &str) -> Value {
    json!({ "mail_address": mail, "name": "空木 翠", "role": role })
}

async fn event(app: &App, action: &str) -> Value {
    let found = audit_events::Entity::find()
        .filter(audit_events::Column::Action.eq(action))
        .order_by_desc(audit_events::Column::Id)
        .one(app.db())
        .await
        .unwrap();
    found.unwrap_or_else(|| panic!("no {action}")).detail
}

async fn the_password_is_asked_for_every_change(app: App) {
    let (user, browser) = administrator(&app).await;
    let other = app.user_of(&user, UserRole::General).await;
    let path = format!("/users/{}", other.row.id);
    app.advance(TimeDelta::minutes(9));
    let _still_in = browser.get("/users").await.expect(200);
    app.advance(TimeDelta::minutes(2));
    let new = write("mine@example.jp", "administrator");
    browser.post("/users", &new).await.refused(403, "reauthentication_required");
    browser.patch(&path, &new).await.refused(403, "reauthentication_required");
    browser.delete(&path).await.refused(403, "reauthentication_required");
    assert!(app.mails_to("mine@example.jp").await.is_empty());
    assert_eq!(other.now(&app).await, other.row);
    let _again = browser.post("/session/reauthentication", json!({ "password": PASSWORD })).await.expect(204);
    let _added = browser.post("/users", &new).await.expect(201);
    let _changed = browser.patch(&path, write(&other.row.mail_address, "general")).await.expect(200);
    let _gone = browser.delete(&path).await.expect(204);
}

async fn rental_asks_the_present_address_whoever_changes_it(app: App) {
    let customer = app.customer(RENTAL, "カ)ヴェルデ2").await;
    let (one, other) = (app.colleague(&customer, "verde01").await, app.colleague(&customer, "verde01").await);
    let browser = app.signed_in(&one).await;
    for (user, new) in [(&one, "one@example.jp"), (&other, "other@example.jp")] {
        let changed: Listed =
            browser.patch(&format!("/users/{}", user.row.id), json!({ "mail_address": new })).await.expect(200).json();
        assert_eq!(changed.mail_address, user.row.mail_address);
        assert!(app.mails_to(new).await.is_empty(), "the new address was asked first");
        let opening = letters::token(&letters::newest(&app, &user.row.mail_address, "変更依頼受付").await);
        let nobody = app.browser_at(RENTAL);
        let open = json!({ "step": "open", "token": opening, "mail_address": new });
        let _named = nobody.post("/mail-change-links", open).await.expect(204);
        let token = letters::token(&letters::newest(&app, new, "メールアドレス変更確認").await);
        let confirm = json!({ "step": "confirm", "token": token });
        let _done = nobody.post("/mail-change-links", confirm).await.expect(204);
        assert_eq!(user.now(&app).await.mail_address, new);
    }
    let taken = browser.patch(&format!("/users/{}", one.row.id), json!({ "mail_address": "OTHER@example.jp" })).await;
    assert_eq!(taken.refused_fields(), [("mail_address".to_owned(), "mail_address_taken".to_owned())]);
}

async fn a_new_address_is_asked_where_administrators_change_it(app: App) {
    let (user, browser) = administrator(&app).await;
    let path = format!("/users/{}", user.row.id);
    let _asked = browser.patch(&path, write("own@example.jp", "administrator")).await.expect(200);
    assert_eq!(user.now(&app).await.mail_address, user.row.mail_address);
    let token = letters::token(&letters::newest(&app, "own@example.jp", "メールアドレス変更確認").await);
    let confirm = json!({ "step": "confirm", "token": token });
    let _done = app.browser().post("/mail-change-links", confirm).await.expect(204);
    assert_eq!(user.now(&app).await.mail_address, "own@example.jp");
    let _told = letters::newest(&app, &user.row.mail_address, "メールアドレス変更完了").await;
}

async fn mails_to_new_addresses_are_counted(app: App) {
    let (user, browser) = administrator(&app).await;
    let other = app.user_of(&user, UserRole::General).await;
    let path = format!("/users/{}", other.row.id);
    for number in 0..5 {
        let _asked = browser.patch(&path, write(&format!("n{number}@example.jp"), "general")).await.expect(200);
    }
    browser.patch(&path, write("n5@example.jp", "general")).await.refused(429, "too_many_attempts");
    assert!(app.mails_to("n5@example.jp").await.is_empty());
}

async fn the_other_administrators_are_told(app: App) {
    let (user, browser) = administrator(&app).await;
    let boss = app.user_of(&user, UserRole::Administrator).await;
    let general = app.user_of(&user, UserRole::General).await;
    let elsewhere = app.user(&app.subscriber().await.group).await;
    let told = async || letters::count(&app, &boss.row.mail_address, MANAGED).await;
    let added: Listed = browser.post("/users", write("new@example.jp", "administrator")).await.expect(201).json();
    let mail = letters::newest(&app, &boss.row.mail_address, MANAGED).await;
    assert_eq!(letters::value(&mail, "内容"), "利用者を追加しました。");
    assert_eq!(letters::value(&mail, "対象の方"), "空木 翠");
    assert_eq!(letters::value(&mail, "操作された方"), user.row.name);
    let raise = write(&general.row.mail_address, "administrator");
    let _raised = browser.patch(&format!("/users/{}", general.row.id), raise).await.expect(200);
    let mail = letters::newest(&app, &boss.row.mail_address, MANAGED).await;
    assert_eq!(letters::value(&mail, "内容"), "種別を管理者に変更しました。");
    let _moved = browser.patch(&format!("/users/{}", added.id), write("moved@example.jp", "general")).await.expect(200);
    let mail = letters::newest(&app, &boss.row.mail_address, MANAGED).await;
    assert!(letters::value(&mail, "内容").starts_with("種別を一般に変更しました。メールアドレスを"));
    let _gone = browser.delete(&format!("/users/{}", general.row.id)).await.expect(204);
    assert_eq!(told().await, 4);
    for untold in [&user, &elsewhere] {
        assert_eq!(letters::count(&app, &untold.row.mail_address, MANAGED).await, 0);
    }
}

async fn nobody_is_told_of_what_did_not_change(app: App) {
    let (user, browser) = administrator(&app).await;
    let (boss, other) =
        (app.user_of(&user, UserRole::Administrator).await, app.user_of(&user, UserRole::General).await);
    let same = write(&other.row.mail_address.to_uppercase(), "general");
    let _named = browser.patch(&format!("/users/{}", other.row.id), same).await.expect(200);
    assert_eq!(letters::count(&app, &boss.row.mail_address, MANAGED).await, 0);
}

async fn events_say_what_was_before_and_after(app: App) {
    let (user, browser) = administrator(&app).await;
    let added: Listed = browser.post("/users", write("aoo@example.jp", "general")).await.expect(201).json();
    let after = json!({ "mail_address": "aoo@example.jp", "name": "空木 翠", "role": "general", "mail_notice": true });
    assert_eq!(event(&app, "user.created").await, json!({ "after": after }));
    let change = json!({ "mail_address": "aoi@example.jp", "name": "葵", "role": "administrator" });
    let _mended = browser.patch(&format!("/users/{}", added.id), change).await.expect(200);
    let updated = event(&app, "user.updated").await;
    assert_eq!(updated["before"], after);
    assert_eq!(
        (&updated["after"]["mail_address"], &updated["after"]["role"]),
        (&json!("aoi@example.jp"), &json!("administrator"))
    );
    let other = app.user_of(&user, UserRole::General).await;
    let _asked = browser.patch(&format!("/users/{}", other.row.id), write("x@example.jp", "general")).await.expect(200);
    let updated = event(&app, "user.updated").await;
    assert_eq!(updated["mail_address_asked"], "x@example.jp");
    assert_eq!(updated["before"]["mail_address"], updated["after"]["mail_address"]);
    let _gone = browser.delete(&format!("/users/{}", other.row.id)).await.expect(204);
    assert_eq!(event(&app, "user.deleted").await["before"]["mail_address"], json!(other.row.mail_address));
}

async fn the_person_reads_what_others_did(app: App) {
    let (user, browser) = administrator(&app).await;
    let other = app.user_of(&user, UserRole::General).await;
    let theirs = app.signed_in(&other).await;
    let change = write(&other.row.mail_address, "administrator");
    let _raised = browser.patch(&format!("/users/{}", other.row.id), change).await.expect(200);
    let read = async |browser: &Browser| {
        let page: Page<AccountEvent> = browser.get("/account/events").await.expect(200).json();
        let found = page.items.into_iter().find(|event| event.action == "user.updated");
        found.map(|event| (event.by, event.address.is_empty()))
    };
    let by = OtherDoer { kind: OtherDoerKind::User, name: Some(user.row.name.clone()) };
    assert_eq!(read(&theirs).await, Some((Some(by), true)));
    assert_eq!(read(&browser).await, Some((None, false)));
    let third = app.user_of(&user, UserRole::General).await;
    assert_eq!(read(&app.signed_in(&third).await).await, None);
}

fn named(user: &User) -> Named {
    Named { sign_in_name: user.row.sign_in_name.to_uppercase(), mail_address: None }
}

async fn the_address_of_a_locked_account_stays(app: App) {
    let (user, browser) = administrator(&app).await;
    let other = app.user_of(&user, UserRole::General).await;
    let provider = app.provider(PORTAL);
    locks::lock(app.services(), &provider, &named(&other)).await.unwrap();
    let path = format!("/users/{}", other.row.id);
    browser.patch(&path, write("x@example.jp", "general")).await.refused(409, "user_locked");
}

async fn the_provider_locks_and_unlocks(app: App) {
    let subscriber = app.subscriber().await;
    let user = app.user(&subscriber.group).await;
    let (provider, theirs) = (app.provider(PORTAL), app.signed_in(&user).await);
    let mut facts = subscriber.contract_facts(&user.row.mail_address);
    facts["way"] = json!("contract_facts");
    let recover = async || {
        let _taken = app.browser().post("/recoveries", &facts).await.expect(202);
        letters::count(&app, &user.row.mail_address, "再発行").await
    };
    assert_eq!(recover().await, 1);
    let before = app.letter(&user.row.mail_address).await;
    locks::lock(app.services(), &provider, &named(&user)).await.unwrap();
    theirs.get("/session").await.refused(401, "session_ended");
    app.browser().give_own_password(&user, PASSWORD).await.refused(401, "invalid_credentials");
    app.browser().verify(&before).await.refused(410, "link_used");
    assert_eq!(recover().await, 1, "the way back in must be closed");
    let _told = letters::newest(&app, &user.row.mail_address, "アカウントのロックのお知らせ").await;
    let again = locks::lock(app.services(), &provider, &named(&user)).await;
    assert!(again.is_err_and(|error| error.to_string().contains("user_locked")));
    locks::unlock(app.services(), &provider, &named(&user)).await.unwrap();
    let _told = letters::newest(&app, &user.row.mail_address, "ロック解除").await;
    app.browser().give_own_password(&user, PASSWORD).await.refused(401, "invalid_credentials");
    assert_eq!(recover().await, 2);
    let letter = app.letter(&user.row.mail_address).await;
    let ticket = app.browser().ticket(&letter).await;
    let _chosen = app.browser().choose_password(&letter, &ticket, "nagare5gumo").await.expect(204);
    let _works = app.browser().give_own_password(&user, "nagare5gumo").await.expect(201);
    assert!(locks::unlock(app.services(), &provider, &named(&user)).await.is_err());
    let _events = (event(&app, "user.locked").await, event(&app, "user.unlocked").await);
}

async fn the_provider_ends_sessions(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let (one, two) = (app.signed_in(&user).await, app.signed_in(&user).await);
    let provider = app.provider(PORTAL);
    assert_eq!(locks::end_sessions(app.services(), &provider, &named(&user)).await.unwrap(), 2);
    for browser in [one, two] {
        browser.get("/session").await.refused(401, "session_ended");
    }
    let _still_works = app.browser().give_own_password(&user, PASSWORD).await.expect(201);
    assert_eq!(event(&app, "user.sessions_ended").await["count"], 2);
}

async fn the_provider_names_one_person(app: App) {
    let customer = app.customer(RENTAL, "カ)ヴェルデ2").await;
    let (one, other) = (app.colleague(&customer, "verde01").await, app.colleague(&customer, "verde01").await);
    let provider = app.provider(RENTAL);
    let lock = async |mail_address: Option<String>| {
        let named = Named { sign_in_name: "verde01".to_owned(), mail_address };
        locks::lock(app.services(), &provider, &named).await
    };
    assert!(lock(None).await.is_err_and(|error| error.to_string().contains("several_people")));
    assert!(lock(Some("nobody@example.jp".to_owned())).await.is_err());
    lock(Some(other.row.mail_address.to_uppercase())).await.unwrap();
    assert!(other.now(&app).await.locked_by_provider && !one.now(&app).await.locked_by_provider);
}
