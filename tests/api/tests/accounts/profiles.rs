//! Own settings: name, mail notice, language; the second factor where the portal leaves it to the person.

use api_tests::{App, PORTAL, RENTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::sessions::{Session, SignInAttempt};
use serde_json::json;

use crate::letters;

on_both_engines!(
    what_is_absent_stays,
    the_second_factor_is_left_to_the_person,
    where_it_is_not_left_to_them_it_stays,
    a_name_has_an_end,
);

async fn what_is_absent_stays(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let _changed = browser.patch("/account/profile", json!({ "name": "　ﾐﾄﾞﾘ 恵　" })).await.expect(204);
    let _changed = browser.patch("/account/profile", json!({ "mail_notice": false })).await.expect(204);
    let session: Session = browser.get("/session").await.expect(200).json();
    assert_eq!((session.user.name.as_str(), session.user.mail_notice), ("ミドリ 恵", false));
}

async fn the_second_factor_is_left_to_the_person(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    app.advance(TimeDelta::minutes(11));
    let on = json!({ "uses_second_factor": true });
    browser.patch("/account/profile", &on).await.refused(403, "reauthentication_required");
    let _again =
        browser.post("/session/reauthentication", json!({ "password": api_tests::PASSWORD })).await.expect(204);
    let _changed = browser.patch("/account/profile", &on).await.expect(204);
    let attempt: SignInAttempt = app.browser_at(RENTAL).start_sign_in(&user).await;
    assert!(attempt.one_time_password);
    app.browser_at(RENTAL).sign_in(&user, api_tests::PASSWORD).await;
    let off = json!({ "uses_second_factor": false });
    let _changed = browser.patch("/account/profile", &off).await.expect(204);
    let _the_same = browser.patch("/account/profile", &off).await.expect(204);
    assert_eq!(letters::count(&app, &user.row.mail_address, "多要素認証の設定変更").await, 2);
    let told = letters::newest(&app, &user.row.mail_address, "多要素認証の設定変更").await;
    assert!(letters::value(&told, "変更内容").contains("利用しない"));
    assert!(app.browser_at(RENTAL).start_sign_in(&user).await.methods.is_empty());
}

async fn where_it_is_not_left_to_them_it_stays(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let refused = browser.patch("/account/profile", json!({ "uses_second_factor": true })).await;
    refused.refused(409, "second_factor_not_by_choice");
    let attempt = app.browser_at(PORTAL).start_sign_in(&app.user(&app.subscriber().await.group).await).await;
    assert!(attempt.one_time_password);
}

async fn a_name_has_an_end(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    let refused = browser.patch("/account/profile", json!({ "name": "あ".repeat(101) })).await.refused_fields();
    assert_eq!(refused, [("name".to_owned(), "too_long".to_owned())]);
    let _longest = browser.patch("/account/profile", json!({ "name": "𠮷".repeat(100) })).await.expect(204);
}
