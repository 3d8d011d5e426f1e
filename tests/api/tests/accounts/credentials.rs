//! What was mailed belongs to the account as it was then: whatever lies in a mailbox that is no longer the person's, or
//! went out before a lock, opens nothing. A1 of the faults found from outside, portal by portal, and mended addresses.

use api_tests::{Answer, App, Browser, NETWORK, PASSWORD, PORTAL, RENTAL, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::sessions::{Session, SignInAttempt};
use madoguchi_entities::users::{self, UserRole};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};
use sea_orm_migration::MigratorTrait;
use serde_json::json;

use crate::letters;

on_both_engines!(
    a_reset_in_the_old_mailbox_opens_nothing,
    a_restored_password_in_the_old_mailbox_opens_nothing,
    a_link_in_the_old_mailbox_sets_no_password,
    a_registration_in_the_old_mailbox_ends_even_when_it_was_opened,
    taking_back_an_address_ends_what_the_intruder_asked_for,
    an_intruder_who_changes_twice_does_not_cut_the_owner_off,
    a_login_under_way_ends_with_the_address,
    whatever_the_case_of_the_address_it_is_found,
    addresses_stored_before_are_found,
);

const NEW: &str = "atarashii@example.jp";

async fn recover(app: &App, portal: &str, body: serde_json::Value) {
    let _taken = app.browser_at(portal).post("/recoveries", body).await.expect(202);
    app.deliver_mails().await;
}

async fn use_link(browser: &Browser, step: &str, token: &str) -> Answer {
    browser.post("/mail-change-links", json!({ "step": step, "token": token })).await
}

/// The person of a browser at network moves to another address.
async fn move_to(app: &App, browser: &Browser, mail: &str) {
    let _asked = browser.post("/account/mail-changes", json!({ "mail_address": mail })).await.expect(202);
    let token = letters::token(&letters::newest(app, mail, "メールアドレス変更確認").await);
    let _done = use_link(browser, "confirm", &token).await.expect(204);
}

async fn undo_token(app: &App, mail: &str) -> String {
    letters::token(&letters::newest(app, mail, "メールアドレス変更完了").await)
}

async fn a_reset_in_the_old_mailbox_opens_nothing(app: App) {
    let user = app.person_at(NETWORK).await;
    let (owner, name) = (app.signed_in(&user).await, app.customer_name(&user).await);
    let reset = json!({ "way": "facility_and_mail", "customer_name": name, "mail_address": user.row.mail_address });
    recover(&app, NETWORK, reset).await;
    let mail = letters::newest(&app, &user.row.mail_address, "リセット").await;
    move_to(&app, &owner, NEW).await;
    let stranger = app.browser_at(NETWORK);
    let issued = letters::value(&mail, "再発行パスワード");
    stranger.give_own_password(&user, &issued).await.refused(401, "invalid_credentials");
    let _still_in = owner.get("/account/sessions").await.expect(200);
    let _still_works = app.browser_at(NETWORK).give_own_password(&user, PASSWORD).await.expect(201);
}

async fn a_restored_password_in_the_old_mailbox_opens_nothing(app: App) {
    let browser = app.browser_at(NETWORK);
    let _made = browser.ask_contractor_id("hoshi@example.jp").await.expect(202);
    let mail = letters::newest(&app, "hoshi@example.jp", "契約ID通知").await;
    let issued = letters::value(&mail, "初期パスワード");
    let user = app.named(NETWORK, &letters::value(&mail, "ご契約ID")).await;
    app.describe_contractor(NETWORK, user.row.customer_id).await;
    let attempt: SignInAttempt = browser.give_own_password(&user, &issued).await.expect(201).json();
    let _in = browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await.expect(201);
    let _chosen = browser.put("/account/password", json!({ "password": PASSWORD })).await.expect(204);
    let initialise = async |mail: &str| {
        let body = json!({ "way": "reissue_issued", "sign_in_name": user.row.sign_in_name, "mail_address": mail });
        recover(&app, NETWORK, body).await;
    };
    initialise("hoshi@example.jp").await;
    move_to(&app, &browser, NEW).await;
    let stranger = app.browser_at(NETWORK);
    stranger.give_own_password(&user, &issued).await.refused(401, "invalid_credentials");
    // Nor does asking again bring back what lies in the old mailbox: the new one gets a password of its own.
    initialise(NEW).await;
    stranger.give_own_password(&user, &issued).await.refused(401, "invalid_credentials");
    let fresh = letters::value(&letters::newest(&app, NEW, "リセット").await, "再発行パスワード");
    let attempt: SignInAttempt = browser.give_own_password(&user, &fresh).await.expect(201).json();
    let session = browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await;
    assert!(session.expect(201).json::<Session>().password_change_required);
}

