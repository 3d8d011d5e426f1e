//! Change of the own password: the current one is asked, the rules hold, other sessions end, the person is told.

use api_tests::{App, PASSWORD, RENTAL, on_both_engines};
use chrono::TimeDelta;
use serde_json::json;

use crate::letters;

on_both_engines!(
    the_new_one_works_and_the_old_one_does_not,
    the_current_one_is_asked,
    guessing_the_current_one_is_slowed,
    rules_of_the_portal_hold,
    common_ones_are_refused,
    words_of_the_provider_are_refused,
    breached_ones_are_refused,
    other_sessions_end,
    the_person_is_told,
    a_password_that_was_set_for_somebody_must_be_changed,
);

const NEW: &str = "Nagare5.gumo";

fn change(current: &str, new: &str) -> serde_json::Value {
    json!({ "current_password": current, "password": new })
}

async fn the_new_one_works_and_the_old_one_does_not(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let _changed = browser.put("/account/password", change(PASSWORD, NEW)).await.expect(204);
    let fresh = app.browser_at(RENTAL);
    fresh.give_own_password(&user, PASSWORD).await.refused(401, "invalid_credentials");
    fresh.sign_in(&user, NEW).await;
    let _still_in = browser.get("/session").await.expect(200);
}

async fn the_current_one_is_asked(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    for (current, code) in [("", "required"), ("wrong", "password_wrong"), (NEW, "password_wrong")] {
        let refused = browser.put("/account/password", change(current, NEW)).await.refused_fields();
        assert_eq!(refused, [("current_password".to_owned(), code.to_owned())]);
    }
}

async fn guessing_the_current_one_is_slowed(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    for _ in 0..5 {
        let _wrong = browser.put("/account/password", change("wrong", NEW)).await.refused_fields();
    }
    let blocked = browser.put("/account/password", change(PASSWORD, NEW)).await.refused(429, "too_many_attempts");
    let again = browser.post("/session/reauthentication", json!({ "password": PASSWORD })).await;
    again.refused(429, "too_many_attempts");
    app.advance(blocked.retry_at.unwrap() - app.now() + TimeDelta::seconds(1));
    let _changed = browser.put("/account/password", change(PASSWORD, NEW)).await.expect(204);
}

async fn rules_of_the_portal_hold(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let refused = async |new: &str| {
        let fields = browser.put("/account/password", change(PASSWORD, new)).await.refused_fields();
        fields.into_iter().map(|field| field.1).collect::<Vec<_>>()
    };
    assert_eq!(refused("Aa1.").await, ["min_length"]);
    assert_eq!(refused("Nagare5.gumo7").await, ["max_length"]);
    assert_eq!(refused("nagare5.gumo").await, ["contains"]);
    assert_eq!(refused("NAGARE5.GUMO").await, ["contains"]);
    assert_eq!(refused("Nagare.gumo").await, ["contains"]);
    assert_eq!(refused("Nagare5!gumo").await, ["allowed_characters"]);
    assert!(refused(&format!("A5{}a", user.row.sign_in_name)).await.contains(&"not_containing_login_id".to_owned()));
    let _changed = browser.put("/account/password", change(PASSWORD, NEW)).await.expect(204);
    let same = browser.put("/account/password", change(NEW, NEW)).await.refused_fields();
    assert_eq!(same, [("password".to_owned(), "differs_from_current".to_owned())]);
}

async fn common_ones_are_refused(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    for common in ["Password1", "Qwerty123"] {
        let refused = browser.put("/account/password", change(PASSWORD, common)).await.refused_fields();
        assert_eq!(refused, [("password".to_owned(), "not_common".to_owned())]);
    }
}

/// The names that everybody at a portal has before their eyes, in any spelling.
async fn words_of_the_provider_are_refused(app: App) {
    let rental = app.signed_in(&app.person_at(RENTAL).await).await;
    let telecom = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    for (browser, passwords) in [
        (&rental, ["Yamabiko12", "Y4m4b1k0.1", "Rental-2026", "Yamab1ko=7"]),
        (&telecom, ["aobatelecom1", "aobahikari2026", "t3lecom12345", "mypage123456"]),
    ] {
        for password in passwords {
            let refused = browser.put("/account/password", change(PASSWORD, password)).await.refused_fields();
            assert_eq!(refused, [("password".to_owned(), "not_common".to_owned())], "{password}");
        }
    }
}

async fn breached_ones_are_refused(app: App) {
    // SHA-1 of NEW and of another one, as the list has them.
    let digest = |password: &str| {
        let digest = <sha1::Sha1 as sha1::Digest>::digest(password.as_bytes());
        format!("{}:3", digest.iter().map(|byte| format!("{byte:02X}")).collect::<String>())
    };
    let mut lines = [digest(NEW), digest("another")];
    lines.sort();
    let path = std::env::temp_dir().join(format!("madoguchi-breached-{}", uuid::Uuid::now_v7().simple()));
    std::fs::write(&path, lines.join("\r\n")).unwrap();
    let breached = madoguchi_services::passwords::BreachedPasswords::open(&path).unwrap();
    let app = app.beside_with(|services| services.breached_passwords = Some(breached));
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    let refused = browser.put("/account/password", change(PASSWORD, NEW)).await.refused_fields();
    assert_eq!(refused, [("password".to_owned(), "not_breached".to_owned())]);
    let _changed = browser.put("/account/password", change(PASSWORD, "Nagare5.gumi")).await.expect(204);
    // A list that is gone lets nothing through.
    std::fs::remove_file(&path).unwrap();
    browser.put("/account/password", change("Nagare5.gumi", "Asagi7.haya")).await.refused(500, "internal_error");
}

async fn other_sessions_end(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let (one, two) = (app.signed_in(&user).await, app.signed_in(&user).await);
    let _changed = one.put("/account/password", change(PASSWORD, "nagare5gumo")).await.expect(204);
    two.get("/session").await.refused(401, "session_ended");
    let _this = one.get("/session").await.expect(200);
}

async fn the_person_is_told(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    let _changed = browser.put("/account/password", change(PASSWORD, "nagare5gumo")).await.expect(204);
    let mail = letters::newest(&app, &user.row.mail_address, "パスワード変更").await;
    assert!(!mail.content.text.contains("nagare5gumo") && !mail.content.html.contains("nagare5gumo"));
}

async fn a_password_that_was_set_for_somebody_must_be_changed(app: App) {
    let customer = app.customer(RENTAL, "カ)ヴェルデ2").await;
    let user = app.colleague(&customer, "verde01").await;
    app.require_password_change(&user).await;
    let browser = app.browser_at(RENTAL);
    browser.sign_in(&user, PASSWORD).await;
    browser.get("/users").await.refused(403, "password_change_required");
    let _chosen = browser.put("/account/password", json!({ "password": NEW })).await.expect(204);
    let _open = browser.get("/users").await.expect(200);
    let again = app.browser_at(RENTAL);
    again.sign_in(&user, NEW).await;
    let _open = again.get("/users").await.expect(200);
}
