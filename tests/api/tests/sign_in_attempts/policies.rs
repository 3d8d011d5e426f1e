//! What a login asks is the portal's policy: nothing more, a second factor by choice, or always; and by which
//! identifiers a person is named.

use api_tests::{App, Browser, NETWORK, PASSWORD, RENTAL, User, full_width, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::sessions::{SecondFactor, Session, SignInAttempt};
use serde_json::{Value, json};

on_both_engines!(
    where_none_is_asked_the_password_is_enough,
    where_it_is_a_choice_it_follows_the_choice,
    the_choice_needs_a_recent_password,
    a_password_given_again_is_guarded,
    where_it_is_always_asked_there_is_no_choice,
    login_id_and_mail_address_name_a_person_together,
    spellings_of_both_are_forgiven,
);

const WRONG: &str = "mori9kawa2tani";

/// Sends nothing but what a page sends when there is nothing to ask.
async fn complete_bare(browser: &Browser, attempt: &SignInAttempt) -> api_tests::Answer {
    browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await
}

async fn choose(browser: &Browser, wanted: bool) -> api_tests::Answer {
    browser.patch("/account/profile", json!({ "uses_second_factor": wanted })).await
}

async fn give_again(browser: &Browser, password: &str) -> api_tests::Answer {
    browser.post("/session/reauthentication", json!({ "password": password })).await
}

async fn where_none_is_asked_the_password_is_enough(app: App) {
    let user = app.person_at(NETWORK).await;
    let browser = app.browser_at(NETWORK);
    let attempt = browser.start_sign_in(&user).await;
    assert_eq!(
        (attempt.methods.len(), attempt.one_time_password, attempt.robot_challenge.is_some()),
        (0, false, false)
    );
    let mailed = browser.post(&format!("/sign-in-attempts/{}/one-time-password", attempt.id), json!({})).await;
    mailed.refused(409, "one_time_password_not_asked");
    let session: Session = complete_bare(&browser, &attempt).await.expect(201).json();
    assert_eq!(session.user.sign_in_name, user.row.sign_in_name);
    assert!(!session.password_change_required);
    assert_eq!(app.mails_to(&user.row.mail_address).await.len(), 0);
}

async fn where_it_is_a_choice_it_follows_the_choice(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.browser_at(RENTAL);
    let attempt = browser.start_sign_in(&user).await;
    assert_eq!(
        (attempt.methods.len(), attempt.one_time_password, attempt.robot_challenge.is_some()),
        (0, false, false)
    );
    let session: Session = complete_bare(&browser, &attempt).await.expect(201).json();
    assert!(!session.user.uses_second_factor);
    let _chosen = choose(&browser, true).await.expect(204);

    let other = app.browser_at(RENTAL);
    let attempt = other.start_sign_in(&user).await;
    assert_eq!((attempt.methods.as_slice(), attempt.one_time_password), ([SecondFactor::Mail].as_slice(), true));
    let required = vec![("one_time_password".to_owned(), "required".to_owned())];
    assert_eq!(complete_bare(&other, &attempt).await.refused_fields(), required);
    let code = other.mailed_code(&user).await;
    for method in ["totp", "recovery_code"] {
        other.complete_by(&attempt, method, &code).await.refused(401, "invalid_one_time_password");
    }
    let _session = other.complete(&attempt, &code, &Value::Null).await.expect(201);

    let _chosen = choose(&browser, false).await.expect(204);
    assert!(app.browser_at(RENTAL).start_sign_in(&user).await.methods.is_empty());
}

async fn the_choice_needs_a_recent_password(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    for wanted in [true, false] {
        app.advance(TimeDelta::minutes(10) + TimeDelta::seconds(1));
        choose(&browser, wanted).await.refused(403, "reauthentication_required");
        assert_eq!(user.now(&app).await.uses_second_factor, !wanted);
        let _same_as_before = choose(&browser, !wanted).await.expect(204);
        let _other_settings = browser.patch("/account/profile", json!({ "name": "緑山 茂" })).await.expect(204);
        let _given = give_again(&browser, PASSWORD).await.expect(204);
        app.advance(TimeDelta::minutes(10));
        let _chosen = choose(&browser, wanted).await.expect(204);
        assert_eq!(user.now(&app).await.uses_second_factor, wanted);
    }
}

async fn a_password_given_again_is_guarded(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    app.advance(TimeDelta::minutes(11));
    let wrong = vec![("password".to_owned(), "password_wrong".to_owned())];
    assert_eq!(give_again(&browser, "").await.refused_fields(), [("password".to_owned(), "required".to_owned())]);
    for _ in 0..5 {
        assert_eq!(give_again(&browser, WRONG).await.refused_fields(), wrong);
    }
    let slowed = give_again(&browser, PASSWORD).await;
    slowed.refused(429, "too_many_attempts");
    assert_eq!(slowed.retry_after(), Some(app.now() + TimeDelta::minutes(1)));
    choose(&browser, true).await.refused(403, "reauthentication_required");
    app.advance(TimeDelta::minutes(1));
    let _given = give_again(&browser, PASSWORD).await.expect(204);
    let _chosen = choose(&browser, true).await.expect(204);
}

async fn where_it_is_always_asked_there_is_no_choice(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    choose(&browser, true).await.refused(409, "second_factor_not_by_choice");
    let attempt = app.browser().start_sign_in(&user).await;
    assert_eq!((attempt.methods.as_slice(), attempt.one_time_password), ([SecondFactor::Mail].as_slice(), true));
    assert!(attempt.robot_challenge.is_some());
}

/// Two people of a company, and somebody of another who has the same login ID.
async fn namesakes(app: &App) -> [User; 3] {
    let (company, other) = (app.customer(RENTAL, "ミナト").await, app.customer(RENTAL, "サクラ").await);
    [
        app.colleague(&company, "keiri").await,
        app.colleague(&company, "soumu").await,
        app.colleague(&other, "keiri").await,
    ]
}

async fn login_id_and_mail_address_name_a_person_together(app: App) {
    let people = namesakes(&app).await;
    for person in &people {
        let session: Session = app.signed_in(person).await.get("/session").await.expect(200).json();
        assert_eq!(session.user.mail_address, person.row.mail_address);
    }
    let browser = app.browser_at(RENTAL);
    let give = async |login_id: &str, mail_address: &str| {
        let identifiers = json!({ "login_id": login_id, "mail_address": mail_address });
        browser.post("/sign-in-attempts", json!({ "identifiers": identifiers, "password": PASSWORD })).await
    };
    let unknown = give("keiri", "nobody@example.jp").await;
    unknown.refused(401, "invalid_credentials");
    let colleague = give("keiri", &people[1].row.mail_address).await;
    assert_eq!(colleague.essence(), unknown.essence());
    let foreign = give("soumu", &people[2].row.mail_address).await;
    assert_eq!(foreign.essence(), unknown.essence());
    let one_alone = give("keiri", "").await.refused_fields();
    assert_eq!(one_alone, [("mail_address".to_owned(), "required".to_owned())]);
}

async fn spellings_of_both_are_forgiven(app: App) {
    let [user, ..] = namesakes(&app).await;
    let mail = &user.row.mail_address;
    for (login_id, mail_address) in
        [(full_width("keiri"), full_width(mail)), (" ＫEIRI　".to_owned(), format!("　{} ", mail.to_uppercase()))]
    {
        let browser = app.browser_at(RENTAL);
        let identifiers = json!({ "login_id": login_id, "mail_address": mail_address });
        let body = json!({ "identifiers": identifiers, "password": PASSWORD });
        let attempt: SignInAttempt = browser.post("/sign-in-attempts", body).await.expect(201).json();
        let session: Session = complete_bare(&browser, &attempt).await.expect(201).json();
        assert_eq!(session.user.mail_address, *mail);
    }
}