async fn a_link_in_the_old_mailbox_sets_no_password(app: App) {
    let user = app.person_at(RENTAL).await;
    let (owner, old) = (app.signed_in(&user).await, &user.row.mail_address);
    let body = json!({ "way": "mail_link", "sign_in_name": user.row.sign_in_name, "mail_address": old });
    recover(&app, RENTAL, body).await;
    let setting = letters::token(&letters::newest(&app, old, "再設定").await);
    let _asked = owner.post("/account/mail-changes", json!({})).await.expect(202);
    let opening = letters::token(&letters::newest(&app, old, "変更依頼受付").await);
    let open = json!({ "step": "open", "token": opening, "mail_address": NEW });
    let _named = owner.post("/mail-change-links", open).await.expect(204);
    let token = letters::token(&letters::newest(&app, NEW, "メールアドレス変更確認").await);
    let _done = use_link(&owner, "confirm", &token).await.expect(204);
    let set = json!({ "token": setting, "password": "Nagare5.gumo" });
    app.browser_at(RENTAL).post("/password-settings", set).await.refused(410, "link_used");
    let _still_in = owner.get("/account/sessions").await.expect(200);
    app.browser_at(RENTAL).sign_in(&User { row: user.now(&app).await }, PASSWORD).await;
}

async fn a_registration_in_the_old_mailbox_ends_even_when_it_was_opened(app: App) {
    let subscriber = app.subscriber().await;
    let user = app.user(&subscriber.group).await;
    let administrator = app.signed_in(&app.user_of(&user, UserRole::Administrator).await).await;
    let owner = app.signed_in(&user).await;
    let mut facts = subscriber.contract_facts(&user.row.mail_address);
    facts["way"] = json!("contract_facts");
    recover(&app, PORTAL, facts).await;
    let letter = app.letter(&user.row.mail_address).await;
    let stranger = app.browser();
    let ticket = stranger.ticket(&letter).await;
    let change = json!({ "mail_address": NEW, "name": "緑山 恵", "role": "administrator" });
    let _asked = administrator.patch(&format!("/users/{}", user.row.id), change).await.expect(200);
    let token = letters::token(&letters::newest(&app, NEW, "メールアドレス変更確認").await);
    let _done = use_link(&app.browser(), "confirm", &token).await.expect(204);
    stranger.verify(&letter).await.refused(410, "link_used");
    stranger.choose_password(&letter, &ticket, "nagare5gumo").await.refused(410, "link_used");
    let _not_locked_out = owner.get("/account/sessions").await.expect(200);
}

async fn taking_back_an_address_ends_what_the_intruder_asked_for(app: App) {
    let user = app.person_at(NETWORK).await;
    let intruder = app.signed_in(&user).await;
    move_to(&app, &intruder, NEW).await;
    let name = app.customer_name(&user).await;
    recover(&app, NETWORK, json!({ "way": "facility_and_mail", "customer_name": name, "mail_address": NEW })).await;
    let issued = letters::value(&letters::newest(&app, NEW, "リセット").await, "再発行パスワード");
    let undo = undo_token(&app, &user.row.mail_address).await;
    let _undone = use_link(&app.browser_at(NETWORK), "undo", &undo).await.expect(204);
    intruder.give_own_password(&user, &issued).await.refused(401, "invalid_credentials");
}

