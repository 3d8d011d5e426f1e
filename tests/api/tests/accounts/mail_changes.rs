//! Change of the own mail address: network's way by the new address, rental's by the present one first; the old one
//! can take it back.

use api_tests::{App, Browser, NETWORK, PASSWORD, PORTAL, RENTAL, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::authenticators;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

use crate::letters;

on_both_engines!(
    network_asks_the_new_address,
    rental_asks_the_present_address_first,
    telecom_leaves_it_to_administrators,
    nothing_changes_before_the_new_address_answers,
    links_end,
    links_work_once_and_for_their_step_only,
    the_newest_request_counts,
    the_old_address_takes_it_back_and_stops_logins,
    a_new_password_voids_what_an_intruder_began,
    a_colleagues_address_is_refused,
    a_password_given_long_ago_is_asked_again,
    mails_are_not_sent_without_end,
    a_link_of_another_portal_is_unknown,
);

const NEW: &str = "atarashii@example.jp";

async fn use_link(browser: &Browser, step: &str, token: &str, mail: &str) -> api_tests::Answer {
    browser.post("/mail-change-links", json!({ "step": step, "token": token, "mail_address": mail })).await
}

async fn request(browser: &Browser, mail: &str) -> api_tests::Answer {
    browser.post("/account/mail-changes", json!({ "mail_address": mail })).await
}

async fn confirmation(app: &App, mail: &str) -> String {
    letters::token(&letters::newest(app, mail, "メールアドレス変更確認").await)
}

async fn network_asks_the_new_address(app: App) {
    let user = app.person_at(NETWORK).await;
    let browser = app.signed_in(&user).await;
    let _asked = request(&browser, "Ａtarashii@example.jp").await.expect(202);
    let token = confirmation(&app, "Atarashii@example.jp").await;
    let nobody = app.browser_at(NETWORK);
    let check = json!({ "step": "confirm", "token": token });
    let _fine = nobody.post("/mail-change-links/link", &check).await.expect(204);
    assert_eq!(user.now(&app).await.mail_address, user.row.mail_address);
    let _done = use_link(&nobody, "confirm", &token, "").await.expect(204);
    assert_eq!(user.now(&app).await.mail_address, "Atarashii@example.jp");
    nobody.get("/session").await.refused(401, "session_missing");
    let told = letters::newest(&app, &user.row.mail_address, "メールアドレス変更完了").await;
    assert_eq!(letters::value(&told, "新しいメールアドレス"), "A***@example.jp");
}

async fn rental_asks_the_present_address_first(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let _asked = request(&browser, "").await.expect(202);
    let opening = letters::newest(&app, &user.row.mail_address, "メールアドレス変更依頼受付").await;
    let opening = letters::token(&opening);
    let nobody = app.browser_at(RENTAL);
    let bad = use_link(&nobody, "open", &opening, "atarashii@").await.refused_fields();
    assert_eq!(bad[0].0, "mail_address");
    let _named = use_link(&nobody, "open", &opening, NEW).await.expect(204);
    use_link(&nobody, "open", &opening, NEW).await.refused(410, "link_used");
    let _done = use_link(&nobody, "confirm", &confirmation(&app, NEW).await, "").await.expect(204);
    let changed = user.now(&app).await;
    assert_eq!(changed.mail_address, NEW);
    // The address is an identifier here: the old one names nobody any more, the new one does.
    let fresh = app.browser_at(RENTAL);
    fresh.give_own_password(&user, PASSWORD).await.refused(401, "invalid_credentials");
    fresh.sign_in(&User { row: changed }, PASSWORD).await;
}

async fn telecom_leaves_it_to_administrators(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    request(&browser, NEW).await.refused(403, "mail_change_by_administrator");
    assert!(app.mails_to(NEW).await.is_empty());
}

async fn nothing_changes_before_the_new_address_answers(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let _asked = request(&browser, "").await.expect(202);
    let opening = letters::token(&letters::newest(&app, &user.row.mail_address, "変更依頼受付").await);
    let _named = use_link(&browser, "open", &opening, NEW).await.expect(204);
    assert_eq!(user.now(&app).await, user.row);
    app.browser_at(RENTAL).sign_in(&user, PASSWORD).await;
}

async fn links_end(app: App) {
    let user = app.person_at(NETWORK).await;
    let _asked = request(&app.signed_in(&user).await, NEW).await.expect(202);
    let token = confirmation(&app, NEW).await;
    let nobody = app.browser_at(NETWORK);
    app.advance(TimeDelta::hours(48) - TimeDelta::seconds(1));
    let _fine = nobody.post("/mail-change-links/link", json!({ "step": "confirm", "token": token })).await.expect(204);
    app.advance(TimeDelta::seconds(1));
    use_link(&nobody, "confirm", &token, "").await.refused(410, "link_expired");
    assert_eq!(user.now(&app).await.mail_address, user.row.mail_address);
}

async fn links_work_once_and_for_their_step_only(app: App) {
    let user = app.person_at(NETWORK).await;
    let _asked = request(&app.signed_in(&user).await, NEW).await.expect(202);
    let token = confirmation(&app, NEW).await;
    let nobody = app.browser_at(NETWORK);
    for step in ["open", "undo"] {
        use_link(&nobody, step, &token, "elsewhere@example.jp").await.refused(404, "link_unknown");
    }
    let setting = json!({ "token": token, "password": "yoru-no-hoshi" });
    nobody.post("/password-settings", setting).await.refused(404, "link_unknown");
    let _done = use_link(&nobody, "confirm", &token, "").await.expect(204);
    use_link(&nobody, "confirm", &token, "").await.refused(410, "link_used");
}

async fn the_newest_request_counts(app: App) {
    let user = app.person_at(NETWORK).await;
    let browser = app.signed_in(&user).await;
    let _first = request(&browser, "first@example.jp").await.expect(202);
    let _second = request(&browser, "second@example.jp").await.expect(202);
    let first = confirmation(&app, "first@example.jp").await;
    use_link(&browser, "confirm", &first, "").await.refused(410, "link_used");
    let _done = use_link(&browser, "confirm", &confirmation(&app, "second@example.jp").await, "").await.expect(204);
    assert_eq!(user.now(&app).await.mail_address, "second@example.jp");
}

async fn the_old_address_takes_it_back_and_stops_logins(app: App) {
    let user = app.person_at(NETWORK).await;
    let intruder = app.signed_in(&user).await;
    let _asked = request(&intruder, NEW).await.expect(202);
    let _done = use_link(&intruder, "confirm", &confirmation(&app, NEW).await, "").await.expect(204);
    // The intruder goes on to a second address before the owner reads the mail.
    let _asked = request(&intruder, "mata@example.jp").await.expect(202);
    let second = confirmation(&app, "mata@example.jp").await;
    let undo = letters::token(&letters::newest(&app, &user.row.mail_address, "変更完了").await);
    app.authenticator(&user).await;
    let owner = app.browser_at(NETWORK);
    let _undone = use_link(&owner, "undo", &undo, "").await.expect(204);
    assert_eq!(user.now(&app).await.mail_address, user.row.mail_address);
    let left_to_come_back_with = authenticators::Entity::find().count(app.db()).await.unwrap();
    assert_eq!(left_to_come_back_with, 0);
    intruder.get("/session").await.refused(401, "session_ended");
    use_link(&intruder, "confirm", &second, "").await.refused(410, "link_used");
    intruder.give_own_password(&user, PASSWORD).await.refused(401, "invalid_credentials");
    let _told = letters::newest(&app, &user.row.mail_address, "ログイン停止").await;
    use_link(&owner, "undo", &undo, "").await.refused(410, "link_used");
}

async fn a_colleagues_address_is_refused(app: App) {
    let customer = app.customer(RENTAL, "カ)ヴェルデ2").await;
    let (one, other) = (app.colleague(&customer, "verde01").await, app.colleague(&customer, "verde01").await);
    let _asked = request(&app.signed_in(&one).await, "").await.expect(202);
    let opening = letters::token(&letters::newest(&app, &one.row.mail_address, "変更依頼受付").await);
    for taken in [&one, &other] {
        let mail = taken.row.mail_address.to_uppercase();
        let refused = use_link(&app.browser_at(RENTAL), "open", &opening, &mail).await.refused_fields();
        assert_eq!(refused, [("mail_address".to_owned(), "mail_address_taken".to_owned())]);
    }
}

async fn a_password_given_long_ago_is_asked_again(app: App) {
    let browser = app.signed_in(&app.person_at(NETWORK).await).await;
    app.advance(TimeDelta::minutes(11));
    request(&browser, NEW).await.refused(403, "reauthentication_required");
    let wrong = browser.post("/session/reauthentication", json!({ "password": "wrong" })).await.refused_fields();
    assert_eq!(wrong, [("password".to_owned(), "password_wrong".to_owned())]);
    let _again = browser.post("/session/reauthentication", json!({ "password": PASSWORD })).await.expect(204);
    let _asked = request(&browser, NEW).await.expect(202);
}

async fn mails_are_not_sent_without_end(app: App) {
    let browser = app.signed_in(&app.person_at(NETWORK).await).await;
    for number in 0..5 {
        let _asked = request(&browser, &format!("n{number}@example.jp")).await.expect(202);
    }
    assert!(request(&browser, NEW).await.refused(429, "too_many_attempts").retry_at.is_some());
    assert!(app.mails_to(NEW).await.is_empty());
}

async fn a_link_of_another_portal_is_unknown(app: App) {
    let _asked = request(&app.signed_in(&app.person_at(NETWORK).await).await, NEW).await.expect(202);
    let token = confirmation(&app, NEW).await;
    for portal in [PORTAL, RENTAL] {
        use_link(&app.browser_at(portal), "confirm", &token, "").await.refused(404, "link_unknown");
    }
}

async fn a_new_password_voids_what_an_intruder_began(app: App) {
    let user = app.person_at(NETWORK).await;
    let (intruder, owner) = (app.signed_in(&user).await, app.signed_in(&user).await);
    let _asked = request(&intruder, NEW).await.expect(202);
    let token = confirmation(&app, NEW).await;
    let change = json!({ "current_password": PASSWORD, "password": "yoru-no-hoshi" });
    let _changed = owner.put("/account/password", change).await.expect(204);
    use_link(&intruder, "confirm", &token, "").await.refused(410, "link_used");
    assert_eq!(user.now(&app).await.mail_address, user.row.mail_address);
}