async fn an_intruder_who_changes_twice_does_not_cut_the_owner_off(app: App) {
    let user = app.person_at(NETWORK).await;
    let intruder = app.signed_in(&user).await;
    move_to(&app, &intruder, NEW).await;
    app.advance(TimeDelta::minutes(1));
    move_to(&app, &intruder, "mata@example.jp").await;
    let change = json!({ "current_password": PASSWORD, "password": "yoru-no-hoshi" });
    let _changed = intruder.put("/account/password", change).await.expect(204);
    // The second change taken back by who made it locks the account with the intruder's first address.
    let second = undo_token(&app, NEW).await;
    let _undone = use_link(&intruder, "undo", &second).await.expect(204);
    assert_eq!(user.now(&app).await.mail_address, NEW);
    let first = undo_token(&app, &user.row.mail_address).await;
    let _undone = use_link(&app.browser_at(NETWORK), "undo", &first).await.expect(204);
    assert_eq!(user.now(&app).await.mail_address, user.row.mail_address);
    use_link(&intruder, "undo", &second).await.refused(410, "link_used");
}

async fn a_login_under_way_ends_with_the_address(app: App) {
    let user = app.person_at(NETWORK).await;
    let owner = app.signed_in(&user).await;
    let thief = app.browser_at(NETWORK);
    let attempt = thief.start_sign_in(&user).await;
    move_to(&app, &owner, NEW).await;
    let path = format!("/sign-in-attempts/{}/session", attempt.id);
    thief.post(&path, json!({})).await.refused(410, "sign_in_attempt_expired");
}

/// A11: registered as `Info@…`, asked for as `info@…`, by every way in which one is asked for.
async fn whatever_the_case_of_the_address_it_is_found(app: App) {
    for (portal, way, subject) in [
        (NETWORK, "facility_and_mail", "リセット"),
        (NETWORK, "reissue_issued", "リセット"),
        (RENTAL, "mail_link", "再設定"),
    ] {
        let user = app.person_at(portal).await;
        let registered = format!("Info-{}@example.jp", user.row.sign_in_name);
        let mut row = user.row.clone().into_active_model();
        row.mail_address = Set(registered.clone());
        row.mail_key = Set(registered.to_lowercase());
        if portal == RENTAL {
            row.sign_in_key = Set(format!("{}\n{}", user.row.sign_in_name, registered.to_lowercase()));
        }
        row.update(app.db()).await.unwrap();
        let body = json!({
            "way": way,
            "mail_address": registered.to_lowercase(),
            "customer_name": app.customer_name(&user).await,
            "sign_in_name": user.row.sign_in_name,
        });
        recover(&app, portal, body).await;
        assert_eq!(letters::count(&app, &registered, subject).await, 1, "{portal} {way}");
    }
    let subscriber = app.subscriber().await;
    let user = app.user_with(&subscriber.group, |row| row.mail_address = Set("Keiri@example.jp".to_owned())).await;
    let mut facts = subscriber.contract_facts("keiri@EXAMPLE.jp");
    facts["way"] = json!("contract_facts");
    recover(&app, PORTAL, facts).await;
    assert_eq!(app.letter("Keiri@example.jp").await.access_id, user.row.sign_in_name);
}

/// A database of the version before has no keys of addresses; the step that brings them fills them.
async fn addresses_stored_before_are_found(app: App) {
    let user = app.person_at(NETWORK).await;
    let stored = "UPDATE users SET mail_address = 'Info@example.jp'";
    app.db().execute_unprepared(stored).await.unwrap();
    let steps = madoguchi_migrations::Migrator::migrations();
    let step = steps.iter().position(|step| step.name().ends_with("_000014_credentials")).unwrap();
    let back = u32::try_from(steps.len() - step).unwrap();
    madoguchi_migrations::Migrator::down(app.db(), Some(back)).await.unwrap();
    madoguchi_migrations::Migrator::up(app.db(), None).await.unwrap();
    let row = users::Entity::find_by_id(user.row.id).one(app.db()).await.unwrap().unwrap();
    assert_eq!((row.mail_key.as_str(), row.credentials_version), ("info@example.jp", 0));
}
